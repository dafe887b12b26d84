"""Title, number and addressees of a document, with their places."""

from collections.abc import Sequence

from gazette import numbers
from gazette.model import Place, Provenance
from gazette.numbers import DocNumber
from services.extract.parsing.repair import Line, span
from services.extract.parsing.signals import Head
from services.extract.parsing.values import printed

FULL_SCORE = 8.0


def title(lines: Sequence[Line], head: Head) -> tuple[str, Provenance]:
    """The title as printed, on one line."""
    block = head.title
    pieces = lines[block.begin : block.end + 1]
    texts = [line.text for line in pieces]
    place = span(pieces)
    if block.number_start is not None:
        texts[-1] = texts[-1][: block.number_start].rstrip("（( \u3000")
        line, column = pieces[-1].source(max(0, len(texts[-1]) - 1))
        place = Place(place.start_line, place.start, line, column + 1)
    return printed("".join(texts)), Provenance(place, confidence(head), "title")


def boundary(lines: Sequence[Line], head: Head) -> Provenance:
    """Where the document begins, and what speaks for it, with the points that each sign gave."""
    reasons = ", ".join(f"{name} {points:+.1f}" for name, points in head.signals.items())
    return Provenance(lines[head.start].place(), confidence(head), reasons)


def number(lines: Sequence[Line], head: Head) -> tuple[str, Provenance] | None:
    """The number with 〔〕, from its own line or from behind the title."""
    if head.number is None or head.number_at is None:
        return None
    line = lines[head.number_at]
    start = head.title.number_start if head.title.number is not None else 0
    place = line.place(start or 0)
    source = "number in title line" if head.title.number is not None else "number line"
    shown = _printed(head.number, line.text[start or 0 :])
    return numbers.format(shown), Provenance(place, confidence(head), source)


def _printed(number: DocNumber, text: str) -> DocNumber:
    """The number with the very characters of its line, where they were made simplified to be recognised."""
    shown = numbers.parse(text)
    return shown if shown is not None and numbers.key(shown) == numbers.key(number) else number


def addressees(lines: Sequence[Line], head: Head) -> tuple[str, Provenance] | None:
    """主送机关 without the final colon."""
    if head.addressee_at is None:
        return None
    line = lines[head.addressee_at]
    end = len(line.text[: head.addressee_end].rstrip("：: \u3000"))
    return printed(line.text[:end]), Provenance(line.place(0, end), confidence(head), "addressee line")


def confidence(head: Head) -> float:
    """How sure the boundary is, 0 to 1."""
    return round(min(1.0, max(0.0, head.score / FULL_SCORE)), 2)
