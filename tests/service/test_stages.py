"""Extract, classify and index on real embedded adapters, turn by turn, with a parser for a made-up format."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from gazette.errors import RejectedError, TransientError
from gazette.events import (
    DocumentsChanged,
    Event,
    IssueClassified,
    IssueExtracted,
    IssueFailed,
    IssueReady,
    IssueStored,
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
    Kind,
    LegalStatus,
    Mention,
    Standing,
)
from gazette.query import parse
from gazette.search import Filters, IndexedDocument, SearchRequest
from gazette.worker import Worker
from services.classify.handler import Classify
from services.extract.handler import Extract
from services.index.handler import Index
from services.ingest.receive import Upload, receive
from tests.contract.adapters import EmbeddedPlace, embedded_place, embedded_template

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

    def parse(self, path: Path, name: str, report: Callable[[int, int], None]) -> Extraction:
        self.watch()
        if self.trouble:
            raise self.trouble.pop(0)
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

    def handled(self, group: str, outcome: str, seconds: float) -> None:
        """gazette.worker.Observer."""


class Mill:
    """The three stages on one data folder."""

    def __init__(self, place: EmbeddedPlace) -> None:
        self.place, self.parser = place, LineParser()
        self.objects, self.catalogue, self.search = place.objects(), place.catalogue(), place.search()
        handlers = (
            Extract(self.objects, self.catalogue, self.parser),
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
        data = text.encode()
        sha256 = hashlib.sha256(data).hexdigest()
        path = (folder or self.place.folder) / "upload"
        path.write_bytes(data)
        received = receive(
            path, sha256, len(data), Upload(f"{sha256[:4]}.txt"), catalogue=self.catalogue, objects=self.objects
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


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return embedded_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def mill(template: Path, tmp_path: Path) -> Iterator[Mill]:
    mill = Mill(embedded_place(tmp_path, template))
    with structlog.testing.capture_logs():
        yield mill
    mill.close()


# -- the way of an issue ---------------------------------------------------------------------------------------


def test_an_issue_goes_from_stage_to_stage_and_is_found_when_ready(mill: Mill) -> None:
    seen: list[IssueStatus] = []
    identifier = mill.upload(f"某市公报\n{NOTICE}\n{CITATION}\n结语")
    mill.parser.watch = lambda: seen.append(mill.issue(identifier).status)
    seen.append(mill.issue(identifier).status)
    for group in GROUPS:
        assert mill.found("河道") == []
        mill.run(group)
        seen.append(mill.issue(identifier).status)
    assert seen == [
        IssueStatus.RECEIVED,
        IssueStatus.EXTRACTING,
        IssueStatus.CLASSIFYING,
        IssueStatus.INDEXING,
        IssueStatus.READY,
    ]
    [hit] = mill.found("河道")
    first, second = mill.documents(identifier)
    assert (hit.id, hit.issue_id, hit.doc_number) == (first.id, identifier, ONE)
    assert hit.text == NOTICE
    assert (hit.start_line, hit.issued_date) == (2, "2019-05-06")
    assert [one.document.doc_number for one in (first, second)] == [ONE, THREE]
    assert [one.classes.doc_type for one in (first, second)] == ["通知", "意见"]
    sha256 = mill.issue(identifier).sha256
    assert mill.told() == [
        IssueStored(identifier, 1, sha256),
        IssueExtracted(identifier, 1, 2),
        IssueClassified(identifier, 1),
        IssueReady(identifier, 1, 2),
    ]
    assert mill.stages(identifier)[1:] == [(group, status) for group in GROUPS for status in ("started", "done")]


def test_the_text_of_record_is_kept(mill: Mill) -> None:
    text = f"{NOTICE}\n\U00020000〇\u3000行末\u2028同一行"
    identifier = mill.upload(text)
    mill.run("extract")
    issue = mill.issue(identifier)
    assert issue.text_key is not None
    with mill.objects.open(issue.text_key) as kept:
        assert kept.read().decode() == text
    assert (issue.document_count, issue.notes) == (1, (issue.file_name,))


def test_a_file_without_documents_is_ready_as_something_else(mill: Mill) -> None:
    identifier = mill.upload("没有文号的文字")
    mill.run()
    issue = mill.issue(identifier)
    assert (issue.status, issue.kind, issue.document_count) == (IssueStatus.READY, Kind.OTHER, 0)
    assert mill.told()[-1] == IssueReady(identifier, 1, 0)


def test_a_rejected_file_fails_with_its_reason(mill: Mill) -> None:
    mill.parser.trouble = [RejectedError("encrypted", "It is encrypted.", "文件已加密。")]
    identifier = mill.upload(NOTICE)
    mill.run()
    issue = mill.issue(identifier)
    assert (issue.status, issue.reason_code, issue.retryable) == (IssueStatus.FAILED, "encrypted", False)
    assert mill.told()[-1] == IssueFailed(identifier, 1, "encrypted")
    assert mill.found("河道") == []


def test_a_parser_that_dies_once_is_asked_again(mill: Mill) -> None:
    mill.parser.trouble = [TransientError("the child died")]
    identifier = mill.upload(NOTICE)
    mill.run()
    assert mill.issue(identifier).status == IssueStatus.READY
    assert [status for stage, status in mill.stages(identifier) if stage == "extract"] == [
        "started",
        "retry",
        "started",
        "done",
    ]


def test_an_index_that_is_away_is_waited_for(mill: Mill) -> None:
    other = mill.place.search()
    other.write([IndexedDocument("f" * 16, "f" * 16, 1, 1, title="占用")])
    identifier = mill.upload(NOTICE)
    mill.run("extract", "classify")
    with pytest.raises(Exception, match="another process is writing"):
        mill.run("index")
    assert mill.issue(identifier).status == IssueStatus.INDEXING
    other.close()
    mill.run("index")
    assert mill.issue(identifier).status == IssueStatus.READY
    assert len(mill.found("河道")) == 1


# -- once more -------------------------------------------------------------------------------------------------


def test_documents_keep_their_ids_when_an_issue_is_tried_again(mill: Mill) -> None:
    identifier = mill.upload(f"{NOTICE}\n{CITATION}")
    mill.run()
    before = mill.documents(identifier)
    mill.fail(identifier)
    mill.upload(f"{NOTICE}\n{CITATION}")
    mill.run()
    assert mill.issue(identifier).status == IssueStatus.READY
    assert mill.issue(identifier).generation == 2
    after = mill.documents(identifier, deleted=True)
    assert all(young.revision > old.revision for old, young in zip(before, after, strict=True))
    assert [replace(one, revision=0) for one in after] == [replace(one, revision=0) for one in before]
    assert mill.told()[-1] == IssueReady(identifier, 2, 2)


def test_a_document_that_vanished_is_a_tombstone_and_found_no_more(mill: Mill) -> None:
    text = f"{NOTICE}\n{CITATION}"
    identifier = mill.upload(text)
    mill.run()
    notice, citation = mill.documents(identifier)
    mill.fail(identifier)
    mill.upload(text)
    with_parse = mill.parser.parse
    mill.parser.parse = lambda *given: without_first(with_parse(*given))  # type: ignore[method-assign]
    mill.run()
    [left] = mill.documents(identifier)
    assert left.id == citation.id
    tombstone = next(one for one in mill.documents(identifier, deleted=True) if one.id == notice.id)
    assert tombstone.deleted
    assert tombstone.revision > notice.revision
    assert mill.found("河道") == []
    assert [one.id for one in mill.found("绿化")] == [citation.id]


def without_first(extraction: Extraction) -> Extraction:
    return replace(extraction, documents=extraction.documents[1:])


def test_late_and_doubled_events_change_nothing(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run()
    mill.fail(identifier)
    mill.upload(NOTICE)
    mill.run()
    issue, documents, told = mill.issue(identifier), mill.documents(identifier), mill.told()
    stages = mill.stages(identifier)
    again = [one for one in told if one is not None]
    mill.send(*again, *again)
    mill.run()
    assert mill.issue(identifier) == issue
    assert mill.documents(identifier) == documents
    assert mill.stages(identifier) == stages
    assert mill.told() == told + again + again


def test_changed_documents_of_an_issue_that_is_not_ready_are_passed_over(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run("extract")
    [notice] = mill.documents(identifier)
    mill.send(DocumentsChanged(identifier, (notice.id,), "elsewhere"), DocumentsChanged("none", ("none",), "elsewhere"))
    mill.run("index")
    assert mill.found("河道") == []
    assert ("index", "started") not in mill.stages(identifier)
    mill.run()
    assert len(mill.found("河道")) == 1


# -- what documents say of each other --------------------------------------------------------------------------


@pytest.mark.parametrize("turns", ["one by one", "together"])
@pytest.mark.parametrize("order", [(NOTICE, REPEAL), (REPEAL, NOTICE)], ids=["target first", "repeal first"])
def test_a_repeal_is_seen_in_either_order_of_arrival(mill: Mill, order: tuple[str, str], turns: str) -> None:
    issues = {}
    for text in order:
        issues[text] = mill.upload(text)
        if turns == "one by one":
            mill.run()
    mill.run()
    [notice], [repeal] = mill.documents(issues[NOTICE]), mill.documents(issues[REPEAL])
    assert mill.standing(notice) == Standing(LegalStatus.REPEALED, "2020-05-06", repeal.id)
    assert mill.standing(repeal) == Standing()
    assert [one.id for one in mill.found("河道", LegalStatus.REPEALED)] == [notice.id]
    assert mill.found("河道", LegalStatus.UNKNOWN) == []


def test_a_lapse_is_no_repeal(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.upload(REPEAL.replace("废止", "失效"))
    mill.run()
    assert mill.standing(mill.documents(identifier)[0]).value == LegalStatus.LAPSED
    assert len(mill.found("河道", LegalStatus.LAPSED)) == 1


def test_a_repeal_that_vanished_has_no_effect_any_more(mill: Mill) -> None:
    target, source = mill.upload(NOTICE), mill.upload(REPEAL)
    mill.run()
    before = mill.documents(target)[0]
    mill.fail(source)
    mill.upload(REPEAL)
    with_parse = mill.parser.parse
    mill.parser.parse = lambda *given: without_first(with_parse(*given))  # type: ignore[method-assign]
    mill.run()
    [after] = mill.documents(target)
    assert mill.standing(after) == Standing()
    assert after.revision > before.revision
    assert len(mill.found("河道", LegalStatus.UNKNOWN)) == 1


def test_a_citation_raises_the_revision_of_what_is_cited(mill: Mill) -> None:
    target = mill.upload(NOTICE)
    mill.run()
    [before], issue = mill.documents(target), mill.issue(target)
    source = mill.upload(CITATION)
    mill.run()
    [after] = mill.documents(target)
    assert after == replace(before, revision=before.revision + 1)
    assert mill.issue(target) == issue
    assert DocumentsChanged(target, (before.id,), source) in mill.told()
    assert [one.revision for one in mill.found("河道")] == [after.revision]


def test_a_document_that_arrives_changes_those_that_named_it(mill: Mill) -> None:
    source = mill.upload(CITATION)
    mill.run()
    [before] = mill.documents(source)
    mill.upload(NOTICE)
    mill.run()
    [after] = mill.documents(source)
    assert after.revision == before.revision + 1


def test_naming_a_document_of_the_same_issue_tells_nobody(mill: Mill) -> None:
    identifier = mill.upload(f"{NOTICE}\n{REPEAL}")
    mill.run()
    notice, repeal = mill.documents(identifier)
    assert mill.standing(notice).by == repeal.id
    assert [one.id for one in mill.found("河道", LegalStatus.REPEALED)] == [notice.id]
    assert not [one for one in mill.told() if isinstance(one, DocumentsChanged)]
