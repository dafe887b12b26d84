"""The lines of one document as the parsers of its fields see them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gazette.fields import Place
from gazette.model import Enclosure
from services.extract.parsing.quotes import Quoted, quoted
from services.extract.parsing.repair import Line
from services.extract.parsing.tables import Row, rows

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
    _rows: list[Row] = field(default_factory=list, repr=False, compare=False)
    _titles: dict[int, list[Quoted]] = field(default_factory=dict, repr=False, compare=False)

    def own(self) -> Iterator[Line]:
        """Lines of the document itself."""
        return (self.lines[k] for k in range(self.body, min(self.enclosed, self.end)))

    def deciding(self) -> Iterator[Line]:
        """The same, and those of a decision that an order brings out."""
        first = self.enclosures[0] if self.enclosures else None
        whole = first is not None and first.label is None and first.title.endswith("决定")
        return (self.lines[k] for k in range(self.body, self.end if whole else min(self.enclosed, self.end)))

    def running(self) -> Iterator[Line]:
        """Lines of running text, enclosures included: no rows of tables."""
        return (self.lines[k] for k in range(self.body, self.end) if not self.lines[k].row)

    def titles(self, line: Line) -> Sequence[Quoted]:
        """Titles in a line; read once."""
        if "《" not in line.text:
            return ()
        found = self._titles.get(line.first)
        if found is None:
            found = self._titles[line.first] = quoted(line.text)
        return found

    def rows(self) -> Sequence[Row]:
        """Rows of tables, enclosures included; read once."""
        if not self._rows:
            self._rows.extend(rows(self.lines, self.body, self.end))
        return self._rows

    def within(self, line: Line) -> bool:
        """Whether a line belongs to an enclosure."""
        return self.enclosed < self.end and line.first >= self.lines[self.enclosed].first


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with the offset where each begins; the full stop belongs to the sentence."""
    return ((found.start(), found[0]) for found in SENTENCE.finditer(text))
