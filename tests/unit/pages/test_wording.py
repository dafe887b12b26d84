import pytest

from gazette.model import IssueStatus, Kind, LegalStatus
from gazette.search import FACETS
from services.api.pages import wording
from services.api.pages.marking import marked
from services.extract.parse import parse
from tests.fidelity.instrument import GAZETTES


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("文件为空。 The file is empty.", ("文件为空。", "The file is empty.")),
        (
            "This bracket is never closed. 左括号没有对应的右括号。",
            ("左括号没有对应的右括号。", "This bracket is never closed."),
        ),
        (
            "这是 PDF 文件。请用 .txt 或 .md。 This is a PDF file.",
            ("这是 PDF 文件。请用 .txt 或 .md。", "This is a PDF file."),
        ),
        ("It is a picture.", ("", "It is a picture.")),
        ("只有中文", ("只有中文", "")),
        ("", ("", "")),
    ],
)
def test_a_message_is_parted_by_language(message: str, parts: tuple[str, str]) -> None:
    assert wording.tongues(message) == parts


def test_every_word_of_the_api_has_a_name() -> None:
    assert set(wording.ISSUE_STATUS) == set(IssueStatus)
    assert set(wording.LEGAL_STATUS) == set(LegalStatus)
    assert set(wording.KINDS) == set(Kind)
    assert tuple(wording.FACET_NAMES) == FACETS


def test_every_field_with_a_place_has_a_name() -> None:
    documents = [one for path in GAZETTES.glob("*.txt") for one in parse(path.read_bytes(), path.name).documents]
    placed = {name for one in documents for name in one.provenance}
    assert len(placed) > 8
    assert placed <= set(wording.FIELDS)


@pytest.mark.parametrize(("count", "told"), [(0, "0 B"), (999, "999 B"), (223_312, "223 kB"), (200_000_000, "200 MB")])
def test_sizes(count: int, told: str) -> None:
    assert wording.size(count) == told


def test_days() -> None:
    assert wording.day("2022-12-04") == "2022年12月4日"
    assert wording.day(None) == ""


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ([], [("abcd", False)]),
        ([(1, 2)], [("a", False), ("b", True), ("cd", False)]),
        ([(2, 9), (0, 1)], [("a", True), ("b", False), ("cd", True)]),
        ([(0, 3), (1, 4)], [("abc", True), ("d", True)]),
        ([(7, 9), (2, 2)], [("abcd", False)]),
    ],
)
def test_marks_part_a_text_and_lose_nothing(marks: list[tuple[int, int]], pieces: list[tuple[str, bool]]) -> None:
    found = list(marked("abcd", marks))
    assert found == pieces
    assert "".join(text for text, _ in found) == "abcd"
