"""dead, reindex, reconcile, status --watch: on a data folder where nobody runs, so that the command does the work."""

import json
import signal
from dataclasses import replace
from typing import Any

import pytest

from gazette.events import UNDECODABLE, Envelope, IssueClassified, now, wrap
from gazette.model import Issue, IssueStatus, source_key
from gazette.ports import DeadLetter, IndexEntry, IssueFilter
from tests.flow.issues import small
from tests.service.command_line import PATIENCE, CommandLine, plainly


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """One issue with three documents; for tests that leave it as it was."""
    made = tmp_path_factory.mktemp("care")
    (made / "one.txt").write_bytes(small(1))
    line = CommandLine(made / "data")
    result = line.run("add", made / "one.txt")
    assert result.exit_code == 0, result.output
    return line


def issue_of(line: CommandLine) -> Issue:
    with line.opened() as backends, backends.catalogue.reading() as tables:
        [issue] = tables.issues.page(IssueFilter(), 10).items
        return issue


def json_of(line: CommandLine, *words: object, code: int = 0) -> Any:
    result = line.run(*words, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def bury(line: CommandLine, cause: str = "ValueError") -> int:
    """The index gave up on the issue, which failed for that."""
    issue = issue_of(line)
    with line.opened() as backends, backends.catalogue.transaction() as tables:
        wrong = {"status": IssueStatus.FAILED, "reason_code": "gave_up", "reason": "odd", "retryable": True}
        tables.issues.save(replace(issue, **wrong))
        event = wrap(IssueClassified(issue.id, issue.generation))
        tables.work.bury(DeadLetter("index", event, cause, f"{cause}: odd", 5, now()))
        return tables.dead_letters.newest()


def make_ready(line: CommandLine) -> None:
    issue = issue_of(line)
    with line.opened() as backends, backends.catalogue.transaction() as tables:
        tables.issues.save(replace(issue, status=IssueStatus.READY, reason_code=None, reason=None, retryable=False))


# -- dead letters ----------------------------------------------------------------------------------------------


def test_without_dead_letters(filled: CommandLine) -> None:
    assert "There is no dead letter" in filled.run("dead", "list").stdout
    assert "no dead letter 7" in plainly(filled.run("dead", "show", 7))
    assert "no dead letter 7" in plainly(filled.run("dead", "replay", 7))
    assert "Name ids" in plainly(filled.run("dead", "replay"))
    assert "Name ids" in plainly(filled.run("dead", "discard", 7, "--all"))
    assert "No open dead letter" in filled.run("dead", "replay", "--all").stdout


def test_listed_by_cause_shown_replayed_and_remembered(filled: CommandLine) -> None:
    number = bury(filled)
    listed = filled.run("dead", "list").stdout
    assert all(word in listed for word in ("index", "gazette.issue.classified.v1", "ValueError: odd"))
    assert json_of(filled, "dead", "list", "--group", "extract") == {"causes": [], "letters": []}
    assert json_of(filled, "dead", "list", "--cause", "ValueError")["causes"][0]["count"] == 1
    assert "gazette dead list" in filled.run("status").stdout

    assert json_of(filled, "dead", "replay", "--cause", "ValueError") == {"replayed": 1}
    assert issue_of(filled).status is IssueStatus.INDEXING, "it waits for that event again"
    shown = json_of(filled, "dead", "show", number)
    assert (shown["settled"], shown["replayable"], len(shown["history"])) == ("replayed", True, 1)
    assert "@" in shown["settled_by"]
    assert "已重放 replayed" in filled.run("dead", "show", number).stdout
    with filled.opened() as backends, backends.catalogue.reading() as tables:
        last = tables.timeline.of(shown["issue_id"])[-1]
    assert (last.status, last.stage) == ("replayed", "index")
    make_ready(filled)


def test_discarded_ones_are_off_the_list(filled: CommandLine) -> None:
    one, _other = bury(filled), bury(filled, "killed")
    assert "discarded: 1" in filled.run("dead", "discard", one).stdout
    assert [part["cause"] for part in json_of(filled, "dead", "list")["causes"]] == ["killed"]
    assert "discarded: 1" in filled.run("dead", "discard", "--all").stdout
    assert "已丢弃 discarded" in filled.run("dead", "show", one).stdout
    make_ready(filled)


def test_a_raw_record_is_shown_and_cannot_be_replayed(filled: CommandLine) -> None:
    raw = Envelope(UNDECODABLE, "", b"\xff<\x1b[2J stray", id="made.up-3-17")
    with filled.opened() as backends, backends.catalogue.transaction() as tables:
        tables.work.bury(DeadLetter("extract", raw, "undecodable", "what the log holds is no event", 1, now()))
        number = tables.dead_letters.newest()
    shown = filled.run("dead", "show", number)
    assert "made.up-3-17" in shown.stdout
    assert "\\xff<" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert "not replayed" in shown.stderr
    assert json_of(filled, "dead", "replay", number) == {"undecodable": 1}
    assert json_of(filled, "dead", "list")["letters"][0]["replayable"] is False
    assert filled.run("dead", "discard", number).exit_code == 0


# -- the index -------------------------------------------------------------------------------------------------


def test_reindex_where_nobody_runs(filled: CommandLine) -> None:
    result = filled.run("reindex")
    assert result.exit_code == 0, result.output
    assert "3 documents can be found" in result.stdout
    assert json_of(filled, "search", "防汛")["total"] == 1
    [command] = [one for one in json_of(filled, "status")["commands"] if one["name"] == "reindex"][:1]
    assert (command["state"], command["result"]) == ("done", {"documents": 3})


def test_reindex_mends_an_index_that_cannot_be_used(filled: CommandLine) -> None:
    (filled.folder / "index" / "CURRENT").write_text("v999.1")
    assert "gazette reindex" in plainly(filled.run("search", "防汛"))
    assert filled.run("status").exit_code == 0
    assert filled.run("reindex").exit_code == 0
    assert json_of(filled, "search", "防汛")["total"] == 1


def test_reconcile_where_all_agree(filled: CommandLine) -> None:
    found = json_of(filled, "reconcile")
    assert (found["left"], found["findings"], found["documents"]) == (0, [], 3)
    assert "agree" in filled.run("reconcile").stdout


def test_reconcile_finds_and_repairs(filled: CommandLine) -> None:
    with filled.opened() as backends:
        [entry, *_] = backends.search.entries()
        backends.search.forget([entry])
    found = json_of(filled, "reconcile", code=1)
    assert found["findings"] == [{"fault": "index_missing", "count": 1, "repaired": 0, "examples": [entry.id]}]
    said = filled.run("reconcile")
    assert (said.exit_code, "--repair 写入" in said.stdout) == (1, True)
    mended = json_of(filled, "reconcile", "--repair")
    assert (mended["left"], mended["findings"][0]["repaired"]) == (0, 1)
    with filled.opened() as backends:
        assert IndexEntry(entry.id, entry.revision, False) in list(backends.search.entries())


def test_reconcile_says_what_cannot_be_repaired(filled: CommandLine) -> None:
    key = source_key(issue_of(filled).sha256)
    with filled.opened() as backends:
        backends.objects.delete(key)
    assert "upload the same file again" in filled.run("reconcile", "--repair").stdout
    assert json_of(filled, "reconcile", code=1)["findings"][0]["fault"] == "bytes_missing"
    assert filled.run("add", filled.folder.parent / "one.txt").exit_code == 0
    assert json_of(filled, "reconcile")["left"] == 0


# -- watching --------------------------------------------------------------------------------------------------


def test_status_is_drawn_until_interrupted(filled: CommandLine) -> None:
    process = filled.start("status", "--watch", PYTHONUNBUFFERED="1")
    assert process.stdout is not None
    seen = 0
    while seen < 2:
        line = process.stdout.readline()
        assert line, "it ended by itself"
        seen += "可检索 ready" in line
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in said
