"""What HTTP adds to a search, in ms: the gateway on loopback against the same search called directly."""

import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from benchmarks.corpus import issues
from benchmarks.pipeline import upload, wait
from benchmarks.table import Row, quantile
from gazette.query import parse
from gazette.search import SearchRequest
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.compose import gateway, metrics
from services.pipeline import GROUPS
from services.roles import Roles

CALLS = 200
QUERY = "实施方案"


def measure() -> list[Row]:
    """An empty route, a search over HTTP, the same search without."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        with open_backends(settings) as backends:
            with Roles(("ingest", *GROUPS), backends, settings, metrics(backends)):
                upload(backends, Path(folder), list(issues(2)))
                wait(backends, 2)
            return overhead(backends, settings)


def overhead(backends: Backends, settings: Settings) -> list[Row]:
    """The figures on backends that hold something to find."""
    app = gateway(backends, settings, metrics(backends))
    app.add_api_route("/empty", nothing)
    request = SearchRequest(parse(QUERY), limit=20)
    direct = timed(lambda: backends.search.search(request))
    empty, searched = served(app)
    return [
        Row("empty route over HTTP, p50", f"{empty:.2f} ms"),
        Row("search called directly, p50", f"{direct:.2f} ms"),
        Row("the same search over HTTP, p50", f"{searched:.2f} ms"),
        Row("what HTTP and the answer add", f"{searched - direct:.2f} ms"),
    ]


def nothing() -> dict[str, str]:
    """The answer of the empty route."""
    return {}


def served(app: FastAPI) -> tuple[float, float]:
    """Median ms of an empty route and of a search on a real server."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:  # as the product listens: small answers leave at once
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            empty = timed(lambda: client.get("/empty").raise_for_status())
            searched = timed(lambda: client.get("/api/v1/search", params={"q": QUERY}).raise_for_status())
        server.should_exit = True
        thread.join()
    return empty, searched


def timed(call: Callable[[], object]) -> float:
    """Median ms of a call."""
    call()
    times = []
    for _ in range(CALLS):
        began = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - began))
    return quantile(times, 0.5)
