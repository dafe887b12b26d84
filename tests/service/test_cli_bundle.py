"""`gazette add` and `gazette parse` of a ZIP: each file in it counts."""

import json
import re
from pathlib import Path

import pytest

from gazette.ports import IssueFilter
from tests.flow.issues import small
from tests.formats.zips import encrypted, zipped
from tests.service.command_line import CommandLine, plainly
from tests.service.test_cli_add import held, sums


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    made = tmp_path / "good.zip"
    made.write_bytes(zipped(("a/one.txt", small(1)), ("two.txt", small(2)), ("a/copy.txt", small(1))))
    return made


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """The second of its files is shut by a password."""
    made = tmp_path / "half.zip"
    made.write_bytes(encrypted(zipped(("one.txt", small(1)), ("two.txt", small(2))), 1))
    return made


def test_each_file_of_a_bundle_counts(gazette: CommandLine, good: Path) -> None:
    result = gazette.run("add", good)
    assert result.exit_code == 0, result.stderr
    assert sums(result.stdout) == {"added": 2, "resumed": 0, "already": 1, "failed": 0, "documents": 6}
    assert held(gazette) == {"good.zip": "ready", "one.txt": "ready", "two.txt": "ready"}
    again = gazette.run("add", good)
    assert again.exit_code == 0
    assert sums(again.stdout) == {"added": 0, "resumed": 0, "already": 3, "failed": 0, "documents": 0}


def test_one_file_that_fails_is_told(gazette: CommandLine, half: Path) -> None:
    result = gazette.run("add", half)
    assert result.exit_code == 1
    assert sums(result.stdout) == {"added": 1, "resumed": 0, "already": 0, "failed": 1, "documents": 3}
    assert "password" in result.stdout


def test_its_files_are_shown_with_how_they_stand(gazette: CommandLine, half: Path, good: Path) -> None:
    gazette.run("add", half)
    gazette.run("add", good)
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        bundle = {one.file_name: one.id for one in tables.issues.page(IssueFilter(), 100).items}["half.zip"]
    found = json.loads(gazette.run("show", bundle, "--json").stdout)
    first, second = found["children"]
    assert (first["file_name"], first["status"], first["document_count"]) == ("one.txt", "ready", 3)
    assert (second["id"], second["status"], second["reason_code"]) == (None, "failed", "encrypted")
    told = gazette.run("show", bundle).stdout
    assert ("2 个 files of the bundle" in told, "application/zip" in told) == (True, True)
    rows = {name: next(line for line in told.split("\n") if f" {name} " in line) for name in ("one.txt", "two.txt")}
    assert (first["id"] in rows["one.txt"], "可检索 ready" in rows["one.txt"]) == (True, True)
    assert ("失败 failed" in rows["two.txt"], second["reason"][:6] in rows["two.txt"]) == (True, True)
    child = gazette.run("show", first["id"])
    assert re.search(rf"{bundle} +half.zip", child.stdout)
    assert {one["file_name"] for one in json.loads(gazette.run("show", first["id"], "--json").stdout)["bundles"]} == {
        "half.zip",
        "good.zip",
    }
    assert "lists its files" in plainly(gazette.run("show", bundle, "--text"))


def test_the_limits_of_the_settings_hold_in_parse_as_well(gazette: CommandLine, tmp_path: Path) -> None:
    lines = [(letter * 5_999 + b"\n") * 100 for letter in (b"x", b"y")]
    (tmp_path / "a.zip").write_bytes(zipped(("one.txt", lines[0]), ("two.txt", lines[1]), ("three.txt", small(1))))

    def codes(**settings: str) -> list[str | None]:
        found = json.loads(gazette.run("parse", "--json", tmp_path / "a.zip", **settings).stdout)
        return [one["reason_code"] for one in found["children"]]

    assert codes() == [None, None, None]
    assert codes(GAZETTE_BUNDLE_MB="1") == [None, "too_large_expanded", None]
    assert codes(GAZETTE_MAX_UPLOAD_MB="0.5") == ["too_large_expanded", "too_large_expanded", None]
    said = plainly(gazette.run("parse", tmp_path / "a.zip", GAZETTE_BUNDLE_FILES="2"))
    assert "2 are taken at most" in said


def test_time_is_limited_in_parse_as_well(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(small() * 2_000)
    assert "longer than 0.01 seconds" in plainly(
        gazette.run("parse", tmp_path / "long.txt", GAZETTE_PARSE_SECONDS="0.01")
    )


def test_each_file_is_parsed(gazette: CommandLine, good: Path, half: Path) -> None:
    result = gazette.run("parse", "--json", good)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["kind"] == "bundle"
    assert [(one["file_name"], len(one["documents"])) for one in found["children"]] == [
        ("one.txt", 3),
        ("two.txt", 3),
        ("copy.txt", 3),
    ]
    result = gazette.run("parse", half)
    assert result.exit_code == 1
    assert "password" in result.stdout
    assert "3 篇" in result.stdout
    assert not gazette.folder.exists()


def test_a_zip_without_files_is_refused(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.zip").write_bytes(zipped())
    assert "no file in this ZIP" in plainly(gazette.run("parse", tmp_path / "empty.zip"))
    result = gazette.run("add", tmp_path / "empty.zip")
    assert result.exit_code == 1
    assert sums(result.stdout)["failed"] == 1
