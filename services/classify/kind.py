"""What a file turned out to be."""

from gazette.model import Document, Extraction, Kind
from services.classify.doc_type import bare, is_speech

MANY = 3
CONGRESS = "各位代表"


def kind(extraction: Extraction) -> Kind:
    """An issue has a cover, contents or several numbered documents; else the first document decides."""
    if not extraction.documents:
        return Kind.OTHER
    if _is_issue(extraction):
        return Kind.GAZETTE_ISSUE
    first = extraction.documents[0]
    return Kind.ATTACHMENT if _is_attachment(first, extraction.text) else _of_one(first)


def _is_issue(extraction: Extraction) -> bool:
    cover = extraction.masthead
    numbered = [d for d in extraction.documents if (d.doc_number or d.doc_number_toc) and not d.attachment_of]
    return bool(
        extraction.toc
        or (cover and (cover.number or cover.total_number))
        or len(numbered) > 1
        or len([d for d in extraction.documents if not d.attachment_of]) >= MANY
    )


def _is_attachment(document: Document, text: str) -> bool:
    """Whether it is labelled as one: no document begins with 附件."""
    begins = text.split("\n", document.start_line)[document.start_line - 1 : document.start_line]
    return bool(
        document.attachment_of or document.attachment_no or any(bare(line).startswith("附件") for line in begins)
    )


def _of_one(document: Document) -> Kind:
    return Kind.REPORT if _is_report(document) else Kind.DOCUMENT


def _is_report(document: Document) -> bool:
    if is_speech(document.title):
        return True
    unsent = not document.doc_number and (document.addressees or CONGRESS).startswith(CONGRESS)
    return unsent and bare(document.title).endswith("报告")
