"""Rows of fields that the instrument has no truth for: what damage changes in them, and whether they are doubted then.

The truth is what is read of the undamaged text, so this says nothing of what is read wrongly there.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tests.fidelity.instrument import Case, Parsed, annotated, parsed, score

DOUBTED = 0.5
KEYS: Mapping[str, tuple[str, ...]] = {
    "aliases": ("short", "long"),
    "promulgates": ("title", "verb"),
    "amends": ("title", "articles"),
    "duties": ("role", "bodies"),
    "deadlines": ("clause", "date"),
    "indicators": ("name", "unit", "figures"),
}


class Shares(NamedTuple):
    """How many rows there are; of them the right ones, of the wrong the doubted ones, of the right the others."""

    rows: int
    right: float
    doubt_caught: float | None
    doubt_spared: float | None


class Census:
    """Counts by field and outcome (right, doubted)."""

    def __init__(self) -> None:
        self._truth = {case.name: dict(_by_title(case, parsed(case.text, case.name))) for case in annotated()}
        self._counts: defaultdict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)

    def add(self, case: Case, said: Parsed) -> None:
        """Count the rows of one damaged text."""
        truth = self._truth[case.name]
        for title, found in _by_title(case, said):
            for field, outcome in _outcomes(truth[title], found) if title in truth else ():
                self._counts[field][outcome] += 1
                self._counts["all"][outcome] += 1

    @property
    def shares(self) -> Mapping[str, Shares]:
        """Field → its shares; `all` has them together."""
        return {field: _shares(count) for field, count in self._counts.items()}


def _by_title(case: Case, said: Parsed) -> Iterator[tuple[str, Parsed]]:
    for wanted, found in score.pair_documents(case.gold["documents"], said["documents"]):
        if found is not None:
            yield score.squeeze(wanted["title"]), found


def _outcomes(truth: Parsed, found: Parsed) -> Iterator[tuple[str, tuple[bool, bool]]]:
    for field in KEYS:
        left = Counter(_keys(field, truth[field]))
        for key, row in zip(_keys(field, found[field]), found[field], strict=True):
            yield field, (left[key] > 0, row["confidence"] <= DOUBTED)
            left[key] -= 1


def _keys(field: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    said = (repr([row.get(name) for name in KEYS[field]]) for row in rows)
    return ["".join(unicodedata.normalize("NFKC", one).split()) for one in said]


def _shares(count: Counter[tuple[bool, bool]]) -> Shares:
    wrong, right = (count[kind, True] + count[kind, False] for kind in (False, True))
    return Shares(
        wrong + right,
        right / (wrong + right),
        count[False, True] / wrong if wrong else None,
        count[True, False] / right if right else None,
    )
