"""The lines of one document as the parsers of its fields see them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazette.fields import Place
from gazette.model import Enclosure
from services.extract.parsing.repair import Line

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


@dataclass(frozen=True, slots=True)
class Scope:
    """Body and enclosures of a document: `lines[body:end]`; enclosures begin at `enclosed`, the signature at `signed`.

    `year` is the year that 年底前 and the like refer to: of the issued date, else of the number.
    """

    lines: Sequence[Line]
    body: int
    end: int
    enclosed: int
    title: str
    title_place: Place
    enclosures: tuple[Enclosure, ...] = ()
    number: str | None = None
    issued: str | None = None
    year: int | None = None

    def own(self) -> Iterator[Line]:
        """Lines of the document itself."""
        return (self.lines[k] for k in range(self.body, min(self.enclosed, self.end)))

    def running(self) -> Iterator[Line]:
        """Lines of running text, enclosures included: no rows of tables."""
        return (self.lines[k] for k in range(self.body, self.end) if not self.lines[k].row)

    def within(self, line: Line) -> bool:
        """Whether a line belongs to an enclosure."""
        return self.enclosed < self.end and line.first >= self.lines[self.enclosed].first


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with the offset where each begins; the full stop belongs to the sentence."""
    return ((found.start(), found[0]) for found in SENTENCE.finditer(text))
