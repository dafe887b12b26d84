"""The embedded pipeline against a bare loop of the same parse, classify and index calls; and upload to searchable."""

import hashlib
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import issues, lone_documents
from benchmarks.table import Row, quantile
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.model import DocumentRecord, IssueStatus, Standing, document_id, issue_id
from gazette.personal import veiled
from gazette.ports import SearchIndex
from gazette.search import IndexedDocument, SearchRequest
from gazette.settings import Settings
from gazette.text_of_record import TextOfRecord
from gazette.wiring import Backends, open_backends
from services.classify.classify import classify
from services.compose import metrics
from services.extract.parse import parse
from services.index.entry import entry
from services.index.handler import BATCH_EVENTS
from services.ingest.receive import Upload, receive
from services.pipeline import GROUPS
from services.roles import Roles

ISSUES = 40
LONE = 400
SINGLE = 10


def measure() -> list[Row]:
    """Parse speed, pipeline against bare loop, upload to searchable."""
    corpus = list(issues(ISSUES))
    waits = [single(name, content) for name, content in corpus[:SINGLE]]
    return [
        *compared("issues of 8 and 12 documents", corpus),
        *compared("files with one short document", list(lone_documents(LONE))),
        Row(
            "an issue of 0.2 or 0.5 MB, upload to searchable, p50 / max",
            f"{quantile(waits, 0.5):.2f} s / {max(waits):.2f} s",
        ),
    ]


def compared(what: str, corpus: list[tuple[str, bytes]]) -> list[Row]:
    """The pipeline beside the bare loop on the same files."""
    size = sum(len(content) for _, content in corpus) / 1e6
    parse_seconds, bare_seconds, documents = embedded(corpus)
    taken_in_seconds, piped_seconds = piped(corpus)
    return [
        Row(f"{what}: parse, MB/s on one core", f"{size / parse_seconds:.1f}"),
        Row(f"{what}: bare parse, classify, index, documents/s", f"{documents / bare_seconds:.0f}"),
        Row(f"{what}: pipeline, all roles in one process, documents/s", f"{documents / piped_seconds:.0f}"),
        Row(f"{what}: taken in and safe on disk, files/s", f"{len(corpus) / taken_in_seconds:.0f}"),
        Row(f"{what}: pipeline / bare loop", f"{bare_seconds / piped_seconds:.2f}", ">= 0.6"),
    ]


def embedded(corpus: list[tuple[str, bytes]]) -> tuple[float, float, int]:
    """The bare loop on an index of its own in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex(Path(folder) / "index")
        figures = bare(corpus, index)
        index.close()
    return figures


def bare(corpus: list[tuple[str, bytes]], index: SearchIndex) -> tuple[float, float, int]:
    """Seconds of parsing alone, seconds of the whole loop, and documents."""
    parse_seconds, documents = 0.0, 0
    waiting: list[list[IndexedDocument]] = []
    began = time.perf_counter()
    for name, content in corpus:
        start = time.perf_counter()
        extraction = parse(content, name)
        parse_seconds += time.perf_counter() - start
        _, classes = classify(extraction)
        owner = issue_id(hashlib.sha256(content).hexdigest())
        text = TextOfRecord(extraction.text.split("\n"), extraction.paragraphs).masked()
        records = [
            DocumentRecord(document_id(owner, document.title, position), owner, position, document, kinds)
            for position, (document, kinds) in enumerate(zip(extraction.documents, classes, strict=True))
        ]
        waiting.append([entry(veiled(record), Standing(), text) for record in records])
        documents += len(records)
        if len(waiting) == BATCH_EVENTS:
            write(index, waiting)
    write(index, waiting)
    return parse_seconds, time.perf_counter() - began, documents


def write(index: SearchIndex, waiting: list[list[IndexedDocument]]) -> None:
    """One write for a batch of issues, as large as the index stage's."""
    index.write([document for documents in waiting for document in documents])
    waiting.clear()


def piped(corpus: list[tuple[str, bytes]]) -> tuple[float, float]:
    """Seconds of taking the files in, each safe on disk, and seconds that all roles then need until all are ready."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        with open_backends(settings) as backends:
            began = time.perf_counter()
            upload(backends, Path(folder), corpus)
            taken_in = time.perf_counter()
            with Roles(("ingest", *GROUPS), backends, settings, metrics(backends)):
                wait(backends, len(corpus))
                return taken_in - began, time.perf_counter() - taken_in


def single(name: str, content: bytes) -> float:
    """Seconds from the upload of one issue until a search finds its documents, with nothing else to do."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        with (
            open_backends(settings) as backends,
            Roles(("ingest", *GROUPS), backends, settings, metrics(backends)),
        ):
            warm_up(backends, Path(folder))
            began = time.perf_counter()
            upload(backends, Path(folder), [(name, content)])
            while not backends.search.search(SearchRequest(limit=1)).total > 1:
                time.sleep(0.005)
            return time.perf_counter() - began


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
