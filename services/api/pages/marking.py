"""Matches as pieces that a template escapes one by one. Pure."""

from collections.abc import Iterable, Iterator


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a match. Marks that overlap or lie outside are cut to fit."""
    at = 0
    for start, end in sorted(marks):
        low, high = max(start, at), min(end, len(text))
        if low >= high:
            continue
        if low > at:
            yield text[at:low], False
        yield text[low:high], True
        at = high
    if at < len(text):
        yield text[at:], False
