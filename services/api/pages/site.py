"""All pages of the product, with the look they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter

from services.api.leaves import PageImages
from services.api.pages.assets import assets_router, read_assets
from services.api.pages.document import document_router
from services.api.pages.issue import issue_router
from services.api.pages.issues import issues_router
from services.api.pages.leaf import leaf_router
from services.api.pages.operations import operations_router
from services.api.pages.operations_acts import acts_router
from services.api.pages.problem import error_page
from services.api.pages.reference import reference_router
from services.api.pages.rendering import Pages
from services.api.pages.search import search_router
from services.api.pages.upload import upload_router
from services.api.problems import ErrorPage
from services.api.status import Operating


@dataclass(frozen=True, slots=True)
class Site:
    """What `create_app` mounts: the routes, and how a problem is shown to a person."""

    routers: Sequence[APIRouter]
    error_page: ErrorPage


def open_site(max_upload_bytes: int, operating: Operating | None = None, images: PageImages | None = None) -> Site:
    """The pages; the limit of an upload is told before anyone waits for a refusal. Also the operators'.

    `images` draws the pages of files.
    """
    assets = read_assets()
    pages = Pages(assets)
    routers = (
        assets_router(assets),
        search_router(pages),
        document_router(pages, images),
        issue_router(pages, images),
        leaf_router(pages, images),
        issues_router(pages),
        upload_router(pages, max_upload_bytes),
        reference_router(pages),
    )
    operators = (operations_router(pages, operating), acts_router(operating)) if operating else ()
    return Site((*routers, *operators), error_page(pages))
