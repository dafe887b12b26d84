"""Colours and strokes of objects on OFD pages as operators of PDF."""

from dataclasses import dataclass

from services.extract.drawing.ofd_paths import numbered
from services.extract.drawing.ofd_resources import Resources
from services.extract.formats.elements import Element, child, number, value
from services.extract.formats.ofd_objects import numbers

FILLS, STROKES = {1: "g", 3: "rg", 4: "k"}, {1: "G", 3: "RG", 4: "K"}
COMPONENTS = {"GRAY": 1, "RGB": 3, "CMYK": 4}
CAPS, JOINS = {"Round": 1, "Square": 2}, {"Round": 1, "Bevel": 2}
USUAL_WIDTH, USUAL_MITER = 0.353, 3.528
DEEPEST = 16
YES = ("true", "1")


@dataclass(frozen=True, slots=True)
class Colour:
    """One to four parts (grey, red green blue, or of four inks) and how opaque, each from 0 to 1."""

    parts: tuple[float, ...]
    alpha: float = 1.0

    def operator(self, names: dict[int, str]) -> str:
        """FILLS or STROKES with it."""
        return f"{numbered(self.parts)} {names[len(self.parts)]}"


BLACK = Colour((0.0,))


class Style:
    """How an object is drawn: as it says itself, else as the styles say that it and its layer refer to."""

    def __init__(self, element: Element, layer: Element, resources: Resources) -> None:
        self._own, self._resources = element, resources
        self._chain = list(resources.styles(element, layer))

    def says(self, name: str, otherwise: str) -> str:
        """An attribute."""
        return next((found for one in self._chain if (found := value(one, name)) is not None), otherwise)

    def is_set(self, name: str, otherwise: bool) -> bool:
        """An attribute of the object itself that is true or false."""
        found = value(self._own, name)
        return otherwise if found is None else found in YES

    def colour(self, name: str, otherwise: Colour | None) -> Colour | None:
        """`FillColor` or `StrokeColor`; a gradient is its first colour, a pattern none, lest it cover the text."""
        found = next((inner for one in self._chain if (inner := child(one, name)) is not None), None)
        if child(found, "Pattern") is not None:
            return None
        colour = self._colour(found) if found is not None else otherwise
        return Colour(colour.parts, colour.alpha * self.opacity) if colour else None

    def stroke(self) -> str:
        """Operators for its lines: width, ends, corners, dashes."""
        width, limit = (self._number(*one) for one in (("LineWidth", USUAL_WIDTH), ("MiterLimit", USUAL_MITER)))
        cap, join = CAPS.get(self.says("Cap", ""), 0), JOINS.get(self.says("Join", ""), 0)
        dashes = numbers(self.says("DashPattern", ""))
        dashed = dashes if dashes and min(dashes) >= 0 and sum(dashes) > 0 else []
        dash = f"[{numbered(dashed)}] {numbered([self._number('DashOffset', 0.0)])} d"
        return f"{numbered([abs(width)])} w {cap} J {join} j {numbered([max(1.0, limit)])} M {dash}"

    @property
    def opacity(self) -> float:
        """Of the whole object."""
        return _opacity(self._own)

    def _number(self, name: str, otherwise: float) -> float:
        return (numbers(self.says(name, "")) or [otherwise])[0]

    def _colour(self, element: Element) -> Colour:
        chosen = next((one for one in element.iter() if value(one, "Value")), element)
        parts = numbers(value(chosen, "Value"))
        space = self._resources.element("ColorSpace", value(chosen, "ColorSpace"))
        count = COMPONENTS.get((value(space, "Type") or "").upper(), len(parts))
        depth = min(DEEPEST, max(1, number(value(space, "BitsPerComponent"), 8)))
        most = float((1 << depth) - 1)
        if len(parts) != count or count not in FILLS:
            return Colour(BLACK.parts, _opacity(element))
        return Colour(tuple(min(1.0, max(0.0, part / most)) for part in parts), _opacity(element))


def _opacity(element: Element) -> float:
    return min(255, max(0, number(value(element, "Alpha"), 255))) / 255
