"""Where documents begin: candidates, the independent signals that speak for each, and what they weigh."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gazette.numbers import DocNumber
from services.extract.parsing import shapes
from services.extract.parsing.closings import Closings
from services.extract.parsing.repair import Line
from services.extract.parsing.titles import TitleBlock, TitleFinder

WEIGHTS = {
    "number": 3.0,
    "number in title line": 3.0,
    "broken number": 2.0,
    "addressee": 2.5,
    "contents": 3.0,
    "contents, exactly": 1.0,
    "title": 1.0,
    "after section head": 1.0,
    "own signature": 1.5,
    "adopted": 1.5,
    "promulgates": 1.5,
    "articles": 2.0,
    "after signature": 0.5,
    "at the top": 1.0,
    "body follows": 0.5,
    "list goes on": -2.5,
    "announced": -3.0,
    "forwarded": -3.0,
}
THRESHOLD = 4.0
LOOK_AHEAD, LEAST_BODY, MOST_RECORDS = 3, 15, 8
LEAST_SIGNED, EXACT = 1.5, 0.999
LONGEST_CAPTION = 12


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document, in indices of lines: title from `begin` to `end` (both in), number and addressee lines.

    `start` is the first line of all that. `signals` name what spoke for it, with the points that each gave.
    `addressee_end` is the offset behind the addressees where the body begins in their line.
    """

    start: int
    title: TitleBlock
    number: DocNumber | None = None
    number_at: int | None = None
    addressee_at: int | None = None
    signals: dict[str, float] = field(default_factory=dict)
    addressee_end: int | None = None

    @property
    def score(self) -> float:
        """Sum of all points."""
        return sum(self.signals.values())

    @property
    def body(self) -> int:
        """Index of the first line after the head."""
        last = max(self.title.end, self.number_at or 0, self.addressee_at or 0)
        return last if self.addressee_end is not None else last + 1


def _is_field(line: Line) -> bool:
    """Whether the line is a label and its value, as in the records of a web page or a labelled document."""
    return shapes.is_record(line.bare) or shapes.FIELD.match(line.bare) is not None


class HeadFinder:
    """Finds heads in `lines[low:high]` and weighs them."""

    def __init__(self, lines: Sequence[Line], titles: TitleFinder) -> None:
        self.lines, self.titles, self.closings = lines, titles, Closings(lines)

    def heads(self) -> list[Head]:
        """The best head for each title, in order; their scores may be low."""
        best: dict[int, Head] = {}
        for end in self.titles.ends():
            block = self.titles.block(end)
            if block is None:
                continue
            head = self._head(block)
            held = best.get(head.start)
            if held is None or head.score > held.score:
                best[head.start] = head
        apart = _apart(sorted(best.values(), key=lambda head: head.start))
        return [head for head, after in zip(apart, [*apart[1:], None], strict=False) if not self._repeats(head, after)]

    def _repeats(self, head: Head, after: Head | None) -> bool:
        """Whether a web page's own title and records stand above the head that follows, with the same title."""
        if after is None or after.title.text != head.title.text or after.start - head.title.end > MOST_RECORDS:
            return False
        between = self.lines[head.title.end + 1 : after.start]
        records = [_is_field(line) for line in between]
        if not any(records) or any(map(_is_field, self.lines[after.title.end + 1 : after.title.end + 2])):
            return False
        return all(record or len(line.bare) <= LONGEST_CAPTION for line, record in zip(between, records, strict=True))

    def _head(self, block: TitleBlock) -> Head:
        signals = {"title": WEIGHTS["title"] * block.shape}
        start, number, number_at = block.begin, block.number, block.end if block.number else None
        if number is not None:
            signals["number in title line"] = WEIGHTS["number in title line"]
        else:
            start, number, number_at = self._number(block)
            if number_at is not None:
                name = "broken number" if number is None else "number"
                signals[name] = WEIGHTS[name]
        addressee_at, addressee_end = self._addressee(max(block.end, number_at or 0) + 1)
        if addressee_at is not None:
            signals["addressee"] = WEIGHTS["addressee"]
        if block.likeness:
            signals["contents"] = WEIGHTS["contents"] * block.likeness
        if block.likeness >= EXACT:
            signals["contents, exactly"] = WEIGHTS["contents, exactly"]
        head = Head(start, block, number, number_at, addressee_at, signals, addressee_end)
        signals.update(self._surroundings(head))
        return head

    def _number(self, block: TitleBlock) -> tuple[int, DocNumber | None, int | None]:
        """The number line below the title, or else above it; and where the head begins."""
        below = self._past_records(block.end + 1)
        if below < len(self.lines) and shapes.date_of(self.lines[below].bare):
            below += 1
        if below < len(self.lines):
            number = shapes.number_of(self.lines[below].bare) or self._order(block, below)
            if number is not None:
                return block.begin, number, below
        above = block.begin - 1
        if above >= 0 and above not in self.titles.taken:
            number = shapes.number_of(self.lines[above].bare)
            if number is not None and not self.titles.ends_title(above - 1):
                return above, number, above
        if below < len(self.lines) and shapes.is_broken_number(self.lines[below].bare):
            return block.begin, None, below
        return block.begin, None, None

    def _past_records(self, at: int) -> int:
        """The first line from `at` on that is none of what a web page prints about a document, save its number."""
        for k in range(at, min(at + MOST_RECORDS, len(self.lines))):
            bare = self.lines[k].bare
            field = k > at and shapes.FIELD.fullmatch(bare) is not None
            if not (field or shapes.is_record(bare)) or shapes.number_of(bare) is not None:
                return k
        return at

    def _order(self, block: TitleBlock, below: int) -> DocNumber | None:
        """第707号 below …令: the title is the code."""
        bare = self.lines[below].bare.strip("（）()")
        if shapes.ORDER_NUMBER.fullmatch(bare) and block.text.endswith(("令", "公告", "通告")):
            return shapes.number_of(block.text + bare)
        return None

    def _addressee(self, at: int) -> tuple[int | None, int | None]:
        """The addressee line near `at`, and where in it the addressees end if the body runs on there."""
        left = LOOK_AHEAD - 1
        for k in range(at, min(at + MOST_RECORDS, len(self.lines))):
            line = self.lines[k]
            if shapes.is_addressee(line.bare):
                return k, None
            runs_on = shapes.addressees_end(line.text) if not line.row else None
            if runs_on is not None:
                return k, runs_on
            record = shapes.is_record(line.bare)
            left -= not record
            if not left or not (record or shapes.is_titular(line)) or len(line.bare) > shapes.LONGEST_NUMBER_LINE:
                return None, None
        return None, None

    def _surroundings(self, head: Head) -> dict[str, float]:
        names = []
        before = self.lines[head.start - 1] if head.start else None
        if before is None:
            names.append("at the top")
        elif shapes.is_section(before.bare) or before.bare in self.titles.sections:
            names.append("after section head")
        elif shapes.date_of(before.bare):
            names.append("after signature")
        if head.title.shape >= LEAST_SIGNED and self.closings.closes(head.body, head.title.text):
            names.append("own signature")
        if shapes.adopted_until(self.lines, head.body) > head.body:
            names.append("adopted")
        if head.number is not None and head.title.shape == 0 and self._promulgates(head):
            names.append("promulgates")
        if head.addressee_at is None:
            names += ["list goes on"] if self._among_numbers(head) else self._what_follows(head.body)
        return {name: WEIGHTS[name] for name in names}

    def _promulgates(self, head: Head) -> bool:
        """Whether the first line of the body makes public what the title names."""
        told = self.lines[head.body].bare if head.body < len(self.lines) else ""
        return f"《{head.title.text}》" in told and any(verb in told for verb in ("公布", "发布", "颁布"))

    def _among_numbers(self, head: Head) -> bool:
        """Whether the number in the title line is one of a list of such lines."""
        if head.title.number is None:
            return False
        beside = [k for k in (head.start - 1, head.title.end + 1) if 0 <= k < len(self.lines)]
        return any(self.lines[k].bare.rstrip("）)；;。").endswith("号") for k in beside)

    def _what_follows(self, at: int) -> list[str]:
        if at >= len(self.lines):
            return []
        follows = self.lines[at]
        if shapes.number_of(follows.bare) or (shapes.is_titular(follows) and shapes.title_shape(follows.bare) >= 1):
            return ["list goes on"]
        return ["body follows"] if len(follows.bare) >= LEAST_BODY and not follows.row else []


def _apart(heads: Sequence[Head]) -> list[Head]:
    """Of heads that overlap, the better one."""
    kept: list[Head] = []
    for head in heads:
        if kept and head.start < kept[-1].body:
            if head.score > kept[-1].score:
                kept[-1] = head
            continue
        kept.append(head)
    return kept
