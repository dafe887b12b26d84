"""A file that kills its parser each time ends as failed after its attempts; everything around it flows."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.model import IssueStatus
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.flow.issues import small
from tests.service.mill import Mill, mill_on

POISON = "毒"
SCRIPT = f"""
import os, sys
from services.extract import child
from services.extract.parse import parse

def parse_or_die(data, name, report, limits, desk):
    if {POISON!r} in data.decode():
        os.kill(os.getpid(), 11)
    return parse(data, name, report, limits)

child.end_with_parent()
child.serve(sys.stdin.buffer, child.claim_stdout(), parse_or_die, False)
"""
CHILD = (sys.executable, "-c", SCRIPT)


@pytest.fixture
def mill(template: Path, tmp_path: Path) -> Iterator[Mill]:
    """A mill with the real parser in a child of its own, which segfaults on one word."""
    with mill_on(tmp_path, template) as mill, ParserProcess(Limits(), command=CHILD) as parser:
        mill.workers["extract"].handler.parser = parser  # type: ignore[attr-defined]
        yield mill


def test_a_poison_file_fails_alone(mill: Mill) -> None:
    before = [mill.upload(small(number).decode()) for number in (1, 2)]
    poison = mill.upload(small(3).decode() + POISON)
    after = [mill.upload(small(number).decode()) for number in (4, 5)]
    mill.run()
    failed = mill.issue(poison)
    assert (failed.status, failed.reason_code, failed.retryable) == (IssueStatus.FAILED, "gave_up", True)
    assert "died" in (failed.reason or "")
    assert [mill.issue(one).status for one in (*before, *after)] == [IssueStatus.READY] * 4
    attempts = [status for stage, status in mill.stages(poison) if stage == "extract"]
    assert attempts.count("started") == 2, "as many attempts as the policy allows"
    assert attempts[-1] == "dead"
    with mill.catalogue.reading() as tables:
        [letter] = tables.work.dead_letters(10)
    assert (letter.envelope.key, letter.group, letter.attempts) == (poison, "extract", 2)
    assert len(mill.found("通知")) == 12


def test_a_poison_file_between_others_costs_them_no_attempt_and_no_result(mill: Mill) -> None:
    others = [mill.upload(small(number).decode()) for number in range(10, 20)]
    mill.upload(small(20).decode() + POISON)
    mill.run()
    for one in others:
        assert mill.issue(one).status == IssueStatus.READY
        assert mill.stages(one).count(("extract", "done")) == 1
