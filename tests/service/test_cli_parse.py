import json
from pathlib import Path

import pytest

from services.parse import parse_file
from tests.flow.issues import NUMBER, PLACE, small
from tests.service.command_line import CommandLine, plainly


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "one.txt"
    made.write_bytes(small(1))
    return made


def test_a_readable_table(gazette: CommandLine, file: Path) -> None:
    result = gazette.run("parse", file)
    assert result.exit_code == 0, result.stderr
    for shown in (
        f"{PLACE}公报",
        "3 篇",
        NUMBER.format(year=2021, serial=12),
        "通知",
        "2021-11-11",
        "gazette issue",
        "text/plain",
    ):
        assert shown in result.stdout
    lines = small(1).decode().count("\n") + 1
    assert f"lines {lines}" in result.stdout


def test_json_is_what_the_parser_says(gazette: CommandLine, file: Path) -> None:
    result = gazette.run("parse", "--json", file)
    assert json.loads(result.stdout) == parse_file(file)
    assert PLACE in result.stdout, "Chinese as it is"


def test_nothing_is_stored(gazette: CommandLine, file: Path) -> None:
    gazette.run("parse", file)
    assert not gazette.folder.exists()


def test_what_is_left_over_is_named(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("床前明月光\n疑是地上霜\n", encoding="utf-8")
    result = gazette.run("parse", tmp_path / "poem.txt")
    assert result.exit_code == 0
    assert "No document was found" in result.stdout
    assert "Lines that belong to no document" in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"), (bytes(range(256)) * 20, "text")],
)
def test_a_file_of_no_use(gazette: CommandLine, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    assert said in plainly(gazette.run("parse", tmp_path / "odd.txt"))
    assert gazette.run("parse", "--json", tmp_path / "odd.txt").stdout == ""


def test_a_file_that_is_not_there(gazette: CommandLine, tmp_path: Path) -> None:
    assert "No such file" in plainly(gazette.run("parse", tmp_path / "nowhere.txt"))
    assert "No such file" in plainly(gazette.run("parse", tmp_path))
