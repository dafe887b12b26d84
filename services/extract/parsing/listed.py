"""How like the titles of the contents page a text is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from services.extract.parsing.repair import Line
from services.extract.parsing.values import core

LEAST_LIKENESS = 0.72
TAIL_LENGTH = 4
MOST_PAIRS, MOST_ENTRIES, NEAREST = 16, 40, 4


class Listed:
    """Titles of the contents page, compared by pairs of characters."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.titles = titles
        self.pairs = [Counter(_pairs(title)) for title in titles]
        self.by_pair: dict[str, list[int]] = defaultdict(list)
        for k, pairs in enumerate(self.pairs):
            for pair in pairs:
                self.by_pair[pair].append(k)

    def likeness(self, text: str) -> tuple[float, int | None]:
        """How like the most similar entry the text is (0 where it is unlike all), and that entry."""
        if not self.titles:
            return 0.0, None
        pairs = Counter(_pairs(core(text)))
        if not pairs:
            return 0.0, None
        rare = sorted((held for pair in pairs if (held := self.by_pair.get(pair))), key=len)[:MOST_PAIRS]
        near = Counter(k for held in rare for k in held[:MOST_ENTRIES]).most_common(NEAREST)
        scores = [(_dice(pairs, self.pairs[k]), -k) for k, _ in near]
        score, k = max(scores, default=(0.0, 0))
        return (score, -k) if score >= LEAST_LIKENESS else (0.0, None)

    def ends(self, lines: Sequence[Line], titular: Sequence[bool]) -> set[int]:
        """Lines that end as an entry ends."""
        tails = {title[-TAIL_LENGTH:] for title in self.titles}
        return (
            {k for k, line in enumerate(lines) if titular[k] and core(line.bare)[-TAIL_LENGTH:] in tails}
            if tails
            else set()
        )


def _pairs(text: str) -> Iterable[str]:
    return (text[k : k + 2] for k in range(len(text) - 1))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total())
