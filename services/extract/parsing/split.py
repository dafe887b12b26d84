"""An issue becomes its documents: heads that enough signals speak for, each with the lines that follow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.extract.parsing import shapes
from services.extract.parsing.attachment import Attachment, attachment
from services.extract.parsing.contents import Contents
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


def split(lines: Sequence[Line], contents: Contents | None) -> list[Part]:
    """The documents in order; empty where none is found."""
    taken = range(contents.begin, contents.end) if contents else range(0)
    entries = contents.entries if contents else ()
    sections = contents.sections if contents else frozenset()
    heads = HeadFinder(lines, TitleFinder(lines, entries, taken, sections)).heads()
    kept = _accepted(lines, heads)
    if kept:
        return _parts(lines, kept, taken, sections)
    lone = _lone(lines, heads)
    return [lone] if lone else []


def _accepted(lines: Sequence[Line], heads: Sequence[Head]) -> list[Head]:
    """Heads above the threshold. What a 转发 or 批转 encloses has a head of its own, mostly without a number."""
    kept: list[Head] = []
    before: Head | None = None
    for head in _once_listed(heads):
        if before is not None and "list goes on" in before.signals and head.start == before.body:
            head = _weighed(head, "list goes on")  # noqa: PLW2901
        before = head
        if kept and head.number is None:
            head = _weighed(head, *_enclosed(lines, kept[-1], head))  # noqa: PLW2901
        if head.score >= THRESHOLD:
            kept.append(head)
    return kept


def _enclosed(lines: Sequence[Line], before: Head, head: Head) -> list[str]:
    """Signs that the head belongs to a text which the document before it brings: forwarded, or named in its opening."""
    signs = ["forwarded"] if any(verb in before.title.text for verb in FORWARDING) else []
    opening = lines[before.body : min(before.body + OPENING, head.start)]
    named = core("".join(line.bare for line in opening if len(line.bare) <= LONGEST_OPENING))
    title = core(head.title.text)
    return [*signs, "announced"] if title in core(before.title.text) or title in named else signs


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
        while end > head.start + 1 and (shapes.is_section(lines[end - 1].bare) or lines[end - 1].bare in sections):
            end -= 1
        parts.append(Part(head, end))
    return parts


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
    best = max(likely, key=lambda head: head.score, default=None)
    return Part(best, len(lines)) if best else None


def _report(lines: Sequence[Line]) -> Head | None:
    """A report to the people's congress: its title stands at the top, alone."""
    for k, line in enumerate(lines[: LONE_DEPTH // 2]):
        if shapes.REPORT.fullmatch(line.bare):
            return Head(k, TitleBlock(k, k, line.bare, 1.0), signals={"report": THRESHOLD})
    return None
