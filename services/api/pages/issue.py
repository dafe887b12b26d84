"""The page of one issue: how far it has come, and what was found in it, down to the last line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from gazette.model import Balance, Issue, IssueStatus, Stretch
from gazette.ports import Tables
from services.api import answers
from services.api.access import Readable
from services.api.backends import ApiBackends, Backends
from services.api.leaves import PageImages, drawable, held_leaves, may_see
from services.api.pages.comparing import compare
from services.api.pages.rendering import Pages
from services.api.pages.veil import veil
from services.api.parameters import Identifier
from services.api.texts import text_lines, text_part
from services.api.views import find_issue, find_kin

ENDED = frozenset({IssueStatus.READY, IssueStatus.FAILED})
STRETCHES = 30
LINES_EACH = 12
LINES_A_PAGE = 500
LETTERS_A_LINE = 20_000
LETTERS_LEFT = 500
REFRESH = {"HX-Refresh": "true"}


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A stretch of lines that belongs to no part, with its beginning."""

    stretch: Stretch
    lines: tuple[tuple[int, str], ...]
    more: int


def issue_router(pages: Pages, images: PageImages | None) -> APIRouter:
    """GET /issues/{id}, its progress as a fragment, and its lines as they stand in the text of record."""
    router = APIRouter(include_in_schema=False)

    @router.get("/issues/{issue_id}")
    def issue(issue_id: Identifier, request: Request, backends: Backends) -> Response:
        issue, shown = _shown(backends, issue_id)
        may_download = may_see(request, backends)
        has_images = may_download and drawable(images, held_leaves(backends, issue))
        seen = {"may_download": may_download, "has_images": has_images}
        return pages.show(request, "issue.html", shown | seen)

    @router.get("/issues/{issue_id}/progress")
    def progress(issue_id: Identifier, request: Request, backends: Backends, brief: bool = False) -> Response:
        told = _progress(backends, issue_id)
        headers = REFRESH if told["done"] and not brief and "hx-request" in request.headers else {}
        return pages.show(request, "progress.html", {**told, "brief": brief}, headers=headers)

    @router.get("/issues/{issue_id}/lines")
    def lines(
        issue_id: Identifier,
        request: Request,
        backends: Readable,
        start: Annotated[int, Query(alias="from", ge=1)] = 1,
        marked_to: Annotated[int | None, Query(alias="to", ge=1)] = None,
    ) -> Response:
        with backends.catalogue.reading() as tables:
            held = find_issue(tables, issue_id)
        part = text_part(backends, held, start, start + LINES_A_PAGE - 1)
        return pages.show(
            request,
            "lines.html",
            {
                "issue": answers.issue_summary(held),
                "lines": [(number, _short(line, LETTERS_A_LINE)) for number, line in enumerate(part.lines, start)],
                "veil": veil(request, backends, part.masked),
                "start": start,
                "marked_to": marked_to,
                "last": held.balance.lines,
                "size": LINES_A_PAGE,
            },
        )

    return router


def _shown(backends: ApiBackends, issue_id: str) -> tuple[Issue, dict[str, object]]:
    with backends.catalogue.reading() as tables:
        issue = find_issue(tables, issue_id)
        told = _told(tables, issue)
        records = tables.documents.of_issue(issue_id)
        standings = tables.relations.standings(records)
    return issue, {
        **told,
        "brief": False,
        "documents": [answers.document_summary(one, standings[one.id]) for one in records],
        "pairs": compare(issue.toc, records),
        "left_over": left_over(backends, issue),
        "bar": bar(issue.balance),
    }


def _progress(backends: ApiBackends, issue_id: str) -> dict[str, object]:
    with backends.catalogue.reading() as tables:
        return _told(tables, find_issue(tables, issue_id))


def _told(tables: Tables, issue: Issue) -> dict[str, object]:
    """How far an issue has come; a bundle is done when its files are."""
    kin = find_kin(tables, issue)
    return {
        "issue": answers.issue_answer(issue, kin),
        "steps": [answers.step_answer(step) for step in tables.timeline.of(issue.id)],
        "done": issue.status in ENDED and kin.has_ended,
    }


def left_over(backends: ApiBackends, issue: Issue) -> list[LeftOver]:
    """The stretches that belong to no part, each with its first lines."""
    stretches = [one for one in issue.balance.stretches if one.part == "remainder"][:STRETCHES]
    lines = text_lines(backends, issue, 1, stretches[-1].end_line) if stretches else []
    return [_left(lines, stretch) for stretch in stretches]


def _left(lines: Sequence[str], stretch: Stretch) -> LeftOver:
    last = min(stretch.end_line, stretch.start_line + LINES_EACH - 1)
    numbered = enumerate(lines[stretch.start_line - 1 : last], stretch.start_line)
    shown = tuple((number, _short(line, LETTERS_LEFT)) for number, line in numbered if line.strip())
    return LeftOver(stretch, shown, stretch.end_line - last)


def _short(line: str, letters: int) -> str:
    return line if len(line) <= letters else line[:letters] + "……"


def bar(balance: Balance) -> list[tuple[str, int, float, float]]:
    """The parts of the balance with their lines, and where each begins and how wide it is on a bar of 100."""
    at, parts = 0.0, []
    for part in ("cover", "contents", "documents", "remainder"):
        lines = getattr(balance, part)
        width = 100 * lines / balance.lines if balance.lines else 0.0
        parts.append((part, lines, round(at, 2), round(width, 2)))
        at += width
    return parts
