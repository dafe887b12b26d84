"""Extract, classify and index on one data folder, with a parser for a made-up format."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import structlog

from gazette.events import (
    Envelope,
    Event,
    now,
    unwrap,
    wrap,
)
from gazette.ledger import Policy
from gazette.model import (
    Document,
    DocumentRecord,
    Extraction,
    Issue,
    IssueStatus,
    LegalStatus,
    Mention,
    Standing,
)
from gazette.ports.figures import Ended
from gazette.query import parse
from gazette.search import Filters, IndexedDocument, SearchRequest
from gazette.worker import Worker
from services.classify.handler import Classify
from services.extract.bundles import CODE, Unpacker
from services.extract.formats.refused import kind_of, refusal
from services.extract.handler import Extract
from services.index.handler import Index
from services.ingest.receive import Upload, receive
from tests.contract.adapters import EmbeddedPlace, embedded_place

GROUPS = ("extract", "classify", "index")
YEAR = re.compile(r"〔(\d{4})〕")
ONE, TWO, THREE = "某政发〔2019〕1号", "某政发〔2020〕2号", "某政发〔2021〕3号"
NOTICE = f"{ONE} 关于河道管护的通知\n河道管护要常抓不懈。"
REPEAL = f"{TWO} 关于停止执行有关文件的通知\n 废止 {ONE}"
CITATION = f"{THREE} 关于绿化的意见\n 依据 {ONE}"


class LineParser:
    """A document begins with its number at the start of a line; indented lines name others after a verb."""

    def __init__(self) -> None:
        self.trouble: list[Exception] = []
        self.watch: Callable[[], None] = lambda: None

    def parse(self, path: Path, name: str, report: Callable[[int, int], None], *_: object) -> Extraction:
        self.watch()
        if self.trouble:
            raise self.trouble.pop(0)
        if kind_of(path.read_bytes()) == CODE:
            raise refusal(CODE)
        report(1, 1)
        lines = path.read_text(encoding="utf-8").split("\n")
        starts = [number for number, line in enumerate(lines, 1) if YEAR.search(line) and not line.startswith(" ")]
        ends = [*(start - 1 for start in starts[1:]), len(lines)]
        found = (document(lines, *ends_of) for ends_of in zip(starts, ends, strict=False))
        return Extraction("\n".join(lines), documents=tuple(found), notes=(name,))

    def close(self) -> None:
        """Nothing is held."""


def document(lines: Sequence[str], start: int, end: int) -> Document:
    number, _, title = lines[start - 1].partition(" ")
    year = YEAR.search(number)
    assert year
    named: dict[str, list[Mention]] = {"废止": [], "失效": [], "依据": []}
    for at, line in enumerate(lines[start:end], start + 1):
        verb, _, other = line.strip().partition(" ")
        if line.startswith(" "):
            named[verb].append(Mention(None, other, at, lapses=verb == "失效"))
    return Document(
        title,
        start,
        end,
        doc_number=number,
        issued_date=f"{year[1]}-05-06",
        repeals=(*named["废止"], *named["失效"]),
        cites=tuple(named["依据"]),
    )


class Told:
    """Nobody looks at the figures here."""

    def took(self, group: str, envelopes: Sequence[Envelope]) -> None:
        """gazette.ledger.Observer."""

    def ended(self, one: Ended) -> None:
        """gazette.ledger.Observer."""


class Mill:
    """The three stages on one data folder."""

    def __init__(self, place: EmbeddedPlace) -> None:
        self.place, self.parser = place, LineParser()
        self.objects, self.catalogue, self.search = place.objects(), place.catalogue(), place.search()
        unpacker = Unpacker(self.objects, place.folder / "spool")
        handlers = (
            Extract(self.objects, self.catalogue, self.parser, unpacker.unpack),
            Classify(self.objects, self.catalogue),
            Index(self.objects, self.catalogue, self.search),
        )
        self.workers = {
            handler.group: Worker(
                handler,
                self.catalogue,
                place.log().subscribe(handler.group),
                Told(),
                policy=Policy(attempts=2, retry_seconds=0.001),
            )
            for handler in handlers
        }

    def upload(self, text: str, folder: Path | None = None) -> str:
        return self.upload_bytes(text.encode(), folder)

    def upload_bytes(self, data: bytes, folder: Path | None = None, correlation_id: str | None = None) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = (folder or self.place.folder) / "upload"
        path.write_bytes(data)
        received = receive(
            path,
            sha256,
            len(data),
            Upload(f"{sha256[:4]}.txt", correlation_id=correlation_id),
            catalogue=self.catalogue,
            objects=self.objects,
        )
        return received.issue.id

    def run(self, *groups: str) -> None:
        """Turns of these stages until they have nothing left to do."""
        while sum(self.workers[group].step(0) for group in groups or GROUPS):
            with self.catalogue.transaction() as tables:
                tables.work.release_due(now().replace(year=now().year + 1), 100)

    def issue(self, identifier: str) -> Issue:
        with self.catalogue.reading() as tables:
            found = tables.issues.get(identifier)
        assert found is not None
        return found

    def documents(self, identifier: str, deleted: bool = False) -> Sequence[DocumentRecord]:
        with self.catalogue.reading() as tables:
            return tables.documents.of_issue(identifier, deleted)

    def standing(self, one: DocumentRecord) -> Standing:
        with self.catalogue.reading() as tables:
            return tables.relations.standings([one])[one.id]

    def stages(self, identifier: str) -> list[tuple[str, str]]:
        with self.catalogue.reading() as tables:
            return [(step.stage, step.status) for step in tables.timeline.of(identifier) if step.status != "progress"]

    def send(self, *events: Event) -> None:
        self.place.log().append([wrap(event) for event in events])

    def told(self) -> list[Event | None]:
        subscription = self.place.log().subscribe(f"onlooker {now()}")
        return [unwrap(one.envelope) for one in subscription.poll(0, 1000)]

    def found(self, query: str, status: LegalStatus | None = None) -> list[IndexedDocument]:
        filters = Filters(legal_status=(str(status),) if status else ())
        return [hit.document for hit in self.search.search(SearchRequest(parse(query), filters)).hits]

    def fail(self, identifier: str) -> None:
        """The issue failed, so that the same file begins it anew."""
        with self.catalogue.transaction() as tables:
            tables.issues.save(replace(self.issue(identifier), status=IssueStatus.FAILED))

    def close(self) -> None:
        for worker in self.workers.values():
            worker.pool.shutdown()
            worker.subscription.close()
        self.search.close()
        self.place.close()


@contextmanager
def mill_on(folder: Path, template: Path) -> Iterator[Mill]:
    """A mill on a new data folder."""
    mill = Mill(embedded_place(folder, template))
    with structlog.testing.capture_logs():
        yield mill
    mill.close()
