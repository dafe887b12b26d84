"""What operators do: each button of their page writes the row that the command line writes, and goes back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.api.access import demand_operator
from services.api.backends import ApiBackends, Backends
from services.api.pages.operations import Done, Letters
from services.api.problems import Problem
from services.api.status import Operating

PAGE = "/operations"
Text = Annotated[str, Form()]


def _letters(
    group: Text = "",
    type: Text = "",  # noqa: A002
    cause: Text = "",
    id: Annotated[int | None, Form()] = None,  # noqa: A002
) -> Letters:
    return Letters(group, type, cause, id)


Chosen = Annotated[Letters, Depends(_letters)]


def acts_router(operating: Operating) -> APIRouter:
    """POST below /operations; for operators alone."""
    router = APIRouter(prefix=PAGE, include_in_schema=False, dependencies=[Depends(demand_operator)])

    @router.post("/retry")
    def retry(request: Request, issue: Text) -> Response:
        operating.retry(issue, _request_id(request))
        return _back("retried", 1, "failed")

    @router.post("/retry-all")
    def retry_all(request: Request) -> Response:
        begun = [one for one in operating.look().failed if one.retryable]
        for one in begun:
            operating.retry(one.id, _request_id(request))
        return _back("retried", len(begun), "failed")

    @router.post("/replay")
    def replay(
        request: Request, backends: Backends, chosen: Chosen, every: Annotated[bool, Form()] = False
    ) -> Response:
        named = _named(chosen)
        _check(named, every=every)
        return _ask(request, backends, "replay", named)

    @router.post("/discard")
    def discard(request: Request, backends: Backends, chosen: Chosen, until: Annotated[int, Form()]) -> Response:
        _check(_named(chosen))
        with backends.catalogue.transaction() as tables:
            count = tables.dead_letters.discard(chosen.filter(until), _person(request))
        return _back("discarded", count, "dead")

    @router.post("/reindex")
    def reindex(request: Request, backends: Backends) -> Response:
        return _ask(request, backends, "reindex", {})

    @router.post("/reconcile")
    def reconcile(request: Request, backends: Backends, repair: Annotated[bool, Form()] = False) -> Response:
        return _ask(request, backends, "reconcile", {"repair": repair})

    return router


def _named(chosen: Letters) -> dict[str, Any]:
    """The arguments of a replay."""
    found: dict[str, Any] = {name: getattr(chosen, name) for name in ("group", "type", "cause")}
    ids = {} if chosen.id is None else {"ids": [chosen.id]}
    return {name: value for name, value in found.items() if value} | ids


def _check(named: dict[str, Any], *, every: bool = False) -> None:
    """Problem `bad_value` where nothing is named, or everything and something."""
    if bool(named) == every:
        raise Problem("bad_value", "Name a stage, a type, a cause or an id of dead letters, or all of them.")


def _ask(request: Request, backends: ApiBackends, name: str, arguments: dict[str, Any]) -> Response:
    with backends.catalogue.transaction() as tables:
        command = tables.commands.ask(name, arguments, _person(request))
    return _back("asked", command.id, "commands")


def _person(request: Request) -> str:
    """Who asks: web@address."""
    return f"web@{request.client.host if request.client else 'unknown'}"


def _request_id(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)


def _back(done: Done, number: int, part: str) -> Response:
    """To the page, which says what was done, and there to its part."""
    return RedirectResponse(f"{PAGE}?done={done}&number={number}#{part}", 303)
