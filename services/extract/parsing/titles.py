"""Titles: which lines make one up, and how like a title of the contents page it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gazette.han import simplified
from gazette.model import TocEntry
from gazette.numbers import DocNumber, NumberKind
from services.extract.parsing import shapes
from services.extract.parsing.listed import Listed
from services.extract.parsing.repair import Line
from services.extract.parsing.values import core

MOST_LINES, MOST_LINES_OF_HEAD = 6, 24
LEAST_WIDTH, LEEWAY = 15, 2
LEAST_SHAPE = 1.5
SHORT_ORGAN = 6
GENERIC = ("人民政府", "办公室", "办公厅", "委员会")
PLACE = re.compile(rf"[{shapes.HAN}]{{1,16}}[省市县区州盟旗乡镇]")
NAMED = re.compile(
    rf"(?!城[市镇乡]|地区|社区|园区|街区)(?:{PLACE.pattern}|国务院|中共|中央|中华人民共和国|国家|最高|全国)"
)
ENOUGH_SHAPE, FULL_SHAPE = 2.0, 3.0
LONGEST_CARRIER = shapes.LONGEST_TITLE + shapes.LONGEST_NUMBER_LINE
FARTHEST_SIGNATURE = 400
SHORTEST, EXACT = 4, 0.999


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
        self.listed = Listed([core(simplified(entry.title)) for entry in entries])

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
        best: TitleBlock | None = None
        fragment = False
        for begin, text in self._stretches(end, start if number else None):
            if best is not None and end - begin >= MOST_LINES and best.shape >= FULL_SHAPE and not fragment:
                break
            likeness, entry = self.listed.likeness(text)
            block = TitleBlock(begin, end, text, shapes.title_shape(text), likeness, entry, number, start)
            if best is None or _rank(block) > _rank(best) or (fragment and block.shape >= FULL_SHAPE):
                best = block
            fragment = self._is_fragment(text, begin, end) if block.shape >= FULL_SHAPE else fragment
            if block.shape >= FULL_SHAPE and not fragment and (likeness >= EXACT or not self.listed.titles):
                break
        if best is None or (best.shape == 0 and best.likeness == 0 and not self._is_headed(end)):
            return None
        return self._with_organ(best)

    def _stretches(self, end: int, number: int | None) -> Iterator[tuple[int, str]]:
        """Where a title may begin that ends here, or before the number at this offset, and its text from there."""
        line = self.lines[end]
        text = line.bare if number is None else "".join(line.text[:number].split()).rstrip("（(")
        yield end, text
        for begin in range(end - 1, max(-1, end - self._reach(end)), -1):
            text = self.lines[begin].bare + text
            if begin in self.taken or not self._may_go_on(begin) or len(text) > shapes.LONGEST_TITLE:
                return
            yield begin, text

    def _is_headed(self, end: int) -> bool:
        """Whether a line that is like no title has its number and addressees beside it all the same."""
        near = [line.bare for line in self.lines[max(0, end - 1) : end + 3]]
        below = near[min(end, 1) + 1 :]
        if not below or not self.titular[end]:
            return False
        order = shapes.number_of(below[0])
        if order is not None and order.kind is NumberKind.ORDER and shapes.REGULATION.fullmatch(self.lines[end].bare):
            return True
        if shapes.is_addressee(below[0]):
            return end > 0 and shapes.number_of(near[0]) is not None
        return shapes.number_of(below[0]) is not None and len(below) > 1 and shapes.is_addressee(below[1])

    def _reach(self, end: int) -> int:
        """Of how many lines a title that ends here may be: of many, where its addressees or its number follow."""
        below = self.lines[end + 1].bare if end + 1 < len(self.lines) else ""
        head = shapes.is_addressee(below) or shapes.number_of(below) is not None
        return MOST_LINES_OF_HEAD if head else MOST_LINES

    def _may_go_on(self, k: int) -> bool:
        """Whether a title may go on behind this line: titular, or cut in a list of names."""
        line = self.lines[k]
        return self.titular[k] or (line.bare.endswith("、") and shapes.is_titular(replace(line, bare=line.bare[:-1])))

    def _is_full(self, above: int, end: int) -> bool:
        """Whether the line is as wide as another one of the title, so that all were cut at one width."""
        upper, lower = self.lines[above], self.lines[above + 1]
        if lower.gap or len(lower.bare) < LEAST_WIDTH:
            return False
        if lower.first < lower.last:
            return abs(len(upper.bare) - lower.runs[1][0]) <= LEEWAY
        if above + 1 < end:
            return _as_wide(upper, lower)
        top = self.lines[above - 1] if above and not upper.gap and self._may_go_on(above - 1) else None
        return top is not None and _as_wide(top, upper) and upper.width >= lower.width

    def _is_fragment(self, text: str, begin: int, end: int) -> bool:
        """Whether a title that seems whole begins inside a name: 办公室关于… below …人民政府."""
        organ, above = shapes.ORGAN_START.match(text), begin - 1
        if organ is None or above < 0 or not self._may_go_on(above):
            return False
        bare = self.lines[above].bare
        if not shapes.TITLE_END.search(bare) and (shapes.ORGAN_START.match(bare) or self._is_full(above, end)):
            return True
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
        joint = block.shape >= FULL_SHAPE and self.lines[block.begin].gap == 0 and not block.text.startswith(GENERIC)
        together = joint and (self._signs(self.lines[above].bare, block.end) or self._is_joint(above))
        if block.shape != ENOUGH_SHAPE and not together:
            return block
        text = self.lines[above].bare + block.text
        likeness, entry = self.listed.likeness(text)
        longer = TitleBlock(above, block.end, text, 3.0, likeness, entry, block.number, block.number_start)
        return self._with_organ(longer) if joint else longer

    def _is_joint(self, k: int) -> bool:
        """Whether the organ of this line is one of several in lines set together."""
        above = k > 0 and self.lines[k].gap == 0 and self._names_organ(k - 1)
        return self._names_organ(k) and (above or self._names_organ(k + 1))

    def _names_organ(self, k: int) -> bool:
        return shapes.is_organ(self.lines[k].bare) and NAMED.match(self.lines[k].bare) is not None

    def _signs(self, organ: str, end: int) -> bool:
        """Whether this organ stands alone above the next date too, as those do that sign together."""
        for line in self.lines[end + 1 : end + FARTHEST_SIGNATURE]:
            if len(line.bare) <= shapes.LONGEST_NUMBER_LINE:
                if organ == line.bare or organ in line.text.split():
                    return True
                if shapes.date_of(line.bare):
                    return False
        return False

    def _can_end(self, k: int) -> bool:
        goes_on = k + 1 < len(self.lines) and self.lines[k + 1].bare[0] == "的" and self.titular[k + 1]
        return (self.titular[k] and not goes_on) or self._carries_number(k)

    def _carries_number(self, k: int) -> bool:
        line = self.lines[k]
        if line.row or len(line.bare) > LONGEST_CARRIER or not line.bare.endswith(("号", "号）", "号)")):
            return False
        number, start = _number_behind(line.text)
        return (
            number is not None
            and start is not None
            and start > SHORTEST
            and shapes.title_shape(line.text[:start].rstrip("（( ")) >= 1
        )

    def _below(self, k: int) -> Iterable[int]:
        """Ends of a title that begins at line `k`, below its number."""
        for end in range(k, min(k + MOST_LINES, len(self.lines))):
            if not self.titular[end]:
                break
            if shapes.TITLE_END.search(self.lines[end].bare):
                yield end


def _as_wide(one: Line, other: Line) -> bool:
    return min(abs(len(one.bare) - len(other.bare)), abs(one.width - other.width)) <= LEEWAY


def _rank(block: TitleBlock) -> tuple[float, float]:
    return (block.likeness * 3 + block.shape, -0.01 * (block.end - block.begin))


def _number_behind(text: str) -> tuple[DocNumber | None, int | None]:
    """The number that ends the line, and where it begins."""
    if len(text) > 2 * LONGEST_CARRIER:
        return None, None
    return shapes.number_behind(text) or (None, None)


def _is_order(bare: str) -> bool:
    return bare[:1] in "第（(" and shapes.ORDER_NUMBER.fullmatch(bare) is not None
