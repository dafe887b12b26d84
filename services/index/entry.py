"""A document of the catalogue as the search index sees it."""

from gazette.model import DocumentRecord, Standing
from gazette.numbers import key
from gazette.search import IndexedDocument
from gazette.text_of_record import TextOfRecord


def entry(record: DocumentRecord, standing: Standing, text: TextOfRecord) -> IndexedDocument:
    """Build the index entry from a record, its legal status and its issue's text; repaired text is indexed."""
    if record.deleted:
        return IndexedDocument(record.id, record.issue_id, record.revision, record.order_key, deleted=True)
    document = record.document
    part = text.part(document.start_line, document.end_line)
    named = [mention.doc_number for mention in (*document.cites, *document.repeals) if mention.doc_number]
    return IndexedDocument(
        id=record.id,
        issue_id=record.issue_id,
        revision=record.revision,
        order_key=record.order_key,
        title=document.title,
        text=part.text,
        start_line=document.start_line,
        lines=part.lines,
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
