"""Kinds of damage of our own, each with the truth that is left: `KINDS[name](text, gold, rng)` gives a text and its gold.

What a kind takes away is taken out of the gold; a text that a kind leaves as it was is no case of it.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from tests.fidelity.damages import documents, lines, pages
from tests.fidelity.tracked import Change, Gold, damaged


def _apply(change: Change, text: str, gold: Gold, rng: Random) -> tuple[str, Gold]:
    return damaged(text, gold, rng, change)


KINDS: dict[str, Callable[[str, Gold, Random], tuple[str, Gold]]] = {
    change.__name__: partial(_apply, change) for module in (pages, documents, lines) for change in module.CHANGES
}
