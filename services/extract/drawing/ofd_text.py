"""Text objects of OFD pages as operators of PDF, one glyph after the other."""

import math
from collections.abc import Iterator

from services.extract.drawing.ofd_fonts import Fonts
from services.extract.drawing.ofd_paths import numbered
from services.extract.formats.elements import Element, child, local, number, value
from services.extract.formats.glyphs import ASCENT, DESCENT, is_wide
from services.extract.formats.ofd_objects import Text, numbers

BOX = "0.7 G [] 0 d 0.15 w "
"""How the box is drawn of a character for which no font has a shape: a thin grey outline."""
INSET, HALF = 0.08, 0.5
NOTHING = 0
Placed = tuple[str, float, float, int | None]
"""A character, where it stands on its baseline, and the glyph of its font that the file gives it."""


class Setter:
    """Sets texts in the fonts of a page; `used` are the numbers of those that were needed."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self.used: set[int] = set()

    def operators(self, element: Element) -> tuple[str, str]:
        """What stands between BT and ET, and boxes of characters that no font has, both in the object's measure."""
        text, font = Text(element), value(element, "Font")
        axes = _axes(element, text.em)
        pieces, boxes, last = [], [], 0
        for character, x, y, glyph in _placed(text, self._fonts.has_own(font)):
            number, code = self._fonts.find(font, character, glyph) or (0, 0)
            if not number:
                boxes.append(_box(character, x, y, text.em))
                continue
            if number != last:
                pieces.append(f"/F{number} 1 Tf")
                self.used.add(number)
            pieces.append(f"{axes} {numbered((x, y))} Tm <{code:04x}> Tj")
            last = number
        return " ".join(pieces), " ".join(boxes)


def _placed(text: Text, by_glyph: bool) -> Iterator[Placed]:
    """What is to be drawn of a text; `by_glyph`: in the font that the file's glyphs belong to."""
    for (code, start), glyphs in zip(text.codes(), _glyphs(text.element), strict=True):
        for k, (character, x, y) in enumerate(text.placed(code, start)):
            glyph = glyphs.get(k) if by_glyph else None
            if glyph != NOTHING and (glyph or character.strip()):
                yield character, x, y, glyph


def _glyphs(element: Element) -> Iterator[dict[int, int]]:
    """For each run, the glyphs of its characters by their place; NOTHING where one glyph stands for several."""
    told: dict[int, int] = {}
    most = sum(len(inner.text or "") for inner in element if local(inner) == "TextCode")
    for inner in element:
        if local(inner) == "CGTransform":
            told |= _transform(inner, most)
        elif local(inner) == "TextCode":
            yield told
            length = len(inner.text or "")
            told = {place - length: glyph for place, glyph in told.items() if place >= length}


def _transform(element: Element, most: int) -> dict[int, int]:
    """Glyphs by the places of characters, so many at most; of more glyphs than characters the last are left out."""
    named = child(element, "Glyphs")
    glyphs = [int(found) for found in numbers(named.text if named is not None else None)]
    first, count = number(value(element, "CodePosition"), 0), number(value(element, "CodeCount"), 1)
    if not any(glyphs):
        return {}
    spread = range(min(count, most))
    return {first + k: glyphs[k] if k < len(glyphs) else NOTHING for k in spread}


def _axes(element: Element, em: float) -> str:
    """What turns, widens and sizes a glyph."""
    widened = (numbers(value(element, "HScale")) or [1.0])[0] or 1.0
    turn = math.radians((numbers(value(element, "CharDirection")) or [0.0])[0])
    cos, sin = em * math.cos(turn), em * math.sin(turn)
    return numbered((widened * cos, widened * sin, sin, -cos))


def _box(character: str, x: float, y: float, em: float) -> str:
    width = (1.0 if is_wide(character) else HALF) - 2 * INSET
    top, height = y - (ASCENT - INSET) * em, (ASCENT + DESCENT - 2 * INSET) * em
    return f"{numbered((x + INSET * em, top, width * em, height))} re S"
