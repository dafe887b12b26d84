"""Objects on a page of an OFD file: placed characters and ruled lines, from millimetres to points."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.extract.formats.elements import Element, children, local, value
from services.extract.formats.glyphs import Glyph, is_wide
from services.extract.formats.ruled import Rule

POINTS = 72 / 25.4
TEXT, PATH, IMAGE = "TextObject", "PathObject", "ImageObject"
FARTHEST = 100_000.0
STEP = re.compile(r"([MSLQBAC])([^MSLQBAC]*)")
LONGEST_PATH = 20_000
SHORTEST_RULE, CROOKED = 6.0, 1.0
UPRIGHT = 0.2
HALF = 0.5
SMALLEST = 1.0


@dataclass(frozen=True, slots=True)
class Objects:
    """What a page or a template shows, in points; `turned` counts characters that do not stand upright."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    turned: int = 0


def objects(root: Element) -> Objects:
    """All visible text and ruled lines of a page's content."""
    shown = list(visible(root))
    texts = [Text(element) for kind, element in shown if kind == TEXT]
    rules = [rule for kind, element in shown if kind == PATH for rule in _rules(element)]
    glyphs = [glyph for text in texts if text.upright for glyph in text.glyphs()]
    turned = sum(len(list(text.glyphs())) for text in texts if not text.upright)
    return Objects(tuple(glyphs), tuple(rules), turned)


def numbers(text: str | None) -> list[float]:
    """Numbers parted by blanks; what is none, or absurd, is 0."""
    return [_number(word) for word in (text or "").split()]


def box(text: str | None) -> tuple[float, float, float, float]:
    """`x y width height`."""
    x, y, width, height, *_ = [*numbers(text), 0.0, 0.0, 0.0, 0.0]
    return x, y, width, height


def visible(root: Element) -> Iterator[tuple[str, Element]]:
    """Objects that are to be seen, with their kinds (TEXT, PATH, IMAGE); those of a pattern are part of a colour."""
    for element in root.iter():
        kind = local(element)
        if kind in (TEXT, PATH, IMAGE) and is_visible(element) and not _is_in_pattern(element):
            yield kind, element


def _is_in_pattern(element: Element) -> bool:
    return next(element.iterancestors("{*}Pattern"), None) is not None


def is_visible(element: Element) -> bool:
    """Whether an object is to be seen."""
    return value(element, "Visible") not in ("false", "0")


def steps(data: str | None) -> Iterator[tuple[str, list[float]]]:
    """Operators of a path with their numbers."""
    for step in STEP.finditer(data or ""):
        yield step[1], numbers(step[2])


class Placed:
    """An object with a boundary and a matrix; `x` and `y` is where the boundary begins, in millimetres."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.x, self.y, _, _ = box(value(element, "Boundary"))
        matrix = numbers(value(element, "CTM"))
        self.matrix = matrix if len(matrix) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]  # noqa: PLR2004

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the object is on the page, in points."""
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e + self.x) * POINTS, (b * x + d * y + f + self.y) * POINTS


class Text(Placed):
    """Characters set one after the other."""

    @property
    def upright(self) -> bool:
        """Whether it is read from the left to the right."""
        a, b, _, _, _, _ = self.matrix
        return a > 0 and abs(b) <= UPRIGHT * a

    @property
    def em(self) -> float:
        """Size of the type, in the object's own measure."""
        return _number(value(self.element, "Size") or "0")

    def glyphs(self) -> Iterator[Glyph]:
        """Its characters on the page."""
        a, b, c, d, _, _ = self.matrix
        size = max(SMALLEST, self.em * (math.hypot(c, d) or math.hypot(a, b)) * POINTS)
        for code, start in self.codes():
            spaced = False
            for character, x, y in self.placed(code, start):
                if character.strip():
                    yield Glyph(character, *self.point(x, y), size, spaced)
                spaced = not character.strip()

    def codes(self) -> Iterator[tuple[Element, tuple[float, float]]]:
        """Its runs of characters, and where each begins."""
        x = y = 0.0
        for code in children(self.element, "TextCode"):
            x, y = (_number(value(code, name) or str(old)) for name, old in (("X", x), ("Y", y)))
            yield code, (x, y)

    def placed(self, code: Element, start: tuple[float, float]) -> Iterator[tuple[str, float, float]]:
        """Each character of a run, and where it stands on its baseline."""
        text, (x, y), em = code.text or "", start, self.em
        across = _deltas(value(code, "DeltaX"), len(text))
        down = _deltas(value(code, "DeltaY"), len(text))
        is_vertical = not across and any(down)
        for k, character in enumerate(text):
            yield character, x, y
            natural = 0.0 if is_vertical else em * (1.0 if is_wide(character) else HALF)
            x += across[k] if k < len(across) else natural
            y += down[k] if k < len(down) else 0.0


def _deltas(text: str | None, most: int) -> list[float]:
    """`g n v` stands for n times v."""
    words = iter((text or "").split())
    found: list[float] = []
    for word in words:
        if len(found) >= most:
            break
        if word == "g":
            count, step = _number(next(words, "0")), _number(next(words, "0"))
            found += [step] * min(most, max(0, int(count)))
        else:
            found.append(_number(word))
    return found


def _rules(element: Element) -> Iterator[Rule]:
    placed = Placed(element)
    for data in children(element, "AbbreviatedData"):
        start = at = placed.point(0, 0)
        for name, points in steps((data.text or "")[:LONGEST_PATH]):
            to = placed.point(*points[-2:]) if len(points) > 1 else start
            if name in ("L", "C"):
                yield from _rule(*at, *to)
            start = to if name in ("M", "S") else start
            at = to


def _rule(x: float, y: float, to_x: float, to_y: float) -> Iterator[Rule]:
    width, height = abs(to_x - x), abs(to_y - y)
    if min(width, height) <= CROOKED and max(width, height) >= SHORTEST_RULE:
        yield Rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _number(word: str) -> float:
    try:
        found = float(word)
    except ValueError:
        return 0.0
    return found if abs(found) <= FARTHEST else 0.0
