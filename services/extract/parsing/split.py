"""An issue becomes its documents: heads that enough signals speak for, each with the lines that follow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.extract.parsing import cover, shapes
from services.extract.parsing.attachment import Attachment, attachment
from services.extract.parsing.contents import Contents
from services.extract.parsing.regulation import regulation
from services.extract.parsing.repair import Line
from services.extract.parsing.signals import THRESHOLD, WEIGHTS, Head, HeadFinder
from services.extract.parsing.titles import TitleBlock, TitleFinder
from services.extract.parsing.values import core

LONE_THRESHOLD = 2.0
LONE_DEPTH = 14
FORWARDING = ("转发", "批转")
OPENING, LONGEST_OPENING = 12, 400


@dataclass(frozen=True, slots=True)
class Part:
    """A document's lines: indices from `head.start` up to, not including, `end`."""

    head: Head
    end: int
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The documents in order, and every head that was weighed for them, with all that spoke for and against it."""

    parts: tuple[Part, ...]
    weighed: tuple[Head, ...]


def split(lines: Sequence[Line], contents: Contents | None) -> Split:
    """The documents of an issue, or the one of a file that holds no more; none where nothing looks like one."""
    taken = range(contents.begin, contents.end) if contents else range(0)
    entries = contents.entries if contents else ()
    sections = contents.sections if contents else frozenset()
    heads = _weighed_all(lines, HeadFinder(lines, TitleFinder(lines, entries, taken, sections)).heads())
    kept = [head for head in heads if head.score >= THRESHOLD]
    if kept:
        return Split(tuple(_parts(lines, kept, taken, sections)), tuple(heads))
    lone = _lone(lines, heads)
    return Split((lone,) if lone else (), tuple(heads))


def _weighed_all(lines: Sequence[Line], heads: Sequence[Head]) -> list[Head]:
    """Heads with what the heads before them say of them."""
    found: list[Head] = []
    bearer = Bearer(lines)
    for head in _once_listed(heads):
        signs: list[str] = []
        before = found[-1] if found else None
        if before is not None and "list goes on" in before.signals and head.start == before.body:
            signs.append("list goes on")
        if head.number is None:
            signs += bearer.signs(head)
        found.append(_weighed(head, *signs))
        if found[-1].score >= THRESHOLD:
            bearer.take(found[-1])
    return found


class Bearer:
    """The document last begun: what it forwards or names in its opening is no document of its own."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._head: Head | None = None
        self._texts: dict[int, str] = {}
        self._forwards = False

    def take(self, head: Head) -> None:
        self._head, self._texts = head, {}
        self._forwards = any(verb in head.title.text for verb in FORWARDING)

    def signs(self, head: Head) -> list[str]:
        """What speaks against a head without a number: of what is forwarded there is one."""
        if self._head is None:
            return []
        signs = ["forwarded"] if self._forwards else []
        self._forwards = False
        return [*signs, "announced"] if core(head.title.text) in self._told(head.start) else signs

    def _told(self, before: int) -> str:
        """Title and opening lines of the document up to a line, for comparing."""
        body = self._head.body if self._head else before
        end = min(body + OPENING, max(before, body))
        if end not in self._texts:
            opening = (line.bare for line in self._lines[body:end] if len(line.bare) <= LONGEST_OPENING)
            self._texts[end] = core("\n".join((self._head.title.text if self._head else "", *opening)))
        return self._texts[end]


def _weighed(head: Head, *signals: str) -> Head:
    return replace(head, signals=head.signals | {signal: WEIGHTS[signal] for signal in signals}) if signals else head


def _once_listed(heads: Sequence[Head]) -> Sequence[Head]:
    """An entry of the contents speaks only for the head that is most like it: enclosures have similar titles."""
    best: dict[int, float] = {}
    for head in heads:
        if head.title.entry is not None:
            best[head.title.entry] = max(best.get(head.title.entry, 0.0), _claim(head))
    return [
        head
        if head.title.entry is None or _claim(head) == best[head.title.entry]
        else replace(head, signals={k: v for k, v in head.signals.items() if not k.startswith("contents")})
        for head in heads
    ]


def _claim(head: Head) -> float:
    return head.title.likeness + 0.1 * (head.number is not None) + 0.1 * (head.addressee_at is not None)


def _parts(lines: Sequence[Line], heads: Sequence[Head], taken: range, sections: frozenset[str]) -> list[Part]:
    parts = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        end = following.start if following else len(lines)
        if head.start < taken.start < end:
            end = taken.start
        while end > head.start + 1 and _above_a_head(lines[end - 1].bare, sections):
            end -= 1
        parts.append(Part(head, end))
    return parts


def _above_a_head(bare: str, sections: frozenset[str]) -> bool:
    """Whether a line belongs to what follows: the name of a section, or the gazette's own printed anew."""
    return shapes.is_section(bare) or bare in sections or cover.is_masthead(bare)


def _lone(lines: Sequence[Line], heads: Sequence[Head]) -> Part | None:
    """One document that fills the file: an attachment, a report, or a head that fewer signals speak for."""
    found = attachment(lines)
    if found is not None:
        block = TitleBlock(found.title_begin, found.title_end, found.title, 1.0)
        return Part(Head(found.at, block, signals={"attachment": THRESHOLD}), len(lines), found)
    report = _report(lines)
    if report is not None:
        return Part(report, len(lines))
    likely = [head for head in heads if head.start < LONE_DEPTH and head.score >= LONE_THRESHOLD]
    best = max(likely, key=lambda head: head.score, default=None) or regulation(lines)
    return Part(best, len(lines)) if best else None


def _report(lines: Sequence[Line]) -> Head | None:
    """A report to the people's congress: its title stands at the top, alone."""
    for k, line in enumerate(lines[: LONE_DEPTH // 2]):
        if shapes.REPORT.fullmatch(line.bare):
            return Head(k, TitleBlock(k, k, line.bare, 1.0), signals={"report": THRESHOLD})
    return None
