"""Pages of an issue's file and their pictures."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from services.api import answers, replies, shapes
from services.api.backends import Backends
from services.api.leaves import PageImages, demand_sight, drawable, leaf_of, leaves_of, picture
from services.api.openapi import problems
from services.api.parameters import Identifier
from services.api.views import find_issue

PNG = {"description": "The picture.", "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
KEPT = {"Cache-Control": "private, no-cache"}
"""Who asked may keep it, and must ask again whether it may be seen."""


def page_router(images: PageImages | None) -> APIRouter:
    """GET /issues/{id}/pages and /issues/{id}/pages/{n}.png, drawn by `images`."""
    router = APIRouter(prefix=answers.PREFIX, tags=["issues"])

    @router.get("/issues/{issue_id}/pages", response_model=shapes.PageList, responses=problems(404, 410))
    def get_issue_pages(issue_id: Identifier, backends: Backends) -> Response:
        """The pages of an issue's file with their sizes in points; `image` is null where no picture can be drawn."""
        with backends.catalogue.reading() as tables:
            issue = find_issue(tables, issue_id)
        leaves = leaves_of(backends, issue)
        items = [answers.page_answer(issue.id, leaf, drawable(images, leaves, leaf)) for leaf in leaves.pages]
        return replies.JSON(shapes.PageList(items=items, total=len(items)))

    @router.get(
        "/issues/{issue_id}/pages/{number}.png",
        response_class=Response,
        responses={200: PNG, **problems(403, 404, 410, 422, tagged=True)},
    )
    def get_page_image(
        issue_id: Identifier,
        number: Annotated[int, Path(description="The page, from 1.")],
        request: Request,
        backends: Backends,
        width: Annotated[int, Query(ge=200, le=2000, description="Width in pixels.")] = 1000,
    ) -> Response:
        """A page as it is printed. For editors where texts are masked."""
        with backends.catalogue.reading() as tables:
            issue = find_issue(tables, issue_id)
        demand_sight(request, backends)
        leaves = leaves_of(backends, issue)
        leaf = leaf_of(leaves, number)
        tag = f"{issue.sha256}-{number}-{width}"
        headers = KEPT | {"ETag": f'"{tag}"'}
        if replies.has(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        return Response(picture(images, issue, leaves, leaf, width), headers=headers, media_type="image/png")

    return router
