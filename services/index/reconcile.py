"""Object store, catalogue and search index held against each other: what is missing, stale or orphaned."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from gazette.events import now
from gazette.ports import SearchIndex
from services.index.commands import Task, counting
from services.index.compare import Difference, Fault, differences
from services.index.holdings import Holdings
from services.index.mending import Mender
from services.index.stored import StoredCheck

EXAMPLES = 5
SUSPECTS = 1_000
LOOKS = 5
HARMLESS = (Fault.TOMBSTONE,)
STORE, INDEX = "核对原件库 object store", "核对索引 search index"


@dataclass(frozen=True, slots=True)
class Ages:
    """How long something must have been left alone to count: objects without a row, tombstones in the index."""

    orphans: timedelta
    tombstones: timedelta


@dataclass(slots=True)
class Report:
    """Counts and a few examples of each fault."""

    counts: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, code: str, example: str, *, is_repaired: bool = False) -> None:
        """One more."""
        self.counts[code] += 1
        self.repaired[code] += is_repaired
        shown = self.examples.setdefault(code, [])
        if len(shown) < EXAMPLES:
            shown.append(example)

    def findings(self) -> list[dict[str, Any]]:
        """One row for each fault that was found."""
        return [
            {"fault": code, "count": count, "repaired": self.repaired[code], "examples": self.examples[code]}
            for code, count in self.counts.items()
        ]

    @property
    def left(self) -> int:
        """How much is wrong and was not repaired."""
        return sum(count - self.repaired[code] for code, count in self.counts.items() if code not in HARMLESS)


@dataclass(frozen=True, slots=True)
class Reconcile:
    """With the argument `repair` it mends what can be mended without loss. `waiting` counts events of the index role.

    The result has `findings` and `left`, how much is wrong and not repaired.
    """

    holdings: Holdings
    search: SearchIndex
    ages: Ages
    waiting: Callable[[], int] = lambda: 0

    def __call__(self, task: Task) -> Mapping[str, Any]:
        """Store first: what it lacks is processed anew, and the index follows."""
        report = Report()
        repair = bool(task.arguments.get("repair"))
        with self.holdings.catalogue.reading() as tables:
            issues, documents = sum(tables.issues.counts().values()), tables.documents.count()
        check = StoredCheck(self.holdings, now() - self.ages.orphans, repair=repair)
        for seen, found in enumerate(check.faults(), 1):
            task.tell(min(seen, issues), issues, STORE)
            for one in found:
                report.note(one.code, one.example, is_repaired=one.is_repaired)
        self._check_index(task, report, documents, repair=repair)
        figures = {"issues": issues, "documents": documents, "waiting": self.waiting()}
        return figures | {"findings": report.findings(), "left": report.left, "repair": repair}

    def _check_index(self, task: Task, report: Report, total: int, *, repair: bool) -> None:
        before = now() - self.ages.tombstones
        mender = Mender(self.holdings, self.search, before)
        found = differences(self.holdings.catalogue, self.search, before, counting(task, total, INDEX))
        if repair:
            for one, is_mended in mender.mend(found):
                report.note(one.fault, one.id, is_repaired=is_mended)
            return
        suspects: list[Difference] = []
        for one in found:
            if len(suspects) < SUSPECTS:
                suspects.append(one)
            else:
                report.note(one.fault, one.id)
        for one in self._confirmed(suspects, mender):
            report.note(one.fault, one.id)

    def _confirmed(self, suspects: list[Difference], mender: Mender) -> Iterator[Difference]:
        """What is only on its way is waited for a little."""
        for _ in range(LOOKS):
            suspects = mender.still(suspects)
            if not suspects or not self.waiting():
                break
            time.sleep(1)
        yield from suspects
