"""Traditional characters and variants, and the simplified ones that stand for them, one to one.

The table (`variants.txt`, with its sources) serves recognition and keys alone: what is stored and shown stays as it is
printed.
"""

from collections.abc import Mapping
from importlib.resources import files


def _table() -> Mapping[int, str]:
    """Code point → simplified character; of several lines about one character the first."""
    lines = (files("gazette") / "variants.txt").read_text(encoding="utf-8").split("\n")
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in reversed(pairs)}


SIMPLIFIED = _table()
TRADITIONAL_ONLY = frozenset("縣區鄉鎮處廳會關於辦發號條國華")
LEAST, SAMPLE = 8, 200_000


def simplified(text: str) -> str:
    """The text with each traditional character that the table knows made simplified; the length stays the same."""
    return text.translate(SIMPLIFIED)


def is_traditional(text: str) -> bool:
    """Whether a text is set in traditional characters: several of those that no official text does without."""
    sample = text[:SAMPLE]
    return sum(sample.count(character) for character in TRADITIONAL_ONLY) >= LEAST
