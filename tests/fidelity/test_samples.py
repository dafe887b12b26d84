"""What is said of the three annotated texts, whole and damaged, scored by the instrument beside this file."""

import importlib.util
import json
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gazette.model import Extraction
from services.extract.parse import parse

HERE = Path(__file__).parent
GAZETTES = HERE.parent / "gazettes"
EXACT = (
    "boundary",
    "end",
    "doc_number",
    "issued_date",
    "title",
    "issuer",
    "addressees",
    "toc",
    "issue",
    "discrepancies",
)
FLOORS = {
    **dict.fromkeys(EXACT, 1.0),
    **dict.fromkeys(("cites", "cite_title", "repeals", "repeal_title", "personnel", "personnel_detail"), 0.98),
    "enclosures": 0.97,
    "enclosure_label": 0.97,
    "effective_clause": 1.0,
    "outline": 0.97,
    "outline_level": 0.97,
    "outline_text": 0.97,
    "doubt_spared": 0.95,
}
DAMAGED_FLOORS = {
    "boundary": (0.99, 0.95),
    "end": (0.99, 0.9),
    "doc_number": (0.97, 0.6),
    "title": (0.96, 0.25),
    "issuer": (0.97, 0.5),
    "issued_date": (0.97, 0.65),
    "enclosures": (0.94, 0.45),
    "cites": (0.97, 0.8),
}
"""Figure → least mean over the kinds of damage, and least for any one kind (slips change the very characters)."""


def instrument(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


score = instrument("score")
mutate = instrument("mutate")


def printed(found: Extraction) -> dict[str, Any]:
    """An extraction under the keys that the instrument reads."""
    content = asdict(found)
    content["issue"] = content.pop("masthead")
    loaded: dict[str, Any] = json.loads(json.dumps(content, ensure_ascii=False))
    return loaded


def figures(pairs: list[tuple[str, dict[str, Any], str]]) -> dict[str, float]:
    tallies: Any = defaultdict(score.Tally)
    misses: list[str] = []
    for stem, gold, text in pairs:
        score.score_file(stem, gold, printed(parse(text.encode(), stem)), tallies, misses)
    print("\n".join(misses))
    return {name: tally.value for name, tally in tallies.items()}


def golds() -> list[tuple[str, dict[str, Any], str]]:
    found = []
    for path in sorted(GAZETTES.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        found.append((path.stem, gold, (GAZETTES / gold["file"]).read_text("utf-8")))
    return found


@pytest.fixture(scope="module")
def whole() -> dict[str, float]:
    return figures(golds())


@pytest.fixture(scope="module")
def damaged() -> dict[str, dict[str, float]]:
    by_kind: dict[str, list[tuple[str, dict[str, Any], str]]] = defaultdict(list)
    for stem, kind, _, text, gold in mutate.copies(GAZETTES, GAZETTES, list(mutate.KINDS), 1):
        by_kind[kind].append((stem, gold, text))
    return {kind: figures(pairs) for kind, pairs in by_kind.items()}


@pytest.mark.parametrize("figure", FLOORS)
def test_the_samples(whole: dict[str, float], figure: str) -> None:
    assert whole[figure] >= FLOORS[figure]


@pytest.mark.parametrize("figure", DAMAGED_FLOORS)
def test_the_damaged_samples(damaged: dict[str, dict[str, float]], figure: str) -> None:
    values = {kind: of[figure] for kind, of in damaged.items() if figure in of}
    mean, worst = DAMAGED_FLOORS[figure]
    assert len(values) > 25
    assert sum(values.values()) / len(values) >= mean, values
    assert min(values.values()) >= worst, values
