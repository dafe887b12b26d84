"""Annotated gazettes made into files: what is found in them is what is found in the same words as plain text."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from services.classify.classify import classify
from services.extract.parse import parse
from services.parse import to_json
from tests.fidelity.instrument import Case, Tally, annotated, score
from tests.formats.docx import make_docx
from tests.formats.ofd import make_ofd
from tests.formats.portal import make_portal
from tests.formats.printed import printed
from tests.formats.typeset import JOURNAL

EXACT = ("boundary", "doc_number")
SLACK = {"enclosures": 0.06, "outline_text": 0.025}
"""Of few rows one may be missed; a text that came with hard line ends is set with them, so headings break twice."""
USUAL_SLACK = 0.02
LONGEST = 300_000


def official(text: str) -> bytes:
    return make_ofd(text)


def journal(text: str) -> bytes:
    return make_ofd(text, JOURNAL)


def plain(text: str) -> bytes:
    return "\n".join(printed(text)).encode()


def figures(cases: list[Case], make: Callable[[str], bytes]) -> Tally:
    tally = Tally()
    for case in cases:
        extraction = parse(make(case.text), case.name)
        gold = score.Alignment(case.text, extraction.text).gold(deepcopy(case.gold))
        tally.add(case._replace(gold=gold), to_json(extraction, *classify(extraction)))
    return tally


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """All but the longest, whose seven hundred pages would take most of a minute."""
    return [case for case in annotated() if len(case.text.encode()) < LONGEST]


@pytest.fixture(scope="module")
def text(cases: list[Case]) -> Tally:
    return figures(cases, plain)


@pytest.mark.parametrize("make", [make_docx, make_portal, official, journal])
def test_nothing_is_lost_on_the_way(cases: list[Case], text: Tally, make: Callable[[str], bytes]) -> None:
    found = figures(cases, make)
    print("\n".join(found.misses))
    lower = {
        name: (value, found.figures.get(name))
        for name, value in text.figures.items()
        if found.figures.get(name, 0.0) < value - SLACK.get(name, USUAL_SLACK) and not name.startswith("doubt")
    }
    assert lower == {}
    assert [found.figures[name] for name in EXACT] == [1.0, 1.0]
