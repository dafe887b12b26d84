"""The object store held against the issues, both in order of the hash."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gazette.errors import NotFoundError
from gazette.events import now, wrap
from gazette.model import Issue, IssueStatus, Step, issue_id, source_key
from gazette.ports import StoredObject
from gazette.progress import begin_again
from services.index.holdings import Holdings

SOURCES, DERIVED = "sha256/", "derived/"
PAGE = 100
STAGE = "reconcile"
BYTES_MISSING, TEXT_MISSING, ORPHANED = "bytes_missing", "text_missing", "object_orphaned"


@dataclass(frozen=True, slots=True)
class StoreFault:
    """Something that the store lacks or has too much."""

    code: str
    example: str
    is_repaired: bool = False


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """With `repair`, a text that is missing is made again from its file, and objects of no issue are removed.

    Objects younger than `before` may belong to an upload that is not finished.
    """

    holdings: Holdings
    before: datetime
    repair: bool

    def faults(self) -> Iterator[Sequence[StoreFault]]:
        """For each issue what is wrong with it, then what is wrong with objects that no issue owns."""
        sources, derived = _Walk(self.holdings, SOURCES), _Walk(self.holdings, DERIVED)
        for issue in self._issues():
            orphans = [*sources.before(issue.id), *derived.before(issue.id)]
            held = {one.key for walk in (sources, derived) for one in walk.of(issue.id)}
            yield [*self._orphaned(orphans), *self._lacks(issue, held)]
        yield self._orphaned([*sources.rest(), *derived.rest()])

    def _issues(self) -> Iterator[Issue]:
        after = ""
        while True:
            with self.holdings.catalogue.reading() as tables:
                page = tables.issues.after(after, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].id

    def _lacks(self, issue: Issue, held: set[str]) -> list[StoreFault]:
        if issue.deleted:
            return []
        source = source_key(issue.sha256)
        if self._is_missing(source, held):
            return [StoreFault(BYTES_MISSING, f"{issue.id} {issue.file_name}")]
        if issue.status != IssueStatus.READY or issue.text_key is None or not self._is_missing(issue.text_key, held):
            return []
        return [StoreFault(TEXT_MISSING, f"{issue.id} {issue.file_name}", self.repair and self._begin_again(issue.id))]

    def _is_missing(self, key: str, held: set[str]) -> bool:
        """An object may have come after the listing began."""
        if key in held:
            return False
        try:
            self.holdings.objects.stat(key)
        except NotFoundError:
            return True
        return False

    def _begin_again(self, identifier: str) -> bool:
        with self.holdings.catalogue.transaction() as tables:
            issue = tables.issues.lock(identifier)
            if issue is None or issue.status != IssueStatus.READY:
                return False
            tables.timeline.add(Step(issue.id, now(), STAGE, "text missing", "retried", message="begun anew"))
            tables.work.emit([wrap(begin_again(tables, issue))])
        return True

    def _orphaned(self, found: Sequence[StoredObject]) -> list[StoreFault]:
        old = [one.key for one in found if one.modified < self.before and not self._is_owned(one.key)]
        return [StoreFault(ORPHANED, key, self.repair and self._remove(key)) for key in old]

    def _is_owned(self, key: str) -> bool:
        with self.holdings.catalogue.reading() as tables:
            return tables.issues.get(_issue_of(key)) is not None

    def _remove(self, key: str) -> bool:
        """Inside a transaction, so that an upload of the same bytes comes either before it or after it."""
        with self.holdings.catalogue.transaction() as tables:
            if tables.issues.lock(_issue_of(key)) is not None:
                return False
            self.holdings.objects.delete(key)
        return True


class _Walk:
    """Objects below a prefix, issue after issue."""

    def __init__(self, holdings: Holdings, prefix: str) -> None:
        self.objects = iter(holdings.objects.list(prefix))
        self.next = next(self.objects, None)

    def before(self, identifier: str) -> Iterator[StoredObject]:
        """What belongs to issues before this one."""
        while self.next is not None and _issue_of(self.next.key) < identifier:
            yield self._step(self.next)

    def of(self, identifier: str) -> Iterator[StoredObject]:
        """What belongs to this one."""
        while self.next is not None and _issue_of(self.next.key) == identifier:
            yield self._step(self.next)

    def rest(self) -> Iterator[StoredObject]:
        """What is left."""
        while self.next is not None:
            yield self._step(self.next)

    def _step(self, one: StoredObject) -> StoredObject:
        self.next = next(self.objects, None)
        return one


def _issue_of(key: str) -> str:
    """The issue that an object belongs to, by the hash in its key."""
    parts = key.split("/")
    return issue_id(parts[-1] if key.startswith(SOURCES) else parts[1])
