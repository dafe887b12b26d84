"""`gazette add` and `gazette parse` of a ZIP: each file in it counts."""

import json
from pathlib import Path

import pytest

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
