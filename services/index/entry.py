"""A document of the catalogue as the search index sees it."""

from collections.abc import Sequence

from gazette.model import DocumentRecord, Standing
from gazette.numbers import key
from gazette.search import IndexedDocument


def entry(record: DocumentRecord, standing: Standing, lines: Sequence[str]) -> IndexedDocument:
    """Build the index entry from a record, its legal status and the lines of the text of record."""
    if record.deleted:
        return IndexedDocument(record.id, record.issue_id, record.revision, record.order_key, deleted=True)
    document = record.document
    named = [mention.doc_number for mention in (*document.cites, *document.repeals) if mention.doc_number]
    return IndexedDocument(
        id=record.id,
        issue_id=record.issue_id,
        revision=record.revision,
        order_key=record.order_key,
        title=document.title,
        text="\n".join(lines[document.start_line - 1 : document.end_line]),
        start_line=document.start_line,
        doc_number=document.doc_number,
        doc_number_key=record.number_key,
        issuers=tuple(document.issuer.split("、")) if document.issuer else (),
        doc_type=record.classes.doc_type,
        topics=tuple(topic.name for topic in record.classes.topics),
        legal_status=str(standing.value),
        issued_date=document.issued_date,
        persons=tuple(dict.fromkeys(row.person for row in document.personnel)),
        cited_keys=tuple(dict.fromkeys(found for found in map(key, named) if found)),
    )
