"""Where documents are signed: date lines, and the names above them."""

from bisect import bisect_left
from collections.abc import Sequence

from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.signature import signed_by, title_organ

FARTHEST = 400


class Closings:
    """Date lines of a text, and the lines that only a head has: numbers and addressees that stand alone."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._dates: list[int] = []
        self._heads: list[int] = []
        for k, line in enumerate(lines):
            if line.row:
                continue
            if shapes.date_of(line.bare) is not None:
                self._dates.append(k)
            elif shapes.number_of(line.bare) is not None or shapes.is_addressee(line.bare):
                self._heads.append(k)

    def closes(self, body: int, title: str) -> bool:
        """Whether what begins at `body` is signed by the organ that its title names, before another head comes."""
        organ = title_organ(title)
        dated = self._first(self._dates, body)
        if organ is None or dated is None or dated - body > FARTHEST:
            return False
        head = self._first(self._heads, body)
        return (head is None or head > dated) and signed_by(self.lines, body, dated, organ)

    @staticmethod
    def _first(places: Sequence[int], at: int) -> int | None:
        k = bisect_left(places, at)
        return places[k] if k < len(places) else None
