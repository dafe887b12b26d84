"""Puts the services together: backends, roles and the gateway of one process."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from fastapi import FastAPI

from gazette.events import now
from gazette.metrics import Metrics
from gazette.ports import Beat
from gazette.settings import Settings
from gazette.wiring import Backends, failpoint, spool
from services.api.app import create_app
from services.api.backends import ApiLimits
from services.api.pages import open_site
from services.ingest.receive import receive
from services.ingest.retry import retry
from services.ingest.route import upload_router
from services.pipeline import GROUPS
from services.roles import ALIVE_SECONDS


def metrics(backends: Backends) -> Metrics:
    """The figures of this process."""
    return Metrics(backends.catalogue, backends.log, GROUPS)


def gateway(backends: Backends, settings: Settings, figures: Metrics) -> FastAPI:
    """The gateway with the upload route of ingest and the pages mounted."""
    landmark = failpoint(settings.failpoint)
    uploads = upload_router(
        partial(receive, catalogue=backends.catalogue, objects=backends.objects, landmark=landmark),
        partial(retry, backends.catalogue),
        spool(settings),
        settings.max_upload_bytes,
        settings.uploads_at_once,
    )
    site = open_site(settings.max_upload_bytes)
    return create_app(
        catalogue=backends.catalogue,
        objects=backends.objects,
        search=backends.search,
        log=backends.log,
        groups=GROUPS,
        limits=ApiLimits(settings.allowed_hosts, settings.mask_personal_data),
        routers=(uploads, *site.routers),
        roles=lambda: living(backends),
        metrics=figures,
        error_page=site.error_page,
    )


def living(backends: Backends) -> Sequence[Beat]:
    """Roles of any process that gave a sign of life lately."""
    with backends.catalogue.reading() as tables:
        return tables.work.beats(now() - timedelta(seconds=ALIVE_SECONDS))
