"""The embedded pipeline against a bare loop of the same parse, classify and index calls; and upload to searchable."""

import hashlib
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import issues
from benchmarks.table import Row, quantile
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.model import DocumentRecord, IssueStatus, Standing, document_id, issue_id
from gazette.search import SearchRequest
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.classify.classify import classify
from services.compose import metrics
from services.extract.parse import parse
from services.index.entry import entry
from services.ingest.receive import Upload, receive
from services.pipeline import GROUPS
from services.roles import Roles

ISSUES = 40
SINGLE = 10


def measure() -> list[Row]:
    """Parse speed, pipeline against bare loop, upload to searchable."""
    corpus = list(issues(ISSUES))
    size = sum(len(content) for _, content in corpus) / 1e6
    parse_seconds, bare_seconds, documents = bare(corpus)
    piped_seconds = piped(corpus)
    waits = [single(name, content) for name, content in corpus[:SINGLE]]
    return [
        Row("parse, MB/s on one core", f"{size / parse_seconds:.1f}"),
        Row("bare loop parse + classify + index, documents/s", f"{documents / bare_seconds:.0f}"),
        Row("pipeline with all roles in one process, documents/s", f"{documents / piped_seconds:.0f}"),
        Row("pipeline / bare loop", f"{bare_seconds / piped_seconds:.2f}", ">= 0.6"),
        Row("upload to searchable, p50 / max", f"{quantile(waits, 0.5):.2f} s / {max(waits):.2f} s"),
    ]


def bare(corpus: list[tuple[str, bytes]]) -> tuple[float, float, int]:
    """Seconds of parsing alone, seconds of the whole loop, and documents."""
    parse_seconds, documents = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex(Path(folder) / "index")
        began = time.perf_counter()
        for name, content in corpus:
            start = time.perf_counter()
            extraction = parse(content, name)
            parse_seconds += time.perf_counter() - start
            _, classes = classify(extraction)
            owner = issue_id(hashlib.sha256(content).hexdigest())
            lines = extraction.text.split("\n")
            records = [
                DocumentRecord(document_id(owner, document.title, position), owner, position, document, kinds)
                for position, (document, kinds) in enumerate(zip(extraction.documents, classes, strict=True))
            ]
            index.write([entry(record, Standing(), lines) for record in records])
            documents += len(records)
        seconds = time.perf_counter() - began
        index.close()
    return parse_seconds, seconds, documents


def piped(corpus: list[tuple[str, bytes]]) -> float:
    """Seconds from the first upload until the last issue is ready."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        with open_backends(settings) as backends:
            roles = Roles(("ingest", *GROUPS), backends, settings, metrics(backends))
            roles.start()
            warm_up(backends, Path(folder))
            began = time.perf_counter()
            upload(backends, Path(folder), corpus)
            wait(backends, len(corpus) + 1)
            seconds = time.perf_counter() - began
            roles.stop()
    return seconds


def single(name: str, content: bytes) -> float:
    """Seconds from the upload of one issue until a search finds its documents, with nothing else to do."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        with open_backends(settings) as backends:
            roles = Roles(("ingest", *GROUPS), backends, settings, metrics(backends))
            roles.start()
            warm_up(backends, Path(folder))
            began = time.perf_counter()
            upload(backends, Path(folder), [(name, content)])
            while not backends.search.search(SearchRequest(limit=1)).total > 1:
                time.sleep(0.005)
            seconds = time.perf_counter() - began
            roles.stop()
    return seconds


def warm_up(backends: Backends, folder: Path) -> None:
    """One small document through everything, so that processes and files are there."""
    lines = ("江岭市人民政府关于做好防汛工作的通知", "江政发〔2020〕1号", "各县人民政府：", "请做好防汛工作。")
    text = "\n\n".join((*lines, "江岭市人民政府", "2020年5月1日"))
    upload(backends, folder, [("warm-up.txt", text.encode())])
    wait(backends, 1)


def upload(backends: Backends, folder: Path, corpus: list[tuple[str, bytes]]) -> None:
    """Hand files to ingest as the upload route does."""
    for name, content in corpus:
        path = folder / "upload"
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        receive(path, digest, len(content), Upload(name), catalogue=backends.catalogue, objects=backends.objects)


def wait(backends: Backends, ready: int) -> None:
    """Wait until so many issues are ready."""
    while True:
        with backends.catalogue.reading() as tables:
            counts = tables.issues.counts()
        assert not counts[IssueStatus.FAILED], "an issue failed"
        if counts[IssueStatus.READY] == ready:
            return
        time.sleep(0.01)
