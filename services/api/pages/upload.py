"""The upload page. Without scripts its form posts one file and goes on to the issue's page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.api.pages.rendering import Pages


def upload_router(pages: Pages, max_bytes: int) -> APIRouter:
    """GET /upload."""
    router = APIRouter(include_in_schema=False)

    @router.get("/upload")
    def upload(request: Request) -> Response:
        return pages.show(request, "upload.html", {"max_bytes": max_bytes})

    return router
