"""Puts the services together: backends, roles and the gateway of one process."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from fastapi import FastAPI

from gazette.events import now
from gazette.metrics import Metrics, State
from gazette.ports import Beat
from gazette.settings import Settings
from gazette.wiring import Backends, failpoint, spool
from services.api.app import create_app
from services.api.backends import ApiBackends, ApiLimits
from services.api.figures import Figures
from services.api.fresh import Fresh
from services.api.pages import open_site
from services.api.probe import create_probe
from services.api.routes.pages import page_router
from services.api.routes.status import status_router
from services.api.status import Operating
from services.extract.drawing.page_images import PageImages
from services.ingest.delete import delete, delete_router
from services.ingest.receive import receive
from services.ingest.retry import retry
from services.ingest.route import upload_router
from services.pipeline import GROUPS, limits
from services.presence import warnings
from services.roles import ALIVE_SECONDS
from services.situation import inbox_answer, inbox_state, situation

KEEPERS = ("ingest", "api")
"""Roles whose processes tell what all share."""


def metrics(backends: Backends, settings: Settings | None = None, roles: Sequence[str] = KEEPERS) -> Metrics:
    """The figures of a process with these roles. What all processes share is told by a few of them."""
    relays = backends.bell is not None
    state = State(backends.catalogue, backends.log, backends.search, backends.objects, GROUPS, relays=relays)
    folders = {"data": settings.data, "parsing": Path(gettempdir())} if settings else {}
    return Metrics(state if set(KEEPERS) & set(roles) else None, folders)


def probe(backends: Backends, figures: Metrics, own: Callable[[], Sequence[Beat]]) -> FastAPI:
    """What answers for a process and its own roles."""
    held = backends
    return create_probe(ApiBackends(held.catalogue, held.objects, held.search, held.log, figures, own, own=own))


def gateway(backends: Backends, settings: Settings, figures: Metrics) -> FastAPI:
    """The gateway with the upload route of ingest and the pages mounted."""
    landmark = failpoint(settings.failpoint)
    uploads = upload_router(
        partial(
            receive,
            catalogue=backends.catalogue,
            objects=backends.objects,
            landmark=landmark,
            tracer=backends.tracer,
        ),
        partial(retry, backends.catalogue),
        spool(settings),
        settings.max_upload_bytes,
        settings.uploads_at_once,
        tell=figures.uploaded,
    )
    deletions = delete_router(partial(delete, backends.catalogue))
    operators = operating(backends, settings)
    samples = Figures(operators.look, relays=operators.relays)
    images = page_images(backends, settings)
    site = open_site(settings.max_upload_bytes, operators, images)
    return create_app(
        catalogue=backends.catalogue,
        objects=backends.objects,
        search=backends.search,
        log=backends.log,
        groups=GROUPS,
        limits=ApiLimits(settings.allowed_hosts, settings.mask_personal_data, settings.operator_networks),
        routers=(uploads, deletions, page_router(images), status_router(operators, samples), *site.routers),
        roles=lambda: living(backends),
        metrics=figures,
        error_page=site.error_page,
    )


def page_images(backends: Backends, settings: Settings) -> PageImages:
    """What draws pages of files."""
    held_to = replace(limits(settings), seconds=settings.page_image_seconds, memory_mb=settings.page_image_memory_mb)
    return PageImages(backends.objects, held_to, settings.page_images_at_once)


def operating(backends: Backends, settings: Settings) -> Operating:
    """What operators see and can do over the web."""
    return Operating(
        look=Fresh(partial(situation, backends, settings)),
        inbox=Fresh(lambda: inbox_answer(inbox_state(backends.objects))),
        warn=lambda seen: list(warnings(seen)),
        retry=partial(retry, backends.catalogue),
        relays=backends.bell is not None,
    )


def living(backends: Backends) -> Sequence[Beat]:
    """Roles of any process that gave a sign of life lately."""
    with backends.catalogue.reading() as tables:
        return tables.work.beats(now() - timedelta(seconds=ALIVE_SECONDS))
