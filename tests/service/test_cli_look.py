"""search, show, status, retry: on one data folder with two issues and one that failed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gazette.events import IssueStored, now, wrap
from gazette.model import Issue, IssueStatus, issue_id
from gazette.ports import DeadLetter, IssueFilter
from tests.flow.issues import NUMBER, PLACE, document, small
from tests.flow.issues import gazette as gazette_text
from tests.service.command_line import CommandLine, plainly

JUNK = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.fixture(scope="module")
def gazette(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    made = tmp_path_factory.mktemp("look")
    repeal = f"现将《{PLACE}关于加强防汛抗旱工作的通知》（{NUMBER.format(year=2021, serial=10)}）予以废止。"
    (made / "one.txt").write_bytes(small(1))
    (made / "two.txt").write_bytes(gazette_text(2, [document(25, "废止有关文件", repeal, 2022)], 2022))
    (made / "junk.txt").write_bytes(JUNK)
    line = CommandLine(made / "data")
    assert line.run("add", *sorted(made.glob("*.txt"))).exit_code == 1
    return line


@pytest.fixture
def number() -> str:
    return NUMBER.format(year=2021, serial=10)


def given(gazette: CommandLine, *words: object) -> Any:
    result = gazette.run(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def issues(gazette: CommandLine, status: IssueStatus) -> tuple[Issue, ...]:
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        return tables.issues.page(IssueFilter(status), 100).items


def test_hits_are_shown_with_number_and_snippet(gazette: CommandLine, number: str) -> None:
    result = gazette.run("search", "防汛抗旱", "遵照执行")
    assert result.exit_code == 0
    assert f"{PLACE}关于加强防汛抗旱工作的通知" in result.stdout
    assert number in result.stdout
    assert "请遵照执行" in result.stdout
    assert "1 of 1 documents" in result.stderr


def test_filters_sort_and_limit(gazette: CommandLine) -> None:
    assert given(gazette, "search", "通知", "--year", 2022)["total"] == 1
    assert given(gazette, "search", "通知", "--issuer", PLACE, "--type", "通知")["total"] == 4
    assert given(gazette, "search", "通知", "--issuer", "别处")["total"] == 0
    assert given(gazette, "search", "通知", "--status", "repealed")["total"] == 1
    assert given(gazette, "search", "通知", "--topic", "没有这个主题")["total"] == 0
    newest = given(gazette, "search", "通知", "--sort", "newest", "--limit", 2)
    dates = [item["issued_date"] for item in newest["items"]]
    assert (newest["total"], len(dates), dates) == (4, 2, sorted(dates, reverse=True))


def test_a_query_that_begins_with_a_minus(gazette: CommandLine) -> None:
    result = gazette.run("search", "--json", "--", "-废止")
    assert json.loads(result.stdout)["total"] == 3


def test_nothing_found(gazette: CommandLine) -> None:
    result = gazette.run("search", "麒麟")
    assert result.exit_code == 0
    assert "Nothing matches" in result.stdout


@pytest.mark.parametrize(
    ("query", "before_caret"),
    [("任职 (通知", 5), ('"abc', 0), ("ｗｉｄｅ )", 9)],
)
def test_a_broken_query_is_shown_with_its_place(gazette: CommandLine, query: str, before_caret: int) -> None:
    said = plainly(gazette.run("search", query))
    shown, caret, sentence = said.splitlines()
    assert shown == f"  {query}"
    assert caret == "  " + " " * before_caret + "^"
    assert "The query is broken" in sentence


def test_a_document_by_any_form_of_its_number(gazette: CommandLine, number: str) -> None:
    half_width = number.replace("〔", "[").replace("〕", "]")
    shown = given(gazette, "show", half_width)
    assert (shown["doc_number"], shown["legal_status"]["value"]) == (number, "repealed")
    assert given(gazette, "show", shown["id"]) == shown
    as_table = gazette.run("show", half_width).stdout
    assert "已废止 repealed" in as_table
    assert "关于废止有关文件的通知" in as_table


def test_the_text_of_a_document(gazette: CommandLine, number: str) -> None:
    text = gazette.run("show", number, "--text").stdout
    assert text.startswith(f"{PLACE}关于加强防汛抗旱工作的通知")
    assert "森林防火" not in text


def test_an_issue(gazette: CommandLine) -> None:
    (issue,) = (one for one in issues(gazette, IssueStatus.READY) if one.file_name == "one.txt")
    shown = given(gazette, "show", issue.id)
    assert shown["document_count"] == len(shown["documents"]) == 3
    assert [one["legal_status"]["value"] for one in shown["documents"]] == ["repealed", "unknown", "unknown"]
    result = gazette.run("show", issue.id)
    assert f"{PLACE}公报" in result.stdout
    assert all(one["id"] in result.stdout for one in shown["documents"])
    assert gazette.run("show", issue.id, "--text").stdout == small(1).decode() + "\n"


def test_a_number_that_stands_for_several(gazette: CommandLine) -> None:
    result = gazette.run("show", "江云政发〔2021〕")
    assert "stands for 3 documents" in plainly(result)
    assert NUMBER.format(year=2021, serial=11) in result.stdout


@pytest.mark.parametrize("identifier", ["0123456789abcdef", "国发〔1999〕1号", "nonsense", " ", "\x1b[31m"])
def test_what_is_not_held(gazette: CommandLine, identifier: str) -> None:
    said = plainly(gazette.run("show", identifier))
    assert "Nothing is held as" in said
    assert "\x1b" not in said


def test_the_text_of_an_issue_that_has_none(gazette: CommandLine) -> None:
    (failed,) = issues(gazette, IssueStatus.FAILED)
    assert "has no text yet" in plainly(gazette.run("show", failed.id, "--text"))


def test_status(gazette: CommandLine) -> None:
    situation = given(gazette, "status")
    assert situation["issues"]["ready"] == 2
    assert [(one["file_name"], one["retryable"]) for one in situation["failed"]] == [("junk.txt", False)]
    assert situation["roles"] == situation["stuck"] == situation["dead_letters"] == []
    shown = gazette.run("status")
    assert shown.exit_code == 0
    assert "junk.txt" in shown.stdout
    assert "This is a picture" in shown.stdout
    assert "No role is running" in shown.stdout


def test_retry_what_cannot_be_retried(gazette: CommandLine) -> None:
    (ready, *_) = issues(gazette, IssueStatus.READY)
    assert "it is ready" in plainly(gazette.run("retry", ready.id))
    assert "no issue with the id" in plainly(gazette.run("retry", "0123456789abcdef"))
    assert "Name one id" in plainly(gazette.run("retry"))
    assert "Name one id" in plainly(gazette.run("retry", ready.id, "--all"))
    assert "no failed issue that may succeed" in gazette.run("retry", "--all").stdout


@pytest.fixture
def troubled(tmp_path: Path) -> CommandLine:
    """Issues that failed though they may succeed, one that stands still, and a dead letter."""
    line = CommandLine(tmp_path / "data")
    with line.opened() as backends, backends.catalogue.transaction() as tables:
        for serial in range(3):
            sha256 = f"{serial}" * 64
            tables.issues.add(Issue(issue_id(sha256), sha256, f"{serial}.txt", "text/plain", 1, now()))
        for serial in range(2):
            issue = tables.issues.get(f"{serial}" * 16)
            assert issue is not None
            wrong = {"reason_code": "gave_up", "reason": "the disk was full", "retryable": serial == 0}
            tables.issues.save(replace(issue, status=IssueStatus.FAILED, **wrong))
        event = wrap(IssueStored("0" * 16, 1, "0" * 64))
        tables.work.bury(DeadLetter("extract", event, "TransientError", "the disk was full", 5, now()))
    return line


def test_status_in_trouble(troubled: CommandLine) -> None:
    situation = json.loads(troubled.run("status", "--json", GAZETTE_STUCK_SECONDS="0.000001").stdout)
    assert situation["issues"] == dict.fromkeys(situation["issues"], 0) | {"received": 1, "failed": 2}
    assert [one["id"] for one in situation["stuck"]] == ["2" * 16]
    [letters] = situation["dead_letters"]
    assert (letters["group"], letters["cause"], letters["count"]) == ("extract", "TransientError", 1)
    shown = troubled.run("status", GAZETTE_STUCK_SECONDS="0.000001")
    assert "nobody does ingest, extract, classify, index: run gazette serve" in shown.stdout
    assert "gazette retry ID" in shown.stdout


def test_retry_says_what_happens_next(troubled: CommandLine) -> None:
    result = troubled.run("retry", "--all")
    assert (result.exit_code, result.stdout.count("begins anew")) == (0, 1)
    assert "Nobody does ingest, extract, classify, index" in result.stdout
    assert [issue.id for issue in issues(troubled, IssueStatus.FAILED)] == ["1" * 16]
    assert troubled.run("retry", "1" * 16).exit_code == 0
    assert issues(troubled, IssueStatus.FAILED) == ()


@pytest.mark.parametrize("words", [("search", "x"), ("show", "x"), ("status",), ("retry", "--all")])
def test_where_there_is_no_data(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = plainly(CommandLine(tmp_path / "none").run(*words))
    assert "There is no data in" in said
    assert not (tmp_path / "none").exists(), "looking made nothing"
