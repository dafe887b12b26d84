"""A gateway as it is served: embedded adapters on a fresh data folder, uvicorn on a free port of this machine."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.api.app import create_app
from services.api.backends import ApiLimits
from services.ingest.receive import receive
from services.ingest.retry import retry
from services.ingest.route import upload_router
from services.serving import listen
from tests.contract.adapters import embedded_template
from tests.service.bench import Bench, bench_on
from tests.service.library import fill


@dataclass(frozen=True)
class Gateway:
    """A running gateway, its client, and what stands behind it."""

    client: httpx.Client
    address: tuple[str, int]
    backends: Backends
    spool: Path

    def spooled(self) -> list[Path]:
        return sorted(self.spool.glob("*")) if self.spool.exists() else []


Serve = Callable[..., AbstractContextManager[Gateway]]


@contextmanager
def running(app: FastAPI) -> Iterator[tuple[str, int]]:
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def gateway_on(
    folder: Path, *, max_bytes: int = 300_000, at_once: int = 4, idle_seconds: float = 30.0, **given: Any
) -> Iterator[Gateway]:
    spool = folder / "spool"
    with open_backends(Settings(data=folder)) as backends:
        ports = {"catalogue": backends.catalogue, "objects": backends.objects}
        uploads = upload_router(
            partial(receive, **ports),
            partial(retry, backends.catalogue),
            spool,
            max_bytes,
            at_once,
            idle_seconds=idle_seconds,
        )
        wanted: dict[str, Any] = {"groups": ("extract",), "limits": ApiLimits(), "routers": (uploads,)}
        app = create_app(**ports, search=backends.search, log=backends.log, **(wanted | given))
        with running(app) as address, httpx.Client(base_url=f"http://localhost:{address[1]}", timeout=30) as client:
            yield Gateway(client, address, backends, spool)


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Start a gateway with settings of one's own."""
    return partial(gateway_on, tmp_path)


@pytest.fixture
def gateway(serve: Serve) -> Iterator[Gateway]:
    """An empty gateway: uploads of at most 300,000 bytes, four at once."""
    with serve() as running_gateway:
        yield running_gateway


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Wait until something is true; the test fails where it never becomes so."""

    def wait(happened: Callable[[], Any]) -> Any:
        for _ in range(1_000):
            if found := happened():
                return found
            time.sleep(0.02)
        raise AssertionError("it never happened")

    return wait


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway over the issues and documents of tests/service/library.py; for reading only."""
    with gateway_on(tmp_path_factory.mktemp("library")) as running_gateway:
        fill(running_gateway.backends)
        yield running_gateway


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An initialised data folder to copy."""
    return embedded_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def bench(template: Path, tmp_path: Path) -> Iterator[Bench]:
    """Workers over an empty folder."""
    with bench_on(tmp_path, template) as bench:
        yield bench
