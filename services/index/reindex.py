"""A new search index from the catalogue, while the old one is searched and live writes go to both."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gazette.errors import GazetteError, UnavailableError
from gazette.events import now
from gazette.model import Issue, IssueStatus
from gazette.ports import Landmark, Rebuild, SearchIndex, no_landmark
from gazette.search import IndexedDocument
from services.index.commands import StoppedError, Task, counting
from services.index.compare import differences
from services.index.holdings import Holdings
from services.index.mending import Mender

ISSUES = 20
DOCUMENTS = 500
CHARACTERS = 4_000_000
PASSES = 3
FILLING, VERIFYING, SWAPPED = "写入新索引 filling", "核对 verifying", "已切换 swapped"


@dataclass(frozen=True, slots=True)
class Reindex:
    """Fill, verify until nothing differs, swap. What is written live meanwhile is in both, so nothing is missed.

    Tombstones of issues that were not touched for as long as `kept` are left out.
    """

    holdings: Holdings
    search: SearchIndex
    kept: timedelta
    landmark: Landmark = no_landmark

    def __call__(self, task: Task) -> Mapping[str, Any]:
        """The result: how many documents can be found. GazetteError, with the old index as it was, where it fails."""
        rebuild = self.search.rebuild(task.checkpoint.get("token"))
        if rebuild is not None:
            try:
                self._build(task, rebuild)
            except StoppedError:
                rebuild.leave()
                raise
            except UnavailableError:
                raise
            except BaseException:
                with suppress(UnavailableError):
                    rebuild.abandon()
                raise
        return {"documents": self.search.count()}

    @property
    def before(self) -> datetime:
        """Tombstones from before then are old."""
        return now() - self.kept

    def _build(self, task: Task, rebuild: Rebuild) -> None:
        with self.holdings.catalogue.reading() as tables:
            total = tables.documents.count()
        begun: Mapping[str, Any] = (
            task.checkpoint if task.checkpoint.get("token") == rebuild.token else {"token": rebuild.token}
        )
        task.tell(begun.get("done", 0), total, FILLING, begun, now=True)
        self._fill(task, rebuild, total)
        self.landmark("reindex:filled")
        self._verify(task, rebuild, total)
        self.landmark("reindex:verified")
        task.tell(total, total, SWAPPED, now=True)
        rebuild.finish()
        self.landmark("reindex:swapped")

    def _fill(self, task: Task, rebuild: Rebuild, total: int) -> None:
        done, token = task.checkpoint.get("done", 0), rebuild.token
        for issue, documents in _gathered(self._wanted(task.checkpoint.get("after", ""))):
            rebuild.write(documents)
            self.landmark("reindex:filling")
            done += len(documents)
            task.tell(min(done, total), total, FILLING, {"token": token, "after": issue, "done": done})

    def _wanted(self, after: str) -> Iterator[tuple[str, tuple[IndexedDocument, ...]]]:
        """Issue by issue what belongs into the new index."""
        while True:
            with self.holdings.catalogue.reading() as tables:
                issues = tables.issues.after(after, ISSUES)
            for issue in issues:
                yield issue.id, self._kept(issue)
            if len(issues) < ISSUES:
                return
            after = issues[-1].id

    def _kept(self, issue: Issue) -> tuple[IndexedDocument, ...]:
        """Of an issue that is on its way again, or failed the second time, what was findable stays so."""
        documents = self.holdings.entries_at_least(issue.id)
        is_recent = (issue.updated_at or now()) >= self.before
        wanted = {one.id for one in documents if not one.deleted}
        if issue.status != IssueStatus.READY and wanted:
            wanted = self._findable(wanted)
        return tuple(one for one in documents if (is_recent if one.deleted else one.id in wanted))

    def _findable(self, ids: set[str]) -> set[str]:
        """None at all where the old index cannot be read."""
        with suppress(UnavailableError):
            return {entry.id for entry in self.search.lookup(sorted(ids)) if not entry.deleted}
        return set()

    def _verify(self, task: Task, rebuild: Rebuild, total: int) -> None:
        """Pass after pass until each difference is mended: what changed just now is written by the pass itself."""
        mender = Mender(self.holdings, rebuild, self.before)
        left: list[str] = []
        for _ in range(PASSES):
            found = differences(self.holdings.catalogue, rebuild, self.before, counting(task, total, VERIFYING))
            left = [one.id for one, is_mended in mender.mend(found) if not is_mended]
            if not left:
                return
        raise GazetteError(
            f"{len(left)} documents differ between the catalogue and the new index, such as {left[0]}; "
            "the old index stays in use. See the log of the index role, then ask again"
        )


def _gathered(
    issues: Iterator[tuple[str, tuple[IndexedDocument, ...]]],
) -> Iterator[tuple[str, list[IndexedDocument]]]:
    """Several issues at a time, with the id of the last one."""
    gathered: list[IndexedDocument] = []
    last = ""
    for last, documents in issues:
        gathered += documents
        if len(gathered) >= DOCUMENTS or sum(len(one.text) for one in gathered) >= CHARACTERS:
            yield last, gathered
            gathered = []
    if gathered:
        yield last, gathered
