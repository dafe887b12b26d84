"""Why a file is split as it is: what spoke for and against each place where a document may begin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.extract import formats
from services.extract.limits import USUAL, Limits
from services.extract.parse import paragraphs
from services.extract.parsing import cover
from services.extract.parsing.contents import contents
from services.extract.parsing.repair import Line
from services.extract.parsing.signals import THRESHOLD, Head
from services.extract.parsing.split import split
from services.extract.parsing.values import printed

NEAR = THRESHOLD / 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """A place where a document begins, or nearly: its line, the title there, and the points that each sign gave.

    `score` is their sum. Where no place reaches `threshold`, the file may still be one document as a whole.
    """

    line: int
    title: str
    accepted: bool
    score: float
    threshold: float
    signals: dict[str, float]


def explain(data: bytes, limits: Limits = USUAL) -> list[Verdict]:
    """Verdicts on all boundaries and on what came near, in order. RejectedError where the content cannot be read."""
    lines = paragraphs(formats.read(data, limits).text)
    starts = cover.starts(lines)
    ends = [*starts[1:], len(lines)]
    return [verdict for low, high in zip(starts, ends, strict=True) for verdict in _of_issue(lines[low:high])]


def _of_issue(lines: Sequence[Line]) -> Iterator[Verdict]:
    found = split(lines, contents(lines))
    accepted = {part.head.start: part.head for part in found.parts}
    heads = {head.start: head for head in found.weighed if _near(head)} | accepted
    for start in sorted(heads):
        yield _verdict(lines, heads[start], start in accepted)


def _near(head: Head) -> bool:
    """Whether as much speaks for it as for half a document, whatever speaks against it."""
    return sum(points for points in head.signals.values() if points > 0) >= NEAR


def _verdict(lines: Sequence[Line], head: Head, accepted: bool) -> Verdict:
    title = printed("".join(line.text for line in lines[head.title.begin : head.title.end + 1]))
    signals = {name: round(points, 2) for name, points in head.signals.items()}
    return Verdict(lines[head.start].first, title, accepted, round(head.score, 2), THRESHOLD, signals)
