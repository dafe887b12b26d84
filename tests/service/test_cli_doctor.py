"""doctor, init, version, and what holds for every command: help, errors, pipes."""

import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from gazette import __version__
from gazette.settings import Settings
from services.cli import doctor, init
from services.cli.commands import RoleName
from services.pipeline import ROLES
from tests.flow.issues import small
from tests.service.command_line import CommandLine, plainly

COMMANDS = ["serve", "run", "init", "add", "parse", "search", "show", "status", "retry", "doctor", "version"]


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def newer(gazette: CommandLine) -> None:
    gazette.run("init")
    with sqlite3.connect(gazette.folder / "gazette.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()


def test_a_healthy_place(gazette: CommandLine) -> None:
    gazette.run("init")
    result = gazette.run("doctor", GAZETTE_PORT="0", GAZETTE_MAX_UPLOAD_MB="7")
    assert result.exit_code == 0, result.stderr
    told = re.findall(r"GAZETTE_[A-Z_]+", result.stdout)
    assert {f"GAZETTE_{name.upper()}" for name in Settings.model_fields} <= set(told)
    assert re.search(r"GAZETTE_MAX_UPLOAD_MB +7\.0 +环境 set", result.stdout)
    for name in ("SQLite", "tantivy", "catalogue", "objects", "log", "search", "LibreOffice"):
        assert name in result.stdout
    for extra in ("servers", "ocr", "otel", "docker"):
        assert f"[{extra}]" in result.stdout
    assert "scans and pictures" in line(result, "[ocr]")
    assert "Everything is well" in result.stdout


def put(folder: Path, **programs: str) -> str:
    """A PATH of programs that end as these do, and of nothing else."""
    folder.mkdir()
    for name, end in programs.items():
        (folder / name).symlink_to(f"/bin/{end}")
    return str(folder)


def line(result: Result, name: str) -> str:
    assert result.exit_code == 0, result.stderr
    return next((line for line in result.stdout.split("\n") if f" {name} " in line), "")


def test_who_reads_older_word_files_is_said(gazette: CommandLine, tmp_path: Path) -> None:
    def doctor(where: str, **more: str) -> Result:
        return gazette.run("doctor", GAZETTE_PORT="0", PATH=where, **more)

    without = doctor(put(tmp_path / "0"))
    assert "apt install libreoffice-writer-nogui bubblewrap" in line(without, "LibreOffice")
    assert line(without, "Bubblewrap") == ""
    bare = doctor(put(tmp_path / "1", soffice="true"))
    assert f"{tmp_path}/1/soffice" in line(bare, "LibreOffice")
    assert "older Word files are refused; Debian, Ubuntu: apt install bubblewrap" in line(bare, "Bubblewrap")
    barred = put(tmp_path / "2", soffice="true", bwrap="false")
    assert "this system does not let it work" in line(doctor(barred), "Bubblewrap")
    assert "can open other files" in line(doctor(barred, GAZETTE_OFFICE_UNCAGED="true"), "Bubblewrap")
    caged = doctor(put(tmp_path / "3", soffice="true", bwrap="true"))
    assert "works" in line(caged, "Bubblewrap")


def test_looking_makes_nothing(gazette: CommandLine) -> None:
    assert gazette.run("doctor", GAZETTE_PORT="0").exit_code == 0
    assert not gazette.folder.exists()


def test_what_is_wrong_is_said_with_its_mend(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = plainly(CommandLine(tmp_path / "file" / "data").run("doctor", GAZETTE_PORT="0"))
    assert "cannot be written: change its rights, or set GAZETTE_DATA" in said
    newer(gazette)
    assert "newer than this version" in plainly(gazette.run("doctor", GAZETTE_PORT="0"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "is in use" in plainly(
            CommandLine(tmp_path / "x").run("doctor", GAZETTE_PORT=str(taken.getsockname()[1]))
        )


@pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("LOG_FORMAT", "loud"), ("PARSE_SECONDS", "-1")])
def test_settings_that_make_no_sense(gazette: CommandLine, name: str, value: str) -> None:
    for command in ("doctor", "status", "init"):
        said = plainly(gazette.run(command, **{f"GAZETTE_{name}": value}))
        assert f"GAZETTE_{name}" in said
        assert value in said


def test_secrets_are_masked() -> None:
    assert doctor.shown("api_key", "abc") == doctor.MASK
    assert doctor.shown("smtp_password", "abc") == doctor.MASK
    assert doctor.shown("allowed_hosts", ("a", "b")) == "a, b"


def test_init_again_changes_nothing(gazette: CommandLine, tmp_path: Path) -> None:
    first = gazette.run("init")
    assert (first.exit_code, "gazette serve" in first.stdout) == (0, True)
    (tmp_path / "one.txt").write_bytes(small())
    gazette.run("add", tmp_path / "one.txt")
    again = gazette.run("init")
    assert (again.exit_code, "unchanged" in again.stdout) == (0, True)
    assert gazette.run("search", "防汛抗旱").stdout


@pytest.mark.parametrize("words", [("init",), ("status",), ("search", "x"), ("serve",)])
def test_a_newer_catalogue_is_left_alone(gazette: CommandLine, words: tuple[str, ...]) -> None:
    newer(gazette)
    said = plainly(gazette.run(*words, GAZETTE_PORT="0"))
    assert "the catalogue has schema 9999, newer than this version" in said


def test_version(gazette: CommandLine) -> None:
    assert __version__ in gazette.run("version").stdout


def test_roles_are_those_of_the_pipeline() -> None:
    assert tuple(RoleName) == ROLES


def test_every_command_has_help(gazette: CommandLine) -> None:
    overview = gazette.run("--help")
    assert overview.exit_code == 0
    assert all(re.search(rf"│ {name} ", overview.stdout) for name in COMMANDS)
    assert "…" not in overview.stdout, "no help is cut short"
    for name in COMMANDS:
        shown = gazette.run(name, "--help")
        assert (shown.exit_code, f"gazette {name}" in shown.stdout) == (0, True)


def test_help_needs_nothing_heavy() -> None:
    """What takes long to import is left until a command needs it."""
    code = "import sys, services.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"fastapi", "sqlalchemy", "pydantic", "tantivy", "uvicorn"} & set(loaded.stdout.split())


def test_the_unexpected(gazette: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(init, "show_version", stumble)
    said = plainly(gazette.run("version"))
    assert "ZeroDivisionError: by nought" in said
    assert "GAZETTE_LOG_LEVEL=DEBUG" in said
    debugged = gazette.run("version", GAZETTE_LOG_LEVEL="DEBUG")
    assert (debugged.exit_code, "in stumble" in debugged.stderr) == (1, True)


@pytest.mark.parametrize("words", [("parse", "{file}", "--json"), ("parse", "{file}"), ("--help",)])
def test_a_reader_that_goes_away(gazette: CommandLine, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes(small() * 200)
    command = gazette.words(*(word.format(file=file) for word in words))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""


def test_no_colour_where_there_is_no_terminal(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(small())
    for words in (("parse", tmp_path / "one.txt"), ("doctor",), ("--help",), ("search",)):
        result = gazette.process(*words)
        assert "\x1b" not in result.stdout + result.stderr


def test_a_command_ends_though_a_thread_is_still_at_work() -> None:
    """Work in an executor is waited for at the end of an interpreter, whatever kind of thread began it."""
    code = (
        "import sys, threading, time\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from services.__main__ import main\n"
        "work = lambda: ThreadPoolExecutor(1).submit(time.sleep, 3600)\n"
        "threading.Thread(target=work, daemon=True).start()\n"
        "sys.argv = ['gazette', 'version']\n"
        "main()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, __version__ in ended.stdout) == (0, True)
