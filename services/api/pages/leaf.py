"""The page that shows a page of an issue's file, with the places of values drawn over its picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from gazette.layout import Box, Leaves
from gazette.model import DocumentRecord
from services.api import answers
from services.api.backends import Backends
from services.api.leaves import PageImages, demand_sight, drawable, leaf_of, leaves_of
from services.api.pages.rendering import Pages
from services.api.pages.wording import FIELDS, Words
from services.api.parameters import Identifier
from services.api.views import find_issue

SPLIT = "start_line"
"""Tells why a document begins where it does; it has no value of its own."""
MARGIN = 3.0
"""So many points a frame lies outside of what it surrounds."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A field of a document whose place is on the page: its name, and x, y, width and height of a frame around it."""

    document_id: str
    field: str
    name: Words
    frame: tuple[float, float, float, float]


def leaf_router(pages: Pages, images: PageImages | None) -> APIRouter:
    """GET /issues/{id}/pages/{n}; `document` and `field` choose what is pointed at."""
    router = APIRouter(include_in_schema=False)

    @router.get("/issues/{issue_id}/pages/{number}")
    def leaf(
        issue_id: Identifier,
        number: Annotated[int, Path()],
        request: Request,
        backends: Backends,
        document: Annotated[str, Query(max_length=16)] = "",
        field: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        with backends.catalogue.reading() as tables:
            issue = find_issue(tables, issue_id)
            records = tables.documents.of_issue(issue_id)
        demand_sight(request, backends)
        leaves = leaves_of(backends, issue)
        frame = leaf_of(leaves, number)
        found = {one.id: list(framed(one, leaves, number)) for one in records}
        return pages.show(
            request,
            "leaf.html",
            {
                "issue": answers.issue_summary(issue),
                "leaf": answers.page_answer(issue.id, frame, drawable(images, leaves, frame)),
                "last": len(leaves.pages),
                "documents": [one for one in records if found[one.id] and document in ("", one.id)],
                "framed": found,
                "chosen": (document, field),
            },
        )

    return router


def framed(record: DocumentRecord, leaves: Leaves, number: int) -> Iterator[Framed]:
    """The fields of a document that stand on a page."""
    for field, found in record.document.provenance.items():
        place = found.place
        is_here = place.page == number and field != SPLIT
        box = leaves.box(place.start_line, place.end_line) if is_here else None
        if box is not None:
            yield Framed(record.id, field, FIELDS.get(field, (field, "")), _around(box))


def _around(box: Box) -> tuple[float, float, float, float]:
    width, height = box.right - box.left, box.bottom - box.top
    return box.left - MARGIN, box.top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN
