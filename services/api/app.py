"""The gateway, put together from its ports and routers."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, FastAPI

from gazette import __version__
from gazette.metrics import Metrics, State
from gazette.ports import Beat, Catalogue, EventLog, ObjectStore, SearchIndex
from services.api import problems
from services.api.answers import PREFIX
from services.api.backends import ApiBackends, ApiLimits
from services.api.masked import masked
from services.api.measured import Measured
from services.api.middleware import Guarded, HeadAsGet, Lingering, Stamped, only_hosts, same_site
from services.api.openapi import describe
from services.api.problems import ErrorPage
from services.api.routes import agencies, documents, issues, operation, search

ROUTERS = (issues.router, documents.router, search.router, agencies.router, operation.router)


def create_app(
    *,
    catalogue: Catalogue,
    objects: ObjectStore,
    search: SearchIndex,
    log: EventLog,
    groups: Sequence[str],
    limits: ApiLimits,
    routers: Sequence[APIRouter] = (),
    roles: Callable[[], Sequence[Beat]] | None = None,
    metrics: Metrics | None = None,
    error_page: ErrorPage | None = None,
) -> FastAPI:
    """The API with further `routers`: uploads, pages. `error_page` shows problems to clients that ask for HTML."""
    app = FastAPI(
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    figures = metrics or Metrics(State(catalogue, log, search, objects, groups))
    app.state.backends = ApiBackends(catalogue, objects, search, log, figures, roles or (lambda: ()))
    app.state.originals = app.state.backends
    if limits.masking:
        app.state.backends = masked(app.state.backends)
    app.state.error_page, app.state.operators = error_page, limits.operators
    for router in (*ROUTERS, *routers):
        app.include_router(router)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    problems.install(app)
    app.add_middleware(Guarded, checks=(only_hosts(limits.hosts), same_site))
    app.add_middleware(Measured, metrics=figures)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Lingering)
    app.add_middleware(Stamped)
    return app
