"""Every boundary, and what came near to being one, says what spoke for and against it."""

import pytest

from gazette.errors import RejectedError
from services.extract.explain import Verdict, explain
from tests.unit.extract import issues
from tests.unit.extract.issues import extract


def verdicts(text: str) -> list[Verdict]:
    return explain(text.encode())


def test_what_is_accepted_is_what_is_extracted() -> None:
    accepted = [one for one in verdicts(issues.WHOLE) if one.accepted]
    documents = extract(issues.WHOLE).documents
    assert [(one.line, one.title) for one in accepted] == [(one.start_line, one.title) for one in documents]


def test_points_of_independent_signs_make_the_sum() -> None:
    for one in verdicts(issues.WHOLE):
        assert one.score == pytest.approx(sum(one.signals.values()), abs=0.05)
        assert one.accepted == (one.score >= one.threshold)
    first = verdicts(issues.WHOLE)[0]
    assert {"number", "addressee", "contents", "title", "own signature"} <= set(first.signals)


def test_no_single_sign_is_enough() -> None:
    assert all(points < one.threshold for one in verdicts(issues.WHOLE) for points in one.signals.values())


def test_what_a_document_encloses_is_a_rejected_candidate() -> None:
    inner = "云川市水务局关于河道管理的意见"
    text = issues.RIVERS.replace("《云川市河道管理办法》", f"《{inner}》", 2).replace(
        "\n云川市河道管理办法\n", f"\n{inner}\n", 1
    )
    outer, enclosed = verdicts(issues.COVER + text)
    assert (outer.accepted, enclosed.accepted) == (True, False)
    assert enclosed.title == inner
    assert enclosed.signals["announced"] < 0


def test_lines_are_those_of_the_file_in_a_second_issue_too() -> None:
    second = issues.WHOLE.replace("第3期（总第27期）", "第4期（总第28期）")
    text = issues.WHOLE + "\n" + second
    lines = text.split("\n")
    found = [one for one in verdicts(text) if one.accepted]
    assert len(found) == 6
    assert all(one.title.startswith(lines[one.line - 1].strip()) for one in found)


def test_a_text_without_documents_has_no_accepted_place() -> None:
    assert not any(one.accepted for one in verdicts("春眠不觉晓，\n处处闻啼鸟。\n"))


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(RejectedError):
        explain(b"")
