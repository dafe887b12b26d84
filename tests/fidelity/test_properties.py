"""What must hold of any text: no line lost, spans point at what they say, the same twice, alone as within an issue."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.model import Document, Extraction, Place, Slice
from gazette.repaired import repaired
from services.extract.parse import parse
from tests.fidelity import layouts
from tests.fidelity.instrument import GAZETTES, mutate

MADE_UP = {name: text for name, text, _ in layouts.cases(3)}
LINES = (
    "国务院关于印发《某规划》的通知", "某政发〔2021〕3号", "某政发〔20", "21〕3号", "各市、县人民政府：",
    "一、总体要求", "附件：1. 某方案", "附件1", "某市人民政府",
    "根据《某办法》（某政发〔2019〕1号），现通知如下。", "2021年3月5日", "目　录",
    "某政发〔2021〕3号……12", "— 3 —", "## **标题**", "甲\t乙\t13812345678", "| 甲 | 乙 |",
    "第一条　为了某事，制定本办法。",
    "任命赵六为某局局长。", "免去钱七的某局副局长职务。", "", "", "&nbsp;> \u200b⽂件",
)  # fmt: skip
LETTERS = "国政发通知〔〕号：。，1 \t#*<b>《》|"
texts = st.lists(st.sampled_from(LINES) | st.text(LETTERS, max_size=20), max_size=25).map("\n".join).filter(str.strip)


@cache
def extracted(text: str) -> Extraction:
    return parse(text.encode(), "x.txt")


def lines_of(found: Extraction) -> list[str]:
    return found.text.split("\n")


def at(lines: list[str], place: Place) -> str:
    """What stands there."""
    if place.start_line == place.end_line:
        return lines[place.start_line - 1][place.start : place.end]
    middle = lines[place.start_line : place.end_line - 1]
    return "\n".join([lines[place.start_line - 1][place.start :], *middle, lines[place.end_line - 1][: place.end]])


def letters(text: str) -> str:
    """Without white space, marks, tags and what only repair takes away; radicals as the characters they stand for."""
    plain = re.sub(r"<[^<>]*>|&[a-z]+;|[\s*#>\\\u200b-\u200f\ufeff]", "", text)
    modern = re.sub("[\u2e80-\u2fdf]", lambda radical: unicodedata.normalize("NFKC", radical[0]), plain)
    return modern.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def stands_in(value: str, printed: str) -> bool:
    """Whether its letters stand there in their order; a page's end may stand between them."""
    left = iter(printed)
    return all(letter in left for letter in value)


def check_balance(found: Extraction) -> None:
    balance = found.balance
    assert balance.lines == len(lines_of(found))
    assert balance.cover + balance.contents + balance.documents + balance.remainder == balance.lines
    at_line = 1
    for stretch in balance.stretches:
        assert stretch.start_line == at_line
        assert stretch.end_line >= stretch.start_line
        at_line = stretch.end_line + 1
    assert at_line == balance.lines + 1


def check_lines(found: Extraction) -> None:
    """Every document has its own lines, and what it names stands in them."""
    end = 0
    for document in found.documents:
        assert end < document.start_line <= document.end_line <= found.balance.lines
        end = document.end_line
        for line in (*(e.start_line for e in document.enclosures), *(h.line for h in document.outline)):
            assert document.start_line <= line <= document.end_line
        rows = [one.line for one in document.personnel] + [one.line for one in (*document.cites, *document.repeals)]
        assert all(line is None or document.start_line <= line <= document.end_line for line in rows)


def check_spans(found: Extraction) -> None:
    lines = lines_of(found)
    for document in found.documents:
        for key, proof in document.provenance.items():
            place = proof.place
            assert 0 <= proof.confidence <= 1
            assert 1 <= place.start_line <= place.end_line <= len(lines)
            assert 0 <= place.start <= len(lines[place.start_line - 1])
            assert 0 <= place.end <= len(lines[place.end_line - 1])
            printed = letters(at(lines, place))
            value = getattr(document, key, None)
            if key in {"title", "addressees", "signatory"} and isinstance(value, str):
                assert stands_in(letters(value), printed), (key, value, printed)


def check_order(slices: Iterable[Slice], lines: Sequence[str]) -> None:
    seen = (0, -1)
    for line, start, end in slices:
        assert 0 <= start <= end <= len(lines[line - 1]) or start == end
        assert (line, start) >= seen
        seen = (line, end)


def check_paragraphs(found: Extraction) -> None:
    """The repaired text holds stretches of the text of record and nothing else, none of them twice.

    Paragraphs begin in order; each is in order in itself, though footnotes may stand between two of its lines.
    """
    lines = lines_of(found)
    whole = repaired(lines, found.paragraphs)
    for paragraph in found.paragraphs:
        check_order(paragraph, lines)
    check_order([paragraph[0] for paragraph in found.paragraphs], lines)
    check_order(sorted(whole.slices), lines)
    for offset, letter in enumerate(whole.text):
        line, column = whole.source(offset)
        assert letter in "\n " or lines[line - 1][column] == letter


CHECKS = (check_balance, check_lines, check_spans, check_paragraphs)


@given(texts)
@settings(max_examples=150)
def test_of_any_lines(text: str) -> None:
    found = parse(text.encode(), "x.txt")
    for check in CHECKS:
        check(found)
    assert parse(text.encode(), "y.txt") == found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", MADE_UP)
def test_of_made_up_gazettes(name: str, check: Any) -> None:
    check(extracted(MADE_UP[name]))


KINDS = ("wrapped_28", "slips", "running_heads", "full_width_digits", "number_broken", "contents_at_end")


@pytest.mark.parametrize("kind", KINDS)
def test_of_damaged_gazettes(kind: str) -> None:
    for _, _, _, text, _ in mutate.copies(GAZETTES, GAZETTES, [kind], 1):
        found = parse(text.encode(), "x.txt")
        for check in CHECKS:
            check(found)


@pytest.mark.parametrize("name", MADE_UP)
def test_the_same_text_gives_the_same(name: str) -> None:
    assert parse(MADE_UP[name].encode(), "other.txt") == extracted(MADE_UP[name])


ALONE = (
    "title", "doc_number", "issuer", "signatory", "addressees", "issued_date", "effective_clause", "personnel", "cites",
    "repeals", "enclosures", "outline",
)  # fmt: skip
"""What a document says by itself: all but confidence and doubt, and what comes from the contents page."""


def of_their_own(document: Document, first: int) -> dict[str, Any]:
    """The values without confidence and doubt, lines counted from the document's first."""
    return {key: _moved(getattr(document, key), first - 1) for key in ALONE}


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, tuple):
        return tuple(_moved(one, by) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        one = getattr(value, field.name)
        if field.name in {"line", "start_line", "end_line"} and one is not None:
            changed[field.name] = one - by
        elif field.name in {"doubtful", "confidence"}:
            changed[field.name] = None
        else:
            changed[field.name] = _moved(one, by)
    return replace(value, **changed)


def gazettes() -> dict[str, str]:
    annotated = {path.stem: path.read_text("utf-8") for path in sorted(GAZETTES.glob("pinggu-202*.txt"))}
    return annotated | {name: MADE_UP[name] for name in ("contents with dots", "weekly, sections in brackets")}


@pytest.mark.parametrize("name", gazettes())
def test_a_document_alone_gives_what_it_gives_within_its_issue(name: str) -> None:
    found = extracted(gazettes()[name])
    lines = lines_of(found)
    for document in found.documents:
        text = "\n".join(lines[document.start_line - 1 : document.end_line])
        [alone] = parse(text.encode(), "x.txt").documents
        assert of_their_own(alone, alone.start_line) == of_their_own(document, document.start_line), document.title
