"""The classify stage: closed lists for each document, and what its relations mean for documents that are held."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from gazette import titles
from gazette.consequences import relate
from gazette.events import DocumentsChanged, Event, IssueClassified, IssueExtracted
from gazette.model import Classes, DocumentRecord, Extraction, Issue, IssueStatus, Kind, Relation
from gazette.ports import Catalogue, ObjectStore, Tables
from gazette.progress import Failure, current, fail
from services.classify.classify import classify_document
from services.classify.kind import kind
from services.classify.relations import relations

BATCH_EVENTS = 32


@dataclass(frozen=True, slots=True)
class Classified:
    """The kind of the issue, and classes by document id."""

    kind: Kind
    classes: dict[str, Classes]


class Classify:
    """gazette.worker.Handler for the group `classify`."""

    group = "classify"
    hears = (IssueExtracted,)
    batch = BATCH_EVENTS

    def __init__(self, objects: ObjectStore, catalogue: Catalogue) -> None:
        self.objects, self.catalogue = objects, catalogue

    def start(self, tables: Tables, event: IssueExtracted) -> bool:
        """Whether the issue waits for this."""
        return current(tables, event) is not None

    def work(self, event: IssueExtracted, report: Callable[[int, int], None]) -> Classified:  # noqa: ARG002
        """Look at each document with its text."""
        with self.catalogue.reading() as tables:
            issue = tables.issues.get(event.issue_id)
            records = tables.documents.of_issue(event.issue_id)
        if issue is None or issue.text_key is None:
            return Classified(Kind.OTHER, {})
        with self.objects.open(issue.text_key) as text:
            lines = text.read().decode().split("\n")
        return Classified(_kind(issue, records), {one.id: _classes(one, lines) for one in records})

    def settle(self, results: Sequence[Classified]) -> None:
        """Nothing to show to the outside yet."""

    def lock(self, tables: Tables, events: Sequence[IssueExtracted]) -> None:
        """Every key that is, or was, defined or named: of two issues, one repealing the other's, the later must see it.

        All keys of a batch at once, for two batches may share several.
        """
        records = [one for event in events for one in tables.documents.of_issue(event.issue_id, deleted=True)]
        tables.relations.lock(_keys(records) | tables.relations.named(event.issue_id for event in events))

    def apply(self, tables: Tables, event: IssueExtracted, result: Classified) -> Iterable[Event]:
        """Classes and relations of this issue, and a new revision of whatever else they change."""
        issue = current(tables, event)
        if issue is None:
            return ()
        changed = _relate(tables, issue.id)
        records = tables.documents.of_issue(issue.id, lock=True)
        tables.documents.save([_reclassed(one, result.classes) for one in records])
        tables.issues.save(replace(issue, status=IssueStatus.INDEXING, kind=result.kind))
        return (IssueClassified(issue.id, issue.generation), *changed)

    def refuse(self, tables: Tables, event: IssueExtracted, failure: Failure) -> Iterable[Event]:
        """The issue has failed."""
        return fail(tables, event, failure)

    def close(self) -> None:
        """Nothing is held."""

    def describe(self, result: Classified) -> str:
        """The kind of the issue."""
        return str(result.kind)


def _kind(issue: Issue, records: Sequence[DocumentRecord]) -> Kind:
    documents = tuple(record.document for record in records)
    return kind(Extraction("", masthead=issue.masthead, toc=issue.toc, documents=documents))


def _classes(record: DocumentRecord, lines: Sequence[str]) -> Classes:
    document = record.document
    return classify_document(document, "\n".join(lines[document.start_line - 1 : document.end_line]))


def _reclassed(record: DocumentRecord, classes: dict[str, Classes]) -> DocumentRecord:
    return replace(record, classes=classes.get(record.id, Classes()), revision=record.revision + 1)


def _relate(tables: Tables, issue_id: str) -> list[DocumentsChanged]:
    """Write the issue's relations; documents of other issues whose answers change get a new revision."""
    records = tables.documents.of_issue(issue_id, deleted=True)
    return relate(tables, issue_id, _defined(records), _relations(records))


def _keys(records: Sequence[DocumentRecord]) -> set[str]:
    """Number and title keys that these documents define or name."""
    return _defined(records) | {relation.target_key for relation in _relations(records)}


def _defined(records: Sequence[DocumentRecord]) -> set[str]:
    return {one.number_key for one in records if one.number_key}.union(*(titles.keys(one.document) for one in records))


def _relations(records: Sequence[DocumentRecord]) -> list[Relation]:
    return [relation for one in records if not one.deleted for relation in relations(one)]
