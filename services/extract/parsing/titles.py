"""Titles: which lines make one up, and how like a title of the contents page it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gazette.han import simplified
from gazette.model import TocEntry
from gazette.numbers import DocNumber
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.values import core

MOST_LINES = 6
LEAST_LIKENESS = 0.72
LEAST_SHAPE = 1.5
SHORT_ORGAN = 6
GENERIC = ("人民政府", "办公室", "办公厅", "委员会")
PLACE = re.compile(rf"[{shapes.HAN}]{{1,16}}[省市县区州盟旗乡镇]")
NAMED = re.compile(
    rf"(?!城[市镇乡]|地区|社区|园区|街区)(?:{PLACE.pattern}|国务院|中共|中央|中华人民共和国|国家|最高|全国)"
)
ENOUGH_SHAPE, FULL_SHAPE = 2.0, 3.0
LONGEST_CARRIER = 160
FARTHEST_SIGNATURE = 60
TAIL_LENGTH, EXACT = 4, 0.999
MOST_PAIRS, MOST_ENTRIES, NEAREST = 16, 40, 4


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """Lines `begin` to `end` (both in) that make up a title.

    `shape` is 0 to 3; `likeness` 0 to 1 to the contents entry `entry`; `number` stands behind it in its line.
    """

    begin: int
    end: int
    text: str
    shape: float
    likeness: float = 0.0
    entry: int | None = None
    number: DocNumber | None = None
    number_start: int | None = None


class TitleFinder:
    """Finds titles in `lines`, leaving out the lines in `taken`; knows the contents page."""

    def __init__(
        self, lines: Sequence[Line], entries: Sequence[TocEntry], taken: range, sections: frozenset[str] = frozenset()
    ) -> None:
        self.lines, self.taken, self.sections = lines, taken, sections
        self.titular = [
            k not in taken and line.bare not in sections and shapes.is_titular(line) for k, line in enumerate(lines)
        ]
        self.listed = _Listed([core(simplified(entry.title)) for entry in entries])

    def ends(self) -> list[int]:
        """Indices of lines where a title may end: above a number or an addressee, of title shape, or listed."""
        found = set()
        for k, line in enumerate(self.lines):
            if k in self.taken:
                continue
            bare = line.bare
            if shapes.number_of(bare) is not None or _is_order(bare):
                found |= {k - 1, *self._below(k + 1)}
            elif shapes.is_addressee(bare):
                found.add(k - 1)
            elif k and bare == self.lines[k - 1].bare:
                continue
            elif self.titular[k] and (shapes.TITLE_END.search(bare) or self._carries_number(k)):
                found.add(k)
        found |= self.listed.ends(self.lines, self.titular)
        return sorted(k for k in found if 0 <= k < len(self.lines) and self._can_end(k))

    def ends_title(self, k: int) -> bool:
        """Whether a title ends at this line."""
        block = self.block(k) if k >= 0 and k not in self.taken and self._can_end(k) else None
        return block is not None and (block.shape >= ENOUGH_SHAPE or block.likeness > 0)

    def block(self, end: int) -> TitleBlock | None:
        """The most title-like stretch of lines that ends here; the shortest among equals."""
        number, start = _number_behind(self.lines[end].text)
        last = self.lines[end].bare if number is None else "".join(self.lines[end].text[:start].split()).rstrip("（(")
        best: TitleBlock | None = None
        text, fragment = last, False
        for begin in range(end, max(-1, end - MOST_LINES), -1):
            if begin < end:
                if not self.titular[begin] or begin in self.taken:
                    break
                text = self.lines[begin].bare + text
            likeness, entry = self.listed.likeness(text)
            block = TitleBlock(begin, end, text, shapes.title_shape(text), likeness, entry, number, start)
            if best is None or _rank(block) > _rank(best) or (fragment and block.shape >= FULL_SHAPE):
                best = block
            fragment = block.shape >= FULL_SHAPE and self._is_fragment(text, begin - 1)
            if block.shape >= FULL_SHAPE and not fragment and (likeness >= EXACT or not self.listed.titles):
                break
        if best is None or (best.shape == 0 and best.likeness == 0):
            return None
        return self._with_organ(best)

    def _is_fragment(self, text: str, above: int) -> bool:
        """Whether a title that seems whole begins inside a name: 办公室关于… below …人民政府."""
        organ = shapes.ORGAN_START.match(text)
        if organ is None or above < 0 or not self.titular[above]:
            return False
        bare = self.lines[above].bare
        if self.lines[above + 1].gap == 0 and not NAMED.match(text) and NAMED.match(bare) and not shapes.is_organ(bare):
            return True
        return organ.end() <= SHORT_ORGAN and (
            bare.endswith("关于")
            or shapes.is_organ(bare)
            or (text.startswith(GENERIC) and PLACE.fullmatch(bare) is not None)
        )

    def _with_organ(self, block: TitleBlock) -> TitleBlock:
        """A title that begins with a verb, and the organ alone in the line above."""
        above = block.begin - 1
        if above < 0 or above in self.taken or not shapes.is_organ(self.lines[above].bare):
            return block
        joint = block.shape >= FULL_SHAPE and self.lines[block.begin].gap == 0 and NAMED.match(block.text) is not None
        if block.shape != ENOUGH_SHAPE and not (joint and self._signs(self.lines[above].bare, block.end)):
            return block
        text = self.lines[above].bare + block.text
        likeness, entry = self.listed.likeness(text)
        longer = TitleBlock(above, block.end, text, 3.0, likeness, entry, block.number, block.number_start)
        return self._with_organ(longer) if joint else longer

    def _signs(self, organ: str, end: int) -> bool:
        """Whether this organ stands alone in a line further down too, as those do that sign together."""
        return any(line.bare == organ for line in self.lines[end + 1 : end + FARTHEST_SIGNATURE])

    def _can_end(self, k: int) -> bool:
        return self.titular[k] or self._carries_number(k)

    def _carries_number(self, k: int) -> bool:
        line = self.lines[k]
        if line.row or len(line.bare) > LONGEST_CARRIER or not line.bare.endswith(("号", "号）", "号)")):
            return False
        number, start = _number_behind(line.text)
        return (
            number is not None
            and start is not None
            and start > TAIL_LENGTH
            and shapes.title_shape(line.text[:start].rstrip("（( ")) >= 1
        )

    def _below(self, k: int) -> Iterable[int]:
        """Ends of a title that begins at line `k`, below its number."""
        for end in range(k, min(k + MOST_LINES, len(self.lines))):
            if not self.titular[end]:
                break
            if shapes.TITLE_END.search(self.lines[end].bare):
                yield end


class _Listed:
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


def _rank(block: TitleBlock) -> tuple[float, float]:
    return (block.likeness * 3 + block.shape, -0.01 * (block.end - block.begin))


def _number_behind(text: str) -> tuple[DocNumber | None, int | None]:
    """The number that ends the line, and where it begins."""
    if len(text) > 2 * LONGEST_CARRIER:
        return None, None
    return shapes.number_behind(text) or (None, None)


def _is_order(bare: str) -> bool:
    return bare[:1] in "第（(" and shapes.ORDER_NUMBER.fullmatch(bare) is not None


def _pairs(text: str) -> Iterable[str]:
    return (text[k : k + 2] for k in range(len(text) - 1))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total())
