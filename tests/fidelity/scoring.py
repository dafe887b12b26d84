"""The instrument `score.py`, and what is said of texts under the keys that it reads."""

import importlib.util
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from services.classify.classify import classify
from services.extract.parse import parse
from services.parse import to_json

Gold = dict[str, Any]
Case = tuple[str, str, Gold]
"""A name, a text and its gold."""
HERE = Path(__file__).parent


def _instrument() -> ModuleType:
    if "score" not in sys.modules:
        spec = importlib.util.spec_from_file_location("score", HERE / "score.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["score"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["score"])
    return sys.modules["score"]


def said(text: str) -> Gold:
    """What `gazette parse --json` says of a text."""
    found = parse(text.encode(), "x")
    return to_json(found, *classify(found))


def figures(cases: Iterable[Case]) -> dict[str, float]:
    """Every figure over the cases; differences are printed."""
    score = _instrument()
    tallies: Any = defaultdict(score.Tally)
    misses: list[str] = []
    for name, text, gold in cases:
        score.score_file(name, gold, said(text), tallies, misses)
    print("\n".join(misses))
    return {name: tally.value for name, tally in tallies.items()}
