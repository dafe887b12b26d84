import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from gazette.events import now
from gazette.model import IssueStatus
from gazette.ports import Beat, IssueFilter
from services.cli import hands
from services.presence import NEEDED
from tests.flow.issues import small
from tests.service.command_line import CommandLine, plainly

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two issues, one in a folder below, and hidden files."""
    made = tmp_path / "files"
    (made / "below").mkdir(parents=True)
    (made / ".hidden").mkdir()
    (made / "one.txt").write_bytes(small(1))
    (made / "below" / "two.txt").write_bytes(small(2))
    (made / ".secret.txt").write_bytes(small(3))
    (made / ".hidden" / "four.txt").write_bytes(small(4))
    return made


def sums(said: str) -> dict[str, int]:
    """The lines of the summary."""
    rows = (line.split() for line in said.splitlines())
    names = {"added", "resumed", "already", "failed", "documents"}
    return {row[-2]: int(row[-1]) for row in rows if len(row) > 1 and row[-2] in names and row[-1].isdigit()}


def held(gazette: CommandLine) -> dict[str, str]:
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        return {issue.file_name: issue.status.value for issue in tables.issues.page(IssueFilter(), 100).items}


def test_a_folder_is_added_and_can_be_searched(gazette: CommandLine, folder: Path) -> None:
    result = gazette.run("add", folder)
    assert result.exit_code == 0, result.stderr
    assert sums(result.stdout) == {"added": 2, "resumed": 0, "already": 0, "failed": 0, "documents": 6}
    assert held(gazette) == {"one.txt": "ready", "two.txt": "ready"}
    found = json.loads(gazette.run("search", "防汛抗旱", "--json").stdout)
    assert found["total"] == 2


def test_the_second_time_everything_is_held(gazette: CommandLine, folder: Path) -> None:
    gazette.run("add", folder)
    result = gazette.run("add", folder, folder / "one.txt")
    assert result.exit_code == 0
    assert sums(result.stdout) == {"added": 0, "resumed": 0, "already": 2, "failed": 0, "documents": 0}


def test_equal_files_are_one_issue(gazette: CommandLine, folder: Path) -> None:
    (folder / "copy.txt").write_bytes(small(1))
    result = gazette.run("add", folder)
    assert sums(result.stdout) == {"added": 2, "resumed": 0, "already": 1, "failed": 0, "documents": 6}
    assert "the same bytes as" in result.stdout


def test_a_file_that_fails_is_told_and_the_others_are_added(gazette: CommandLine, folder: Path) -> None:
    (folder / "picture.txt").write_bytes(PNG)
    (folder / "empty.txt").touch()
    (folder / "large.txt").write_bytes(small(5) * 3)
    limit = f"{2 * len(small(1)) / 1_000_000:.6f}"
    result = gazette.run("add", folder, GAZETTE_MAX_UPLOAD_MB=limit)
    assert result.exit_code == 1
    assert sums(result.stdout) == {"added": 2, "resumed": 0, "already": 0, "failed": 3, "documents": 6}
    for reason in ("picture", "the file is empty", "above the limit"):
        assert reason in result.stdout
    assert held(gazette) == {"one.txt": "ready", "two.txt": "ready", "picture.txt": "failed"}


def test_a_failed_file_is_tried_again(gazette: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes(small())
    gazette.run("add", file, GAZETTE_PARSE_SECONDS="0.0000001")
    assert held(gazette) == {"one.txt": "failed"}
    result = gazette.run("add", file)
    assert (result.exit_code, sums(result.stdout)["resumed"]) == (0, 1)
    assert held(gazette) == {"one.txt": "ready"}


def test_a_file_is_what_its_content_says(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "公报.pdf").write_text("<html><body><p>云川市人民政府公报</p></body></html>", encoding="utf-8")
    assert gazette.run("add", tmp_path / "公报.pdf").exit_code == 0
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        [issue] = tables.issues.page(IssueFilter(), 100).items
    assert (issue.file_name, issue.media_type) == ("公报.pdf", "text/html")


@pytest.mark.parametrize("point", ["ingest:object-stored", "ingest:issue-written", "extract:applied", "index:worked"])
def test_killed_and_run_again(gazette: CommandLine, folder: Path, point: str) -> None:
    assert gazette.process("add", folder, GAZETTE_FAILPOINT=point).returncode == -signal.SIGKILL
    result = gazette.run("add", folder)
    assert result.exit_code == 0, result.stderr
    ends = sums(result.stdout)
    assert ends["added"] + ends["resumed"] + ends["already"] == 2
    assert held(gazette) == {"one.txt": "ready", "two.txt": "ready"}
    assert json.loads(gazette.run("search", "防汛抗旱", "--json").stdout)["total"] == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_says_what_is_left(gazette: CommandLine, tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes(small())
    elsewhere(gazette, problem="the disk is full")
    with gazette.start("add", file) as process:
        assert process.stderr is not None
        told = "".join(process.stderr.readline() for _ in NEEDED)
        process.send_signal(number)
        _, rest = process.communicate(timeout=60)
    assert "index: the disk is full" in told
    assert process.returncode == 130
    assert "Interrupted with 1 of 1 files to go; run the same command again to resume" in rest
    assert "Traceback" not in rest
    with gazette.opened() as backends, backends.catalogue.transaction() as tables:
        for role in NEEDED:
            tables.work.end_beat(role)
    result = gazette.run("add", file)
    assert (result.exit_code, sums(result.stdout)["resumed"]) == (0, 1)


def elsewhere(gazette: CommandLine, problem: str) -> None:
    """All roles are in the hands of another machine, which gets nowhere."""
    with gazette.opened() as backends, backends.catalogue.transaction() as tables:
        for role in NEEDED:
            tables.work.beat(Beat(role, role, "elsewhere", 1, now(), now() + timedelta(hours=1), problem))


def test_a_running_process_does_the_work(gazette: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_roles(*_: object) -> None:
        raise AssertionError("this process began to work itself")

    monkeypatch.setattr(hands, "Roles", no_roles)
    others = [gazette.start("run", role) for role in NEEDED]
    try:
        for process in others:
            assert process.stdout is not None
            assert "is running" in process.stdout.readline()
        result = gazette.run("add", folder)
    finally:
        for process in others:
            process.terminate()
        for process in others:
            process.communicate(timeout=30)
    assert result.exit_code == 0, result.stderr
    assert held(gazette) == {"one.txt": "ready", "two.txt": "ready"}
    assert [process.returncode for process in others] == [0, 0, 0, 0]


def test_what_is_not_there(gazette: CommandLine, tmp_path: Path) -> None:
    assert "No such file or folder" in plainly(gazette.run("add", tmp_path / "nowhere.txt"))
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / ".hidden").touch()
    assert "There is no file in" in plainly(gazette.run("add", tmp_path / "bare"))
    assert not gazette.folder.exists(), "nothing was begun"


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "one.txt").write_bytes(small())
    said = plainly(CommandLine(tmp_path / "file" / "data").run("add", tmp_path / "one.txt"))
    assert "cannot be used" in said
    assert "GAZETTE_DATA" in said


def test_names_that_would_steer_a_terminal(gazette: CommandLine, tmp_path: Path) -> None:
    odd = os.fsdecode(b"red\x1b[31m\xff.txt")
    (tmp_path / odd).write_bytes(small())
    result = gazette.run("add", tmp_path / odd)
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        (issue,) = tables.issues.page(IssueFilter(IssueStatus.READY), 10).items
    assert "\x1b" not in issue.file_name
