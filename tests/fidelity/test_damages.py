"""Kinds of damage beyond the instrument's own, done to the annotated gazettes and to made-up ones."""

import json
from pathlib import Path
from random import Random

import pytest

from tests.fidelity import layouts
from tests.fidelity.damages import KINDS
from tests.fidelity.scoring import Case, Gold, figures

GAZETTES = Path(__file__).parent.parent / "gazettes"
ANNOTATED = "pinggu-2022-4"
MADE_UP = ("contents with dots", "no contents", "numbers above", "traditional, by 篇")
LEAST_MEAN, LEAST = 0.95, 0.9


def whole() -> list[Case]:
    gold: Gold = json.loads((GAZETTES / f"{ANNOTATED}.json").read_text("utf-8"))
    annotated = (ANNOTATED, (GAZETTES / gold["file"]).read_text("utf-8"), gold)
    return [annotated, *(case for case in layouts.cases(0) if case[0] in MADE_UP)]


CASES = whole()


@pytest.fixture(scope="module")
def boundaries() -> dict[str, float]:
    """The figure for boundaries, by kind of damage."""
    found = {}
    for kind, damage in KINDS.items():
        made = [(name, text, *damage(text, gold, Random(kind))) for name, text, gold in CASES]
        hurt = [(f"{name} {kind}", text, gold) for name, before, text, gold in made if text != before]
        assert hurt, kind
        found[kind] = figures(hurt)["boundary"]
    return found


def test_the_mean_over_all_kinds(boundaries: dict[str, float]) -> None:
    assert len(boundaries) >= 30
    assert sum(boundaries.values()) / len(boundaries) >= LEAST_MEAN, boundaries


def test_the_worst_kind(boundaries: dict[str, float]) -> None:
    assert min(boundaries.values()) >= LEAST, boundaries


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_follows_the_text(kind: str) -> None:
    for _, text, gold in CASES[:2]:
        damaged, truth = KINDS[kind](text, gold, Random(kind))
        lines = damaged.split("\n")
        assert len(truth["documents"]) >= len(gold["documents"])
        ends = 0
        for document in truth["documents"]:
            assert ends < document["start_line"] <= document["end_line"] <= len(lines)
            ends = document["end_line"]
            assert lines[document["start_line"] - 1].strip(), (kind, document["title"])
