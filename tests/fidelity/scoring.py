"""Figures over cases, for tests that print what was missed."""

from collections.abc import Iterable
from typing import Any

from tests.fidelity.instrument import Case as Annotated
from tests.fidelity.instrument import scored

Gold = dict[str, Any]
Case = tuple[str, str, Gold]
"""A name, a text and its gold."""


def figures(cases: Iterable[Case]) -> dict[str, float]:
    """Every figure over the cases; differences are printed."""
    tally = scored(Annotated(*case) for case in cases)
    print("\n".join(tally.misses))
    return dict(tally.figures)
