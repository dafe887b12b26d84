"""The page of one document: its fields, its text, and its relations to others."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from gazette import numbers
from gazette.model import Document, DocumentRecord
from gazette.ports import Tables
from services.api import answers
from services.api.access import Readable
from services.api.agencies import AgencyShape, agencies_of
from services.api.leaves import PageImages, drawable, held_leaves, may_see
from services.api.pages.fields import facts, further_doubts
from services.api.pages.pieces import Link, mentioned
from services.api.pages.reading import Guide, beginning, blocks
from services.api.pages.rendering import Pages
from services.api.pages.veil import veil
from services.api.pages.wording import RELATIONS
from services.api.parameters import Identifier
from services.api.shapes import CitationsShape, DocumentShape, NamingShape
from services.api.texts import text_to_read
from services.api.views import view_document

DEEPEST = 6
MOST_LETTERS = 2_000_000
"""Longer texts are shown by their beginning; all of it is in the API and line by line."""
ROLES = {
    "title": "title",
    "doc_number": "number",
    "addressees": "addressees",
    "issuer": "signature",
    "signatory": "signature",
    "issued_date": "signature",
}
SIGNATURE_RULES = "signature"
WIDEST_SIGNATURE = 40


def document_router(pages: Pages, images: PageImages | None) -> APIRouter:
    """GET /documents/{id}."""
    router = APIRouter(include_in_schema=False)

    @router.get("/documents/{document_id}")
    def document(document_id: Identifier, request: Request, backends: Readable) -> Response:
        with backends.catalogue.reading() as tables:
            view = view_document(tables, document_id)
            siblings = tables.documents.of_issue(view.issue.id)
            by_number = _by_number(tables, view.record.document)
        found = view.record.document
        part = text_to_read(backends, view.issue, found.start_line, found.end_line)
        shown = beginning(part.lines, MOST_LETTERS)
        with backends.catalogue.reading() as tables:
            link = _link(
                view.record,
                _held(tables, view.record, mentioned(_paragraphs(shown, found.start_line, part.goes_on)), view.held),
            )
        leaves = held_leaves(backends, view.issue)
        answer = answers.document_answer(view, leaves)
        relations = answers.citations_answer(view)
        return pages.show(
            request,
            "document.html",
            {
                "document": answer,
                "issue": answers.issue_summary(view.issue),
                "relations": relations,
                "decided_by": _decided_by(answer, relations),
                "related": [key for key in RELATIONS if relations.get(key)],
                "facts": facts(answer, by_number),
                "doubts": list(further_doubts(answer)),
                "blocks": list(blocks(shown, found.start_line, _guide(answer, shown, part.goes_on), link)),
                "has_images": drawable(images, leaves) and may_see(request, backends),
                "veil": veil(request, backends, part.masked),
                "cut_at": None if shown == list(part.lines) else found.start_line + len(shown) - 1,
                **_neighbours(siblings, view.record),
            },
        )

    return router


def _paragraphs(lines: Iterable[str], first: int, goes_on: Mapping[int, int]) -> Iterable[str]:
    """The lines without soft line ends."""
    texts: dict[int, str] = {}
    for number, line in enumerate(lines, first):
        begin = goes_on.get(number, number)
        texts[begin] = texts.get(begin, "") + line.strip()
    return texts.values()


def _by_number(tables: Tables, document: Document) -> Sequence[AgencyShape]:
    """Who uses the code of the number, where nobody signed."""
    return agencies_of(tables, document.doc_number)["items"] if document.doc_number and not document.issuer else ()


def search_url(typed: str) -> str:
    """Where a number or title that is not held is looked up."""
    return f"/?{urlencode({'q': typed})}"


def _held(tables: Tables, record: DocumentRecord, keys: frozenset[str], known: Mapping[str, str]) -> Mapping[str, str]:
    """Number key → document id for all numbers of a text; what the relations know already stands."""
    found = tables.documents.by_keys(keys - known.keys())
    nearest = sorted(found, key=lambda one: one.issue_id == record.issue_id)
    return {one.number_key: one.id for one in nearest if one.number_key} | dict(known)


def _link(record: DocumentRecord, held: Mapping[str, str]) -> Link:
    def link(printed: str) -> str | None:
        key = numbers.key(printed)
        if key is None or key == record.number_key:
            return None
        return f"/documents/{held[key]}" if key in held else search_url(printed)

    return link


def _guide(answer: DocumentShape, lines: Sequence[str], goes_on: Mapping[int, int]) -> Guide:
    """Headings from the outline and the enclosures; roles from the places where fields were found."""
    outline = {one["line"]: (min(one["level"] + 2, DEEPEST), one["label"] + one["text"]) for one in answer["outline"]}
    first = answer["start_line"]
    roles = dict(_roles(answer, lines))
    for enclosure in answer["enclosures"]:
        line = enclosure["start_line"]
        roles[line] = "enclosure"
        if 0 <= line - first < len(lines):
            outline.setdefault(line, (2, lines[line - first]))
    return Guide(outline, roles, goes_on)


def _roles(answer: DocumentShape, lines: Sequence[str]) -> list[tuple[int, str]]:
    found = []
    for name, place in answer["provenance"].items():
        role = ROLES.get(name)
        if role is None or (role == "signature" and place["source"] != SIGNATURE_RULES):
            continue
        for line in range(place["start_line"], place["end_line"] + 1):
            text = lines[line - answer["start_line"]] if 0 <= line - answer["start_line"] < len(lines) else ""
            if role != "signature" or len(text) <= WIDEST_SIGNATURE:
                found.append((line, role))
    return found


def _decided_by(answer: DocumentShape, relations: CitationsShape) -> NamingShape | None:
    """The document that ended or changed this one, as its legal status says."""
    others = [*relations["repealed_by"], *relations["amended_by"]]
    return next((one for one in others if one["document_id"] == answer["legal_status"]["by"]), None)


def _neighbours(siblings: Sequence[DocumentRecord], record: DocumentRecord) -> dict[str, DocumentRecord | None]:
    """The documents before and after it in its issue."""
    at = next((order for order, one in enumerate(siblings) if one.id == record.id), None)
    if at is None:
        return {"previous": None, "following": None}
    return {
        "previous": siblings[at - 1] if at else None,
        "following": siblings[at + 1] if at + 1 < len(siblings) else None,
    }
