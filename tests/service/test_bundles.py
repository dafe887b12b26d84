"""A ZIP becomes a bundle: each file in it an issue of its own, once, as if it had been uploaded."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gazette.errors import RejectedError, UnavailableError
from gazette.events import IssueReady, IssueStored, unwrap
from gazette.model import IssueStatus, Kind
from gazette.ports import Child
from services.ingest.delete import delete
from services.ingest.retry import retry
from tests.formats.zips import bomb, damaged, encrypted, zipped
from tests.service.mill import CITATION, NOTICE, REPEAL, Mill, mill_on

ONE, TWO = NOTICE.encode(), CITATION.encode()


@pytest.fixture
def mill(template: Path, tmp_path: Path) -> Iterator[Mill]:
    with mill_on(tmp_path, template) as mill:
        yield mill


def children(mill: Mill, bundle: str) -> Sequence[Child]:
    with mill.catalogue.reading() as tables:
        return tables.bundles.children(bundle)


def stood(mill: Mill, bundle: str) -> list[tuple[str, str, str | None]]:
    return [(one.entry.file_name, str(one.status), one.reason_code) for one in children(mill, bundle)]


def ids(mill: Mill, bundle: str) -> list[str | None]:
    return [one.entry.issue_id for one in children(mill, bundle)]


def issues(mill: Mill) -> int:
    with mill.catalogue.reading() as tables:
        return sum(tables.issues.counts().values())


def test_each_file_is_an_issue_of_its_own(mill: Mill, tmp_path: Path) -> None:
    data = zipped(("a/", b""), ("a/一.txt", ONE), ("__MACOSX/._一.txt", b"x"), ("二.txt", TWO))
    bundle = mill.upload_bytes(data, correlation_id="this upload")
    mill.run("extract")
    held = mill.issue(bundle)
    assert (held.status, held.kind, held.document_count) == (IssueStatus.READY, Kind.BUNDLE, 0)
    assert held.media_type == "application/zip"
    assert len(held.notes) == 2
    assert "._一.txt" in held.notes[1]
    mill.run()
    assert stood(mill, bundle) == [("一.txt", "ready", None), ("二.txt", "ready", None)]
    assert [one.document_count for one in children(mill, bundle)] == [1, 1]
    assert mill.issue(bundle).document_count == 0
    assert len(mill.found("河道")) == 1
    assert not list((tmp_path / "spool").iterdir())
    first = ids(mill, bundle)[0]
    assert first == mill.upload(NOTICE), "the id is that of its bytes"
    with mill.catalogue.reading() as tables:
        steps = tables.timeline.of(first)
    assert {step.correlation_id for step in steps} == {"this upload"}
    assert (steps[0].stage, steps[0].event) == ("ingest", "stored")


def test_what_is_told_of_a_bundle_and_its_files(mill: Mill) -> None:
    bundle = mill.upload_bytes(zipped(("一.txt", ONE), ("二.txt", TWO)), correlation_id="this upload")
    mill.run("extract")
    with mill.catalogue.reading() as tables:
        sent = [one.envelope for one in tables.work.unsent(100)]
    stored = {one.key for one in sent if isinstance(unwrap(one), IssueStored)}
    assert stored == {bundle, *ids(mill, bundle)}
    assert [unwrap(one) for one in sent if isinstance(unwrap(one), IssueReady)] == [IssueReady(bundle, 1, 0)]
    assert {one.correlation_id for one in sent} == {"this upload"}


def test_what_is_held_already_is_pointed_to(mill: Mill) -> None:
    held = mill.upload(NOTICE)
    mill.run()
    bundle = mill.upload_bytes(zipped(("一.txt", ONE), ("同一.txt", ONE), ("二.txt", TWO)))
    mill.run()
    first, same, other = children(mill, bundle)
    assert (first.entry.issue_id, same.entry.issue_id) == (held, held)
    assert [one.entry.held for one in (first, same, other)] == [True, True, False]
    assert issues(mill) == 3
    assert mill.stages(held).count(("extract", "done")) == 1
    again = mill.upload_bytes(zipped(("一.txt", ONE), ("三.txt", REPEAL.encode())))
    mill.run()
    with mill.catalogue.reading() as tables:
        assert [one.id for one in tables.bundles.holding(held)] == [bundle, again]
    assert issues(mill) == 5


def test_a_file_that_cannot_be_used_costs_nobody_else(mill: Mill) -> None:
    files = (("坏.txt", b"the damaged one"), ("密.txt", b"the locked one"), ("内.zip", zipped(("x.txt", ONE))))
    data = zipped(*files, ("零.txt", bomb(8_000_000)), ("空.txt", b""), ("一.txt", ONE), method=zipfile.ZIP_STORED)
    small = zipped(("零.txt", bomb(8_000_000)), ("二.txt", TWO))
    data = encrypted(damaged(data, b"the damaged one"), 1)
    bundle, bombed = mill.upload_bytes(data), mill.upload_bytes(small)
    mill.parser.trouble = []
    mill.run()
    found = {name: reason for name, _, reason in stood(mill, bundle)}
    assert found == {
        "坏.txt": "damaged",
        "密.txt": "encrypted",
        "内.zip": "nested",
        "零.txt": None,
        "空.txt": "empty",
        "一.txt": None,
    }
    assert all(one.reason for one in children(mill, bundle) if one.reason_code)
    assert stood(mill, bombed) == [("零.txt", "failed", "too_large_expanded"), ("二.txt", "ready", None)]
    assert mill.issue(bundle).status == mill.issue(bombed).status == IssueStatus.READY


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(), "no_files"),
        (zipped(*((f"{k}.txt", ONE) for k in range(501))), "too_many_files"),
        (zipped(("a.txt", ONE), ("b.txt", TWO))[:-40], "damaged"),
    ],
    ids=["empty", "501 files", "cut off"],
)
def test_a_zip_that_is_no_use_has_failed(mill: Mill, data: bytes, code: str) -> None:
    mill.parser.trouble = [RejectedError("damaged", "x", "y")] if code == "damaged" else []
    bundle = mill.upload_bytes(data)
    mill.run()
    held = mill.issue(bundle)
    assert (held.status, held.reason_code, children(mill, bundle)) == (IssueStatus.FAILED, code, [])
    assert issues(mill) == 1


def test_retried_it_is_unpacked_again_and_nothing_is_there_twice(mill: Mill) -> None:
    bundle = mill.upload_bytes(zipped(("一.txt", ONE), ("二.txt", TWO)))
    mill.workers["extract"].step(0)
    assert [one.status for one in children(mill, bundle)] == ["received", "received"]
    with pytest.raises(RejectedError, match="ready"):
        retry(mill.catalogue, bundle)
    mill.parser.trouble = [RejectedError("odd", "It is odd.", "不对。")]
    mill.run()
    assert sorted(one.status for one in children(mill, bundle)) == ["failed", "ready"]
    retry(mill.catalogue, bundle)
    mill.run()
    assert [one.status for one in children(mill, bundle)] == ["ready", "ready"]
    assert sorted(mill.issue(one or "").generation for one in ids(mill, bundle)) == [1, 2]
    assert issues(mill) == 3
    assert len(mill.found("河道")) == 1


def test_deleted_its_files_stay(mill: Mill) -> None:
    data = zipped(("一.txt", ONE), ("二.txt", TWO))
    bundle = mill.upload_bytes(data)
    mill.run()
    first, second = (one or "" for one in ids(mill, bundle))
    delete(mill.catalogue, bundle)
    with mill.catalogue.reading() as tables:
        assert tables.bundles.holding(first) == []
    assert len(mill.found("河道")) == 1
    delete(mill.catalogue, second)
    assert mill.upload_bytes(data) == bundle
    mill.run()
    assert [(one.status, one.deleted) for one in children(mill, bundle)] == [("ready", False), ("ready", False)]
    assert mill.issue(second).generation == 2
    assert mill.issue(first).generation == 1


def test_while_the_store_is_away_nothing_is_unpacked(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = mill.upload_bytes(zipped(("一.txt", ONE), ("二.txt", TWO)))
    with monkeypatch.context() as patched:

        def away(*_: object) -> None:
            raise UnavailableError("away")

        patched.setattr(mill.objects, "put", away)
        with pytest.raises(UnavailableError):
            mill.run("extract")
    assert (issues(mill), children(mill, bundle)) == (1, [])
    mill.run()
    assert [one.status for one in children(mill, bundle)] == ["ready", "ready"]
