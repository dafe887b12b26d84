"""The operators' page: what `gazette status` shows, live, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from gazette.errors import UnavailableError
from gazette.events import UNDECODABLE, now
from gazette.model import Issue, Step
from gazette.overview import SHOWN, Overview
from gazette.personal import veiled
from gazette.ports import Command, DeadCause, DeadFilter, DeadLetter, Tables
from services.api.access import is_operator
from services.api.backends import ApiBackends, Backends
from services.api.pages import operations_wording
from services.api.pages.rendering import Pages
from services.api.problems import Problem, not_held
from services.api.status import InboxShape, Operating, status_answer

LETTERS = 20
STUCK, FAILED = 10, 20
"""How many issues are listed."""
Done = Literal["asked", "retried", "discarded"]


@dataclass(frozen=True, slots=True)
class Letters:
    """Which dead letters are meant, as an address or a form says it; nothing named means all."""

    group: str = ""
    type: str = ""
    cause: str = ""
    id: int | None = None

    def filter(self, until: int | None = None) -> DeadFilter:
        """The same for the catalogue."""
        ids = () if self.id is None else (self.id,)
        return DeadFilter(self.group or None, self.type or None, self.cause or None, ids, until)


Chosen = Annotated[Letters, Depends()]


def operations_router(pages: Pages, operating: Operating) -> APIRouter:
    """GET /operations, its live part, the dead letters of a cause, and what asks before anything is removed."""
    router = APIRouter(include_in_schema=False)

    @router.get("/operations")
    def operations(
        request: Request, backends: Backends, done: Done | None = None, number: Annotated[int, Query(ge=0)] = 0
    ) -> Response:
        shown = _seen(request, backends, operating)
        status = 503 if shown["problem"] else 200
        return pages.show(request, "operations.html", shown | {"beside": False, "done": done, "number": number}, status)

    @router.get("/operations/now")
    def now_alone(request: Request, backends: Backends) -> Response:
        return pages.show(request, "operations_live.html", _seen(request, backends, operating) | {"beside": True})

    @router.get("/operations/dead")
    def dead(request: Request, backends: Backends, chosen: Chosen, after: int = 0) -> Response:
        with backends.catalogue.reading() as tables:
            letters = tables.dead_letters.page(chosen.filter(), LETTERS + 1, after)
            shown = [_with_history(tables, one) for one in letters[:LETTERS]]
            count = tables.dead_letters.count(chosen.filter())
        more = letters[LETTERS - 1].id if len(letters) > LETTERS else None
        context = _common(request) | {"chosen": chosen, "letters": shown, "count": count, "more": more}
        return pages.show(request, "operations_dead.html", context)

    @router.get("/operations/discard")
    def discard(request: Request, backends: Backends, chosen: Chosen) -> Response:
        with backends.catalogue.reading() as tables:
            until = tables.dead_letters.newest()
            count = tables.dead_letters.count(chosen.filter(until))
        if not count:
            raise _none_left(chosen)
        context = _common(request) | {"chosen": chosen, "count": count, "until": until}
        return pages.show(request, "operations_discard.html", context)

    @router.get("/operations/repair")
    def repair(request: Request) -> Response:
        return pages.show(request, "operations_repair.html", _common(request))

    return router


def _common(request: Request) -> dict[str, object]:
    return {"ops": operations_wording, "may_act": is_operator(request), "undecodable": UNDECODABLE}


def _seen(request: Request, backends: ApiBackends, operating: Operating) -> dict[str, object]:
    """What the live part shows; where catalogue or log are away, that they are."""
    try:
        seen = operating.look()
        shown = _shown(backends, seen, operating)
    except UnavailableError as error:
        return _common(request) | {"problem": str(error), "at": now()}
    return _common(request) | {"problem": None} | shown


def _shown(backends: ApiBackends, seen: Overview, operating: Operating) -> dict[str, object]:
    inbox: InboxShape = operating.inbox()
    if backends.masking:
        seen, inbox = veiled(seen), veiled(inbox)
    return {
        "at": seen.at,
        "seen": seen,
        "status": status_answer(seen, inbox),
        "groups": [(group, waiting, _age(seen, group)) for group, waiting in seen.lag.items()],
        "warnings": list(operating.warn(seen)),
        "last_steps": _last_steps(backends, seen.stuck[:STUCK]),
        "dead_groups": _by_group(seen.dead),
        "relays": operating.relays,
        "stuck_shown": STUCK,
        "failed_shown": FAILED,
        "most": SHOWN,
        "commands": [(one, _share(one)) for one in seen.commands],
    }


def _age(seen: Overview, group: str) -> float | None:
    """Seconds that the oldest event of a group waits."""
    oldest: datetime | None = seen.oldest_events.get(group)
    return None if oldest is None else max(0.0, (seen.at - oldest).total_seconds())


def _last_steps(backends: ApiBackends, stuck: Sequence[Issue]) -> dict[str, Step]:
    """The last that happened to each: where it stands, and often why."""
    with backends.catalogue.reading() as tables:
        return {one.id: steps[-1] for one in stuck if (steps := tables.timeline.of(one.id))}


def _by_group(causes: Sequence[DeadCause]) -> dict[str, list[DeadCause]]:
    found: dict[str, list[DeadCause]] = {}
    for one in causes:
        found.setdefault(one.group, []).append(one)
    return found


def _share(one: Command) -> float | None:
    """How much is done, from 0 to 1; None where nobody can tell."""
    return one.done / one.total if one.total else None


def _with_history(tables: Tables, letter: DeadLetter) -> tuple[DeadLetter, list[DeadLetter]]:
    """A letter, and the earlier ones of the same event."""
    return letter, [one for one in tables.dead_letters.history(letter) if one.id != letter.id]


def _none_left(chosen: Letters) -> Problem:
    if chosen.id is not None:
        return not_held("open dead letter", "死信", str(chosen.id))
    return Problem("not_found", "No open dead letter is like that any more.", "已没有符合条件的死信。")
