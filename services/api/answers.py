"""Records as JSON: the one place where names of the API are given. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from gazette.layout import Leaves, PageFrame
from gazette.model import (
    Balance,
    Document,
    DocumentRecord,
    Issue,
    Provenance,
    Standing,
    Step,
    Topic,
)
from gazette.ports import Child, Incoming
from gazette.search import Hit, IndexedDocument
from services.api import field_shapes, particulars, shapes
from services.api.particulars import Held
from services.api.views import DocumentView, Kin

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Shape = TypeVar("Shape")
PREFIX = "/api/v1"
ADDRESSEE_MARKS = re.compile(r"[，,、；;]")
ADDRESSEE_ENDS = "：: \t\u3000"
ALONE = Kin()


def issue_links(issue_id: str) -> shapes.Links:
    """Where what belongs to an issue can be had."""
    here = f"{PREFIX}/issues/{issue_id}"
    parts = {part: f"{here}/{part}" for part in ("timeline", "documents", "source", "text")}
    return {"self": here, "page": f"/issues/{issue_id}"} | parts


def document_links(document_id: str, issue_id: str) -> shapes.Links:
    """Where what belongs to a document can be had."""
    here = f"{PREFIX}/documents/{document_id}"
    parts = {part: f"{here}/{part}" for part in ("text", "citations")}
    return {"self": here, "page": f"/documents/{document_id}", "issue": f"{PREFIX}/issues/{issue_id}"} | parts


def issue_summary(issue: Issue) -> shapes.IssueSummary:
    """An issue in a list."""
    return {
        "id": issue.id,
        "file_name": issue.file_name,
        "media_type": issue.media_type,
        "size": issue.size,
        "sha256": issue.sha256,
        "status": issue.status,
        "reason_code": issue.reason_code,
        "reason": issue.reason,
        "retryable": issue.retryable,
        "uploaded_at": instant(issue.uploaded_at),
        "updated_at": instant(issue.updated_at) if issue.updated_at else None,
        "note": issue.note,
        "kind": issue.kind,
        "issue": shaped(shapes.MastheadShape, issue.masthead) if issue.masthead else None,
        "document_count": issue.document_count,
        "doubtful_count": issue.doubtful_count,
        "revision": issue.revision,
        "links": issue_links(issue.id),
    }


def issue_answer(issue: Issue, kin: Kin = ALONE) -> shapes.IssueShape:
    """One issue with all that was found in it, and the issues that it came with."""
    return {
        **issue_summary(issue),
        "children": [child_answer(one) for one in kin.children],
        "bundles": [bundle_answer(one) for one in kin.bundles],
        "toc": [shaped(shapes.TocShape, entry) for entry in issue.toc],
        "balance": _balance(issue.balance),
        "discrepancies": [shaped(shapes.DiscrepancyShape, one) for one in issue.discrepancies],
        "notes": list(issue.notes),
    }


def child_answer(child: Child) -> shapes.ChildShape:
    """A file of a bundle."""
    entry = child.entry
    return {
        "position": entry.position,
        "id": entry.issue_id,
        "file_name": entry.file_name,
        "held": entry.held,
        "status": "deleted" if child.deleted else child.status,
        "reason_code": child.reason_code,
        "reason": child.reason,
        "retryable": child.retryable,
        "document_count": child.document_count,
        "doubtful_count": child.doubtful_count,
        "links": issue_links(entry.issue_id) if entry.issue_id else {},
    }


def bundle_answer(issue: Issue) -> shapes.BundleShape:
    """A bundle that an issue was a file of."""
    return {"id": issue.id, "file_name": issue.file_name, "links": issue_links(issue.id)}


def step_answer(step: Step) -> shapes.StepShape:
    """One step of a timeline."""
    return {
        "at": instant(step.at),
        "stage": step.stage,
        "event": step.event,
        "status": step.status,
        "attempt": step.attempt,
        "duration_ms": step.duration_ms,
        "message": step.message,
        "correlation_id": step.correlation_id,
    }


def page_answer(issue_id: str, leaf: PageFrame, drawable: bool) -> shapes.PageShape:
    """One page of an issue's file."""
    return {
        "number": leaf.number,
        "width": leaf.width,
        "height": leaf.height,
        "first_line": leaf.first_line,
        "image": f"{PREFIX}/issues/{issue_id}/pages/{leaf.number}.png" if drawable else None,
    }


def document_summary(record: DocumentRecord, standing: Standing) -> shapes.DocumentSummary:
    """A document in the list of its issue."""
    document = record.document
    return {
        "id": record.id,
        "issue_id": record.issue_id,
        "position": record.position,
        "title": document.title,
        "doc_number": document.doc_number,
        "doc_number_key": record.number_key,
        "issuer": document.issuer,
        "doc_type": record.classes.doc_type,
        "instrument": record.classes.instrument,
        "issued_date": document.issued_date,
        "legal_status": shaped(shapes.StandingShape, standing),
        "topics": [_topic(topic) for topic in record.classes.topics],
        "start_line": document.start_line,
        "end_line": document.end_line,
        "page": document.page,
        "confidence": document.confidence,
        "doubtful": list(document.doubtful),
        "revision": record.revision,
        "links": document_links(record.id, record.issue_id),
    }


def document_answer(view: DocumentView, leaves: Leaves | None = None) -> shapes.DocumentShape:
    """One document with all that was found in it, and where it stands on the pages of the file."""
    document, held = view.record.document, Held(view.held, view.titled)
    return {
        **document_summary(view.record, view.standing),
        "addressees": addressees(document.addressees),
        "effective_date": document.effective_date,
        "effective_clause": document.effective_clause,
        "attachment_of": document.attachment_of,
        "attachment_no": document.attachment_no,
        "signatory": document.signatory,
        "section": document.section,
        **_parts(document),
        "repeals": repeals(document, held),
        "cites": cites(document, held),
        **particulars.particulars(document, held),
        "cited_by_count": len(view.cited_by),
        "provenance": {name: _provenance(found, leaves) for name, found in document.provenance.items()},
    }


def citations_answer(view: DocumentView) -> shapes.CitationsShape:
    """What a document names, and what names it."""
    document, held = view.record.document, Held(view.held, view.titled)
    return {
        "cites": cites(document, held),
        "cited_by": [naming(one) for one in view.cited_by],
        "repeals": repeals(document, held),
        "repealed_by": [naming(one) for one in view.repealed_by],
        "amended_by": [naming(one) for one in view.amended_by],
        "amends": particulars.amends(document, held),
        "basis": particulars.basis(document, held),
        "basis_of": [naming(one) for one in view.basis_of],
        "continues": particulars.continues(document, held),
        "continued_by": [naming(one) for one in view.continued_by],
    }


def naming(incoming: Incoming) -> shapes.NamingShape:
    """A held document that names another."""
    record = incoming.source
    return {
        "document_id": record.id,
        "issue_id": record.issue_id,
        "title": record.document.title,
        "doc_number": record.document.doc_number,
        "issuer": record.document.issuer,
        "issued_date": record.document.issued_date,
        "line": incoming.relation.line,
    }


def cites(document: Document, held: Held) -> list[field_shapes.MentionShape]:
    """What a document cites."""
    return [particulars.mention(one, held) for one in document.cites]


def repeals(document: Document, held: Held) -> list[field_shapes.RepealShape]:
    """What a document ends."""
    return [{**particulars.continued(one, held), "lapses": one.lapses} for one in document.repeals]


def listed(document: IndexedDocument) -> shapes.ListedDocument:
    """A document as the search index has it."""
    return {
        "id": document.id,
        "issue_id": document.issue_id,
        "title": document.title,
        "doc_number": document.doc_number,
        "doc_number_key": document.doc_number_key,
        "issuer": _issuer(document.issuers),
        "doc_type": document.doc_type,
        "topics": list(document.topics),
        "legal_status": document.legal_status,
        "issued_date": document.issued_date,
        "revision": document.revision,
        "links": document_links(document.id, document.issue_id),
    }


def hit_answer(hit: Hit) -> shapes.HitShape:
    """A document that a search found, with the places of the match."""
    document = hit.document
    return {
        "document_id": document.id,
        "issue_id": document.issue_id,
        "title": document.title,
        "title_marks": list(hit.title_marks),
        "doc_number": document.doc_number,
        "issuer": _issuer(document.issuers),
        "doc_type": document.doc_type,
        "topics": list(document.topics),
        "legal_status": document.legal_status,
        "issued_date": document.issued_date,
        "score": hit.score,
        "snippets": [
            {"text": one.text, "marks": list(one.marks), "line": one.line, "page": None} for one in hit.snippets
        ],
        "links": document_links(document.id, document.issue_id),
    }


def addressees(printed: str | None) -> list[str]:
    """The addressees of a printed line: `各市人民政府，各委、办、局：` gives four."""
    parts = ADDRESSEE_MARKS.split((printed or "").strip(ADDRESSEE_ENDS))
    return [part for part in (part.strip(ADDRESSEE_ENDS) for part in parts) if part]


def instant(moment: datetime) -> str:
    """A moment in UTC, to the millisecond: `2026-01-31T08:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shaped(shape: Callable[..., Shape], record: "DataclassInstance") -> Shape:
    """A record whose fields are the shape's own."""
    return shape(**{field.name: getattr(record, field.name) for field in fields(record)})


def _balance(balance: Balance) -> shapes.BalanceShape:
    stretches = [shaped(shapes.StretchShape, one) for one in balance.stretches]
    return {**shaped(shapes.BalanceShape, balance), "stretches": stretches}


def _topic(topic: Topic) -> shapes.TopicShape:
    return {"class": topic.name, "subclass": topic.subclass, "score": topic.score, "words": list(topic.words)}


def _parts(document: Document) -> shapes.DocumentParts:
    return {
        "enclosures": [shaped(shapes.EnclosureShape, one) for one in document.enclosures],
        "personnel": [shaped(shapes.PersonnelShape, one) for one in document.personnel],
        "outline": [shaped(shapes.HeadingShape, one) for one in document.outline],
    }


def _provenance(found: Provenance, leaves: Leaves | None) -> shapes.ProvenanceShape:
    place = found.place
    box = leaves.box(place.start_line, place.end_line) if leaves else None
    return {
        "start_line": place.start_line,
        "start": place.start,
        "end_line": place.end_line,
        "end": place.end,
        "page": place.page,
        "box": [box.left, box.top, box.right, box.bottom] if box else None,
        "confidence": found.confidence,
        "source": found.source,
    }


def _issuer(issuers: Iterable[str]) -> str | None:
    return "、".join(issuers) or None
