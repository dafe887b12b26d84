"""Dead letters sent once more, each to the one group that failed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gazette.errors import UndecodableError
from gazette.events import (
    UNDECODABLE,
    DocumentsChanged,
    Event,
    IssueClassified,
    IssueExtracted,
    IssueStored,
    now,
    unwrap,
)
from gazette.model import Step
from gazette.ports import Catalogue, DeadFilter, DeadLetter, Tables
from gazette.progress import reopen
from services.index.commands import Task

PAGE = 100
SENDING = "重新发送 sending again"


@dataclass(frozen=True, slots=True)
class Replay:
    """Arguments: any of `group`, `type`, `cause`, `ids`. What is buried after it began is left for the next time."""

    catalogue: Catalogue

    def __call__(self, task: Task) -> Mapping[str, Any]:
        """The result: how many were `replayed`, are `late` (their issue went on since) or are `undecodable`."""
        counts: Counter[str] = Counter(task.checkpoint.get("counts", {}))
        until = task.checkpoint.get("until") or self._newest()
        wanted = wanted_of(task.arguments, until)
        after, total = task.checkpoint.get("after", 0), self._total(wanted) + counts.total()
        while letters := self._page(wanted, after):
            for letter in letters:
                after = letter.id or 0
                counts[self._replay(letter, task.by)] += 1
                checkpoint = {"until": until, "after": after, "counts": dict(counts)}
                task.tell(counts.total(), total, SENDING, checkpoint)
        return dict(counts)

    def _replay(self, letter: DeadLetter, by: str) -> str:
        """One transaction: the letter is settled, its issue waits again, the event is sent."""
        if letter.envelope.type == UNDECODABLE:
            return "undecodable"
        event = _event(letter)
        with self.catalogue.transaction() as tables:
            if tables.dead_letters.replay(letter.id or 0, by) is None:
                return "settled"
            if event is None or isinstance(event, DocumentsChanged):
                return "replayed"
            return "replayed" if _reopened(tables, letter, event, by) else "late"

    def _newest(self) -> int:
        with self.catalogue.reading() as tables:
            return tables.dead_letters.newest()

    def _total(self, wanted: DeadFilter) -> int:
        with self.catalogue.reading() as tables:
            return tables.dead_letters.count(wanted)

    def _page(self, wanted: DeadFilter, after: int) -> list[DeadLetter]:
        with self.catalogue.reading() as tables:
            return list(tables.dead_letters.page(wanted, PAGE, after))


def wanted_of(arguments: Mapping[str, Any], until: int | None = None) -> DeadFilter:
    """The filter in a command's arguments."""
    named = {name: arguments.get(name) for name in ("group", "type", "cause")}
    return DeadFilter(**named, ids=tuple(arguments.get("ids", ())), until=until)


def _event(letter: DeadLetter) -> Event | None:
    try:
        return unwrap(letter.envelope)
    except UndecodableError:
        return None


def _reopened(tables: Tables, letter: DeadLetter, event: Event, by: str) -> bool:
    if not isinstance(event, IssueStored | IssueExtracted | IssueClassified) or not reopen(tables, event):
        return False
    message = f"{by}: {letter.message}"
    tables.timeline.add(Step(event.issue_id, now(), letter.group, letter.envelope.type, "replayed", message=message))
    return True
