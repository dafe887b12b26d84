"""Signs of a recogniser's slip: a value close to a commoner one, and characters that stand together nowhere else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gazette.numbers import REGIONS
from services.extract.parsing.repair import Line

MOST_SLIPS, SLIP_SHARE = 4, 0.2
LEAST_LENGTH = 3
STYLES = "发函办字规令文公告任人复批电决议党政委府通纪干报示明传督"
MINISTRIES = "教科工公安民司财人社自环建交水农商文旅卫退应银审税市监林气海关统体广"
"""Letters that stand for a department of government in a code."""
SAMPLE, LEAST_SAMPLE, MOST_PAIRS = 200_000, 15_000, 5_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which characters stand side by side in an issue; `text` is empty where it is too short to tell."""

    text: str
    known: dict[str, bool] = field(default_factory=dict)

    def odd(self, text: str) -> bool:
        """Whether a Han character stands here between neighbours that it has nowhere else in the issue.

        The last character is not asked: it has one neighbour only.
        """
        if not self.text or len(text) < LEAST_LENGTH:
            return False
        rare = [not self._is_seen(text[at : at + 2]) for at in range(len(text) - 1)]
        return any(before and after and is_han(c) for c, before, after in zip(text, [True, *rare], rare, strict=False))

    def doubts(self, text: str) -> bool:
        """Whether two characters of it stand together nowhere else, or nothing is known of pairs."""
        return not self.text or not all(self._is_seen(text[at : at + 2]) for at in range(len(text) - 1))

    def _is_seen(self, pair: str) -> bool:
        """Whether it stands in two places. Common ones are found soon; the others are remembered, up to a bound."""
        if pair not in self.known:
            if len(self.known) >= MOST_PAIRS:
                return True
            self.known[pair] = self.text.find(pair, self.text.find(pair) + 1) >= 0 if pair in self.text else False
        return self.known[pair]


def pairs(lines: Sequence[Line]) -> Pairs:
    """The pairs of a text, from its first part where it is long."""
    text = "\n".join(line.bare for line in _first(lines))
    return Pairs(text if len(text) >= LEAST_SAMPLE else "")


def _first(lines: Iterable[Line]) -> Iterable[Line]:
    left = SAMPLE
    for line in lines:
        if left <= 0:
            return
        left -= len(line.bare)
        yield line


def is_han(c: str) -> bool:
    """Whether this is an ideograph of the basic block."""
    return "\u4e00" <= c <= "\u9fff"


def slipped(one: str, other: str) -> bool:
    """Whether two texts differ as a recogniser's slip differs from the truth: same length, few other characters."""
    if one == other or len(one) != len(other):
        return False
    differ = sum(a != b for a, b in zip(one, other, strict=True))
    return differ <= max(1, min(MOST_SLIPS, int(SLIP_SHARE * len(one))))


def rare(value: str | None, counts: Counter[str]) -> bool:
    """Whether something common and more frequent differs from it as by a slip, or by one character too many."""
    if value is None or len(value) < LEAST_LENGTH:
        return False
    return any(
        count > max(1, counts[value]) and (_is_slip(value, other) or _is_longer(value, other))
        for other, count in counts.items()
    )


def _is_slip(value: str, other: str) -> bool:
    return slipped(value, other) and not _other_series(value, other)


def _is_longer(value: str, other: str) -> bool:
    """适京政发 beside 京政发: one strange character before a code of the issue."""
    return len(other) >= LEAST_LENGTH and value[1:] == other and value[0] not in REGIONS


def _other_series(one: str, other: str) -> bool:
    """京政发, 京政函 and 国办发, 京办发 are series of their own, not slips."""
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(any(a in series and b in series for series in (STYLES, REGIONS + MINISTRIES)) for a, b in differing)
