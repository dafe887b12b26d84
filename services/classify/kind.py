"""What a file turned out to be."""

from gazette.model import Document, Extraction, Kind
from services.classify.doc_type import bare, is_speech

MANY = 3
CONGRESS = "各位代表"


def kind(extraction: Extraction) -> Kind:
    """An issue has a cover, contents or several numbered documents; else the first document decides."""
    if not extraction.documents:
        return Kind.OTHER
    return Kind.GAZETTE_ISSUE if _is_issue(extraction) else _of_one(extraction.documents[0])


def _is_issue(extraction: Extraction) -> bool:
    cover = extraction.masthead
    numbered = [d for d in extraction.documents if (d.doc_number or d.doc_number_toc) and not d.attachment_of]
    return bool(
        extraction.toc
        or (cover and (cover.number or cover.total_number))
        or len(numbered) > 1
        or len([d for d in extraction.documents if not d.attachment_of]) >= MANY
    )


def _of_one(document: Document) -> Kind:
    if document.attachment_of:
        return Kind.ATTACHMENT
    return Kind.REPORT if _is_report(document) else Kind.DOCUMENT


def _is_report(document: Document) -> bool:
    if is_speech(document.title):
        return True
    unsent = not document.doc_number and (document.addressees or CONGRESS).startswith(CONGRESS)
    return unsent and bare(document.title).endswith("报告")
