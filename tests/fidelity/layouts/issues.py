"""What every made-up issue needs: a place, a year, documents, a cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.fidelity.layouts.pieces import LOCAL, Kind, Piece
from tests.fidelity.layouts.places import PLACES, Place, office
from tests.fidelity.layouts.sheet import Gold, arabic

TRIES = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """An issue before it is set: its documents in order, and what its cover says."""

    place: Place
    year: int
    serial: int
    total: int
    day: date
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        return f"{self.place.name}人民政府公报"

    def masthead(self, publisher: str | None = None, name: str | None = None) -> Gold:
        """The gold of the cover."""
        return {
            "name": name or self.name,
            "year": self.year,
            "number": self.serial,
            "total_number": self.total,
            "publication_date": self.day.isoformat(),
            "publisher": publisher,
        }

    def cover(self) -> tuple[str, ...]:
        """A cover as most print it."""
        return (
            self.name,
            "",
            f"{self.year}年第{self.serial}期（总第{self.total}期）",
            "",
            f"{office(self.place)}主办",
            arabic(self.day),
            "",
        )


def plan(rng: Random, kinds: Sequence[Kind] = LOCAL, count: int = 14, year: int | None = None) -> Plan:
    """An issue of `count` documents, every kind at least once where there is room."""
    place, chosen = rng.choice(PLACES[:7]), year or rng.randint(2013, 2023)
    order = [*kinds, *rng.choices(kinds, k=max(0, count - len(kinds)))][:count]
    rng.shuffle(order)
    pieces: list[Piece] = []
    for kind in order:
        tries = (kind(rng, place, chosen) for _ in range(TRIES))
        titles = {held.title for held in pieces}
        pieces.append(next((made for made in tries if made.title not in titles), kind(rng, place, chosen)))
    return Plan(place, chosen, rng.randint(1, 24), rng.randint(25, 400), date(chosen + 1, 1, 15), tuple(pieces))
