"""The index stage. What is written is read anew from the catalogue, so late and doubled events change nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from gazette.events import DocumentsChanged, Event, IssueClassified, IssueReady
from gazette.model import DocumentRecord, Issue, IssueStatus
from gazette.ports import Catalogue, ObjectStore, SearchIndex, Tables
from gazette.progress import Failure, current, fail
from gazette.search import IndexedDocument
from services.index.holdings import Holdings

BATCH_EVENTS = 32

Heard = IssueClassified | DocumentsChanged


@dataclass(frozen=True, slots=True)
class Entries:
    """What one event puts into the index."""

    documents: tuple[IndexedDocument, ...]


class Index:
    """gazette.worker.Handler for the group `index`. With `masking` the index never holds personal data."""

    group = "index"
    hears = (IssueClassified, DocumentsChanged)
    batch = BATCH_EVENTS

    def __init__(self, objects: ObjectStore, catalogue: Catalogue, search: SearchIndex, masking: bool = True) -> None:
        self.holdings, self.search = Holdings(objects, catalogue, masking), search

    def start(self, tables: Tables, event: Heard) -> bool:
        """An issue must be waiting for it; changed documents are shown where it is ready already, tombstones always."""
        if isinstance(event, DocumentsChanged):
            issue = tables.issues.get(event.issue_id)
            return issue is not None and (_is_shown(issue) or bool(_changed(tables, event, issue)))
        return current(tables, event) is not None

    def work(self, event: Heard, report: Callable[[int, int], None]) -> Entries:  # noqa: ARG002
        """Read the documents as they are now, with the answers that other documents give."""
        only = self._named(event) if isinstance(event, DocumentsChanged) else None
        return Entries(self.holdings.entries(event.issue_id, only))

    def settle(self, results: Sequence[Entries]) -> None:
        """One write for the whole batch; on return a new search sees it."""
        self.search.write([document for result in results for document in result.documents])

    def lock(self, tables: Tables, events: Sequence[Heard]) -> None:
        """Issues are locked one by one."""

    def apply(self, tables: Tables, event: Heard, result: Entries) -> Iterable[Event]:  # noqa: ARG002
        """The issue is ready."""
        if isinstance(event, DocumentsChanged):
            return ()
        issue = current(tables, event)
        if issue is None:
            return ()
        tables.issues.save(replace(issue, status=IssueStatus.READY))
        return (IssueReady(issue.id, issue.generation, issue.document_count),)

    def refuse(self, tables: Tables, event: Heard, failure: Failure) -> Iterable[Event]:
        """The issue has failed; documents that only changed stay as they were found."""
        return () if isinstance(event, DocumentsChanged) else fail(tables, event, failure)

    def close(self) -> None:
        """The index is closed with the other backends."""

    def describe(self, result: Entries) -> str:
        """How many documents were written."""
        return f"{sum(not document.deleted for document in result.documents)} documents findable"

    def _named(self, event: DocumentsChanged) -> frozenset[str]:
        with self.holdings.catalogue.reading() as tables:
            issue = tables.issues.get(event.issue_id)
            return frozenset(one.id for one in _changed(tables, event, issue)) if issue else frozenset()


def _is_shown(issue: Issue) -> bool:
    return issue.status == IssueStatus.READY and not issue.deleted


def _changed(tables: Tables, event: DocumentsChanged, issue: Issue) -> list[DocumentRecord]:
    """The documents that an event names; of an issue that is not ready, or no more, its tombstones alone."""
    records = tables.documents.of_issue(issue.id, deleted=True)
    return [one for one in records if one.id in event.document_ids and (one.deleted or _is_shown(issue))]
