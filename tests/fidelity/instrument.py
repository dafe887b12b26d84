"""The instrument beside this file (score.py and mutate.py, as given), and the annotated texts."""

import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from services.classify.classify import classify
from services.extract.parse import parse
from services.parse import to_json

HERE = Path(__file__).parent
GAZETTES = HERE.parent / "gazettes"

Parsed = dict[str, Any]
Figures = Mapping[str, float]


class Case(NamedTuple):
    """A text and what is true of it."""

    name: str
    text: str
    gold: dict[str, Any]


def _load(name: str) -> ModuleType:
    """A tool that is no module of ours; the two import each other by their bare names."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


score = _load("score")
mutate = _load("mutate")


def parsed(text: str | bytes, name: str = "x.txt") -> Parsed:
    """What `gazette parse --json` prints of a text, or of a file of any format."""
    extraction = parse(text.encode() if isinstance(text, str) else text, name)
    return to_json(extraction, *classify(extraction))


def annotated() -> list[Case]:
    """The annotated texts, whole."""
    found = [(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(GAZETTES.glob("*.json"))]
    return [Case(name, (GAZETTES / gold["file"]).read_text("utf-8"), gold) for name, gold in found]


def mutated(seeds: int) -> Iterator[tuple[str, Case]]:
    """Kind of damage, and a damaged text; kinds without chance in them are done once."""
    for stem, kind, _, text, gold in mutate.copies(GAZETTES, GAZETTES, list(mutate.KINDS), seeds):
        yield kind, Case(stem, text, gold)


class Tally:
    """Cases scored together."""

    def __init__(self) -> None:
        self._tallies: Any = defaultdict(score.Tally)
        self.misses: list[str] = []

    def add(self, case: Case, said: Parsed) -> None:
        """Score one."""
        score.score_file(case.name, case.gold, said, self._tallies, self.misses)

    @property
    def figures(self) -> Figures:
        """Figure → value from 0 to 1."""
        return {name: float(tally.value) for name, tally in self._tallies.items()}

    def counts(self, figure: str) -> tuple[int, int]:
        """How many were right, of how many."""
        tally = self._tallies[figure]
        return tally.right, tally.gold


def scored(cases: Iterable[Case]) -> Tally:
    """Parse and score cases together."""
    tally = Tally()
    for case in cases:
        tally.add(case, parsed(case.text, case.name))
    return tally
