"""The catalogue as a whole: out of one database and into another, of either kind."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from gazette.adapters.sql.archive import KEPT, LEFT, SqlArchive
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.schema import metadata
from gazette.errors import BackupError
from gazette.events import Envelope, IssueStored, now, wrap
from gazette.model import (
    Classes,
    Document,
    DocumentRecord,
    Issue,
    IssueStatus,
    Masthead,
    Relation,
    RelationKind,
    Step,
)
from gazette.ports import BundleEntry, Catalogue, DeadLetter
from tests.contract.adapters import EmbeddedPlace, Place, embedded_place, embedded_template

Rows = Mapping[str, list[bytes]]
ODD = "有 “引号”、\\、\t与 𠮷 的名字\n第二行.txt"
FIRST, SECOND, GONE = "a" * 16, "b" * 16, "c" * 16
BYTES = b"\xff\x00 no event"


def issue(identifier: str, status: IssueStatus, **more: object) -> Issue:
    held = Issue(identifier, identifier * 4, ODD, "text/plain", 7, now(), status=status)
    return replace(held, masthead=Masthead("江岭市人民政府公报", 2021, 2), **more)  # type: ignore[arg-type]


def fill(catalogue: Catalogue) -> None:
    documents = [
        DocumentRecord(f"{number}{0:015}", FIRST, number, Document("通知", 1, 2), Classes("通知"), deleted=number == 3)
        for number in (2, 3, 1)
    ]
    with catalogue.transaction() as tables:
        for one in (
            issue(FIRST, IssueStatus.READY),
            issue(SECOND, IssueStatus.CLASSIFYING, generation=4),
            issue(GONE, IssueStatus.READY, deleted=True),
        ):
            tables.issues.add(one)
        tables.documents.save(documents)
        tables.relations.replace(
            FIRST, [Relation(documents[0].id, RelationKind.REPEALS, "江政发20211", "江政发〔2021〕1号")]
        )
        tables.timeline.add(Step(FIRST, now(), "extract", "stored", "done", 2, 17, "三篇"))
        tables.bundles.fill(GONE, [BundleEntry(0, ODD, FIRST, held=True), BundleEntry(1, ODD, reason="坏")])
        tables.submissions.remember("key", FIRST)
        event = wrap(IssueStored(SECOND, 4, SECOND * 4), "correlation")
        tables.work.emit([event])
        tables.work.delay("extract", event, now() + timedelta(hours=1))
        tables.work.bury(DeadLetter("index", Envelope("gazette.undecodable", "k", BYTES), "odd", "why", 3, now()))
        tables.work.begin("extract", event)
        tables.work.lease("role/index", "somebody", 100)


def archive(catalogue: Catalogue) -> SqlArchive:
    return SqlArchive(cast(SqlCatalogue, catalogue))


def dumped(catalogue: Catalogue) -> Rows:
    with archive(catalogue).dump() as dump:
        return {name: list(dump.rows(name)) for name in dump.tables()}


def load(catalogue: Catalogue, rows: Rows) -> None:
    with archive(catalogue).load() as loading:
        for name, lines in rows.items():
            assert loading.insert(name, lines) == len(lines)


@pytest.fixture
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPlace]:
    """A second place, of the embedded size."""
    place = embedded_place(tmp_path_factory.mktemp("second"), embedded_template(tmp_path_factory.mktemp("empty")))
    yield place
    place.close()


@pytest.fixture
def rows(embedded: EmbeddedPlace) -> Rows:
    fill(embedded.catalogue())
    return dumped(embedded.catalogue())


def test_every_table_is_kept_or_left_on_purpose() -> None:
    names = {table.name for table in KEPT}
    wanted = {"issues", "documents", "relations", "timeline", "submissions", "outbox", "delayed", "dead_letters"}
    wanted |= {"bundle_entries"}
    assert names == wanted, "a new table belongs into a backup, or into LEFT"
    assert names | LEFT == set(metadata.tables)
    assert not names & LEFT


def test_rows_are_the_same_on_every_database(catalogue: Catalogue, rows: Rows) -> None:
    assert all(rows.values()), "each table has a row"
    load(catalogue, rows)
    assert dumped(catalogue) == rows


def test_rows_made_here_fill_another_database(catalogue: Catalogue, embedded: EmbeddedPlace) -> None:
    fill(catalogue)
    rows = dumped(catalogue)
    load(embedded.catalogue(), rows)
    assert dumped(embedded.catalogue()) == rows


def test_what_was_loaded_is_what_was_there(catalogue: Catalogue, embedded: EmbeddedPlace, rows: Rows) -> None:
    load(catalogue, rows)
    with catalogue.reading() as here, embedded.catalogue().reading() as there:
        for identifier in (FIRST, SECOND, GONE):
            assert here.issues.get(identifier) == there.issues.get(identifier)
        assert here.documents.of_issue(FIRST, deleted=True) == there.documents.of_issue(FIRST, deleted=True)
        assert here.timeline.of(FIRST) == there.timeline.of(FIRST)
        assert here.submissions.recall("key") == FIRST
        assert [letter.envelope.data for letter in here.work.dead_letters(10)] == [BYTES]
        assert here.work.unsent(10)[0].envelope == there.work.unsent(10)[0].envelope
        assert here.work.is_due(now() + timedelta(hours=2))
        assert not here.work.beats(now() - timedelta(hours=1))


def test_what_went_on_elsewhere_does_not_go_on_here(catalogue: Catalogue, rows: Rows) -> None:
    load(catalogue, rows)
    with catalogue.transaction() as tables:
        [unsent] = tables.work.unsent(10)
        assert tables.work.begin("extract", unsent.envelope).number == 1
        assert tables.work.lease("role/index", "another", 1)


def test_numbers_go_on_above_those_that_were_loaded(catalogue: Catalogue, rows: Rows) -> None:
    later = [json.dumps(json.loads(line) | {"id": 700}).encode() for line in rows["timeline"]]
    load(catalogue, {**rows, "timeline": later})
    with catalogue.transaction() as tables:
        tables.timeline.add(Step(FIRST, now(), "index", "classified", "done"))
        tables.work.bury(DeadLetter("index", Envelope("t", "k", b"{}"), "odd", "why", 3, now()))
        assert [step.stage for step in tables.timeline.of(FIRST)] == ["extract", "index"]
        assert [letter.id for letter in tables.work.dead_letters(5)] == [2, 1]


def test_issues_are_held_with_all_their_documents(catalogue: Catalogue, rows: Rows) -> None:
    with archive(catalogue).load() as loading:
        for name, lines in rows.items():
            loading.insert(name, lines)
        held = {one.id: documents for one, documents in loading.held()}
    assert held == {FIRST: tuple(f"{number}{0:015}" for number in (1, 2, 3)), SECOND: ()}


def test_a_dump_is_of_one_moment(catalogue: Catalogue) -> None:
    fill(catalogue)
    with archive(catalogue).dump() as dump:
        before = list(dump.rows("issues"))
        with catalogue.transaction() as tables:
            tables.issues.add(issue("d" * 16, IssueStatus.RECEIVED))
            tables.timeline.add(Step("d" * 16, now(), "ingest", "stored", "done"))
        assert list(dump.rows("issues")) == before
        assert len(list(dump.rows("timeline"))) == 1
    assert len(dumped(catalogue)["issues"]) == len(before) + 1


@pytest.mark.parametrize("table", ["issues", "outbox", "dead_letters"])
def test_what_holds_something_is_not_filled(catalogue: Catalogue, rows: Rows, table: str) -> None:
    archive(catalogue).check_empty()
    with archive(catalogue).load() as loading:
        loading.insert(table, rows[table])
    with pytest.raises(BackupError, match=rf"not empty.*{table}.*GAZETTE_CATALOGUE"):
        archive(catalogue).check_empty()
    with pytest.raises(BackupError, match="not empty"):
        load(catalogue, rows)


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("issues", b'{"id": "a"', "cannot be read"),
        ("issues", b'{"id": "a", "added_later": 1}', "added_later"),
        ("issues", b'{"id": 5}', "cannot be read"),
        ("issues", b'{"id": "a"}', "do not fit"),
        ("users", b"{}", "users"),
        ("leases", b"{}", "leases"),
    ],
)
def test_rows_that_do_not_fit_leave_everything_as_it_was(
    catalogue: Catalogue, rows: Rows, table: str, line: bytes, said: str
) -> None:
    given = {"issues": rows["issues"], table: [*rows["issues"][: table == "issues"], line]}
    with pytest.raises(BackupError, match=said):
        load(catalogue, given)
    archive(catalogue).check_empty()


def test_events_that_every_group_has_handled_are_not_dumped(place: Place) -> None:
    """Embedded the log says so, on servers the outbox."""
    catalogue, log = place.catalogue(), place.log()
    with catalogue.transaction() as tables:
        tables.work.emit([wrap(IssueStored(FIRST, number, FIRST * 4)) for number in (1, 2)])
    subscription = log.subscribe("extract")
    place.pass_on()
    heard = [one for _ in range(40) for one in subscription.poll(0.5, 10)][:1] or pytest.fail("nothing came")
    subscription.commit(heard)
    subscription.close()
    left = [json.loads(line)["event_id"] for line in dumped(catalogue)["outbox"]]
    assert heard[0].envelope.id not in left


def test_a_newer_schema_is_refused(catalogue: Catalogue) -> None:
    archive(catalogue).check_schema("0001")
    with pytest.raises(BackupError, match=r"9999.*newer"):
        archive(catalogue).check_schema("9999")
