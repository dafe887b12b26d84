"""What catalogue and object store hold of an issue, as entries of the search index."""

from collections.abc import Container
from dataclasses import dataclass

from gazette.errors import NotFoundError
from gazette.model import Issue
from gazette.personal import veiled
from gazette.ports import Catalogue, ObjectStore
from gazette.search import IndexedDocument
from gazette.text_of_record import TextOfRecord, read_text
from services.index.entry import entry

NO_TEXT = TextOfRecord((), ())


@dataclass(frozen=True, slots=True)
class Holdings:
    """With `masking` the entries never hold personal data."""

    objects: ObjectStore
    catalogue: Catalogue
    masking: bool = True

    def entries(self, issue_id: str, only: Container[str] | None = None) -> tuple[IndexedDocument, ...]:
        """The documents as they are now, tombstones included, with the answers that other documents give.

        NotFoundError where the text is missing.
        """
        return self._entries(issue_id, only, with_text=True)

    def entries_at_least(self, issue_id: str, only: Container[str] | None = None) -> tuple[IndexedDocument, ...]:
        """The same; where the text is missing, all that is known without it."""
        try:
            return self._entries(issue_id, only, with_text=True)
        except NotFoundError:
            return self._entries(issue_id, only, with_text=False)

    def _entries(self, issue_id: str, only: Container[str] | None, *, with_text: bool) -> tuple[IndexedDocument, ...]:
        with self.catalogue.reading() as tables:
            issue = tables.issues.get(issue_id)
            records = tables.documents.of_issue(issue_id, deleted=True)
            if only is not None:
                records = [record for record in records if record.id in only]
            standings = tables.relations.standings(records)
        is_read = with_text and any(not record.deleted for record in records)
        text = self._text(issue) if issue and is_read else NO_TEXT
        shown = veiled(records) if self.masking else records
        return tuple(entry(record, standings[record.id], text) for record in shown)

    def _text(self, issue: Issue) -> TextOfRecord:
        text = read_text(self.objects, issue)
        return text.masked() if self.masking else text
