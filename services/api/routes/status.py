"""How the whole system stands, now and over the last hour."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from gazette.personal import veiled
from services.api import replies
from services.api.answers import PREFIX
from services.api.backends import Backends
from services.api.figures import Figures, FiguresShape
from services.api.openapi import problems
from services.api.status import Operating, StatusShape, status_answer

NO_STORE = {"Cache-Control": "no-store"}


def status_router(operating: Operating, figures: Figures) -> APIRouter:
    """GET /status and /status/figures below the prefix. Samples are taken while the app runs."""
    router = APIRouter(prefix=PREFIX, tags=["operation"], lifespan=figures.running)

    @router.get("/status", response_model=StatusShape, responses=problems())
    def get_status(backends: Backends) -> Response:
        """How the system stands: issues by status, pace, events that wait, roles, what is stuck, failed or given up."""
        answer = status_answer(operating.look(), operating.inbox())
        return replies.JSON(veiled(answer) if backends.masking else answer, headers=NO_STORE)

    @router.get("/status/figures", response_model=FiguresShape, responses=problems(422))
    def get_figures(
        after: Annotated[float, Query(description="Only samples after this moment, Unix time in seconds.")] = 0.0,
    ) -> Response:
        """Figures over the last hour, in columns; a gateway that was just started has none from before."""
        return replies.JSON(figures.answer(after), headers=NO_STORE)

    return router
