"""What a process without the gateway answers: alive, ready, figures. The routes are the gateway's own."""

from fastapi import FastAPI

from gazette import __version__
from services.api.backends import ApiBackends
from services.api.routes import operation


def create_probe(backends: ApiBackends) -> FastAPI:
    """An app with the routes for operators alone."""
    app = FastAPI(version=__version__, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.backends = backends
    app.include_router(operation.router)
    return app
