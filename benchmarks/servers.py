"""The product on the servers, a process for each role, against a bare loop of the same parse, classify and index calls.

Everything has names of its own on the servers of `make servers`, and is removed in the end.
"""

import os
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import http
from benchmarks.corpus import issues, lone_documents
from benchmarks.pipeline import bare, upload, wait
from benchmarks.running import urls
from benchmarks.table import Row, quantile
from gazette.adapters.servers.opensearch_index import OpenSearchIndex
from gazette.model import IssueStatus
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.pipeline import ROLES
from tests.contract.servers import renamed
from tests.flow.product import Product
from tests.flow.sizes import SERVERS, environment

Corpus = list[tuple[str, bytes]]

ISSUES = 40
LONE = 400
SINGLE = 24
LARGE = 400_000
BARE_INDEX = "gazette-bare-benchmark"


def measure() -> list[Row]:
    """Upload to searchable, what HTTP adds, throughput against the bare loop, memory of each role."""
    corpus = list(issues(ISSUES + 2 + 2 * SINGLE))
    warm_up, others = corpus[ISSUES : ISSUES + 2], corpus[ISSUES + 2 :]
    singles = [one for one in others if len(one[1]) > LARGE]
    many = {
        "issues of 8 and 12 documents": corpus[:ISSUES],
        "files with one short document": list(lone_documents(LONE)),
    }
    with running() as (product, backends, settings):
        searchable(product, warm_up)
        rows = [*waits(searchable(product, singles)), *http.overhead(backends, settings)]
        for what, files in many.items():
            rows += compared(what, alone(files), piped(product, backends, files))
        return rows + [Row(f"{role}, resident memory", f"{size:.0f} MB") for role, size in memory(product)]


@contextmanager
def running() -> Iterator[tuple[Product, Backends, Settings]]:
    """Every role as a process, ready, and the same backends in this one."""
    urls()
    with tempfile.TemporaryDirectory() as folder, environment(SERVERS) as named:
        product = Product(Path(folder) / "data", named)
        try:
            for role in ROLES:
                product.start("run", role)
            product.wait_for_gateway()
            settings = Settings(data=product.folder, **fields(named))
            with open_backends(settings) as backends:
                yield product, backends, settings
        finally:
            product.stop()


def fields(named: Mapping[str, str]) -> dict[str, Any]:
    """Variables as the settings call them."""
    return {variable.removeprefix("GAZETTE_").lower(): url for variable, url in named.items()}


def alone(corpus: Corpus) -> tuple[float, int]:
    """Seconds of the bare loop on OpenSearch, and documents."""
    index = OpenSearchIndex(renamed(urls()["GAZETTE_SEARCH"], BARE_INDEX))
    index.remove()
    index.initialise()
    try:
        _, seconds, documents = bare(corpus, index)
    finally:
        index.remove()
        index.close()
    return seconds, documents


def piped(product: Product, backends: Backends, corpus: Corpus) -> tuple[float, float]:
    """Seconds of taking the files in, and seconds that all roles then need until all are ready.

    The role that sends events on is halted while files are taken in: all other roles run and have nothing to do.
    """
    before = ready(backends)
    ingest = product.processes[ROLES.index("ingest")]
    ingest.send_signal(signal.SIGSTOP)
    began = time.perf_counter()
    try:
        upload(backends, product.folder, corpus)
    finally:
        taken_in = time.perf_counter()
        ingest.send_signal(signal.SIGCONT)
    wait(backends, before + len(corpus))
    return taken_in - began, time.perf_counter() - taken_in


def compared(what: str, loop: tuple[float, int], pipeline: tuple[float, float]) -> list[Row]:
    """The services beside the bare loop on the same files."""
    (bare_seconds, documents), (_, piped_seconds) = loop, pipeline
    return [
        Row(f"{what}: bare parse, classify, index, documents/s", f"{documents / bare_seconds:.0f}"),
        Row(f"{what}: Kafka and services, documents/s", f"{documents / piped_seconds:.0f}"),
        Row(f"{what}: services / bare loop", f"{bare_seconds / piped_seconds:.2f}", ">= 0.6"),
    ]


def ready(backends: Backends) -> int:
    """How many issues are ready."""
    with backends.catalogue.reading() as tables:
        return tables.issues.counts()[IssueStatus.READY]


def searchable(product: Product, corpus: Corpus) -> list[float]:
    """Seconds from the upload of each issue, over HTTP, until a search over HTTP finds its documents."""
    seconds = []
    for name, content in corpus:
        before = found(product)
        began = time.perf_counter()
        product.upload(name, content).raise_for_status()
        product.wait(partial(is_other, product, before))
        seconds.append(time.perf_counter() - began)
    return seconds


def is_other(product: Product, before: int) -> bool:
    """Whether a search finds another number of documents than before."""
    return found(product) != before


def found(product: Product) -> int:
    """How many documents a search finds."""
    total: int = product.get("/search", limit=1)["total"]
    return total


def waits(seconds: list[float]) -> list[Row]:
    """What uploads had to wait for."""
    what = f"an issue of 0.48 MB, upload to searchable, {len(seconds)} uploads"
    return [
        Row(f"{what}, p50", f"{quantile(seconds, 0.5):.2f} s"),
        Row(f"{what}, p95", f"{quantile(seconds, 0.95):.2f} s", "< 3 s"),
    ]


def memory(product: Product) -> Iterator[tuple[str, float]]:
    """Resident MB of each role with its children, after the work."""
    for role, process in zip(ROLES, product.processes, strict=True):
        yield role, sum(map(resident, family(process.pid)))


def family(process: int) -> list[int]:
    """A process and all below it."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [process, *(one for child in children for one in family(child))]


def resident(process: int) -> float:
    """MB of memory that a process has now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
