"""Objects on a page of an OFD file: placed characters and ruled lines, from millimetres to points."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.extract.formats.elements import Element, children, local, value
from services.extract.formats.glyphs import Glyph, is_wide
from services.extract.formats.ruled import Rule

POINTS = 72 / 25.4
FARTHEST = 100_000.0
STEP = re.compile(r"([MSLC])([^MSLCQBAZ]*)|[QBAZ]")
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
    shown = [element for element in root.iter() if value(element, "Visible") not in ("false", "0")]
    texts = [_Text(element) for element in shown if local(element) == "TextObject"]
    rules = [rule for element in shown if local(element) == "PathObject" for rule in _rules(element)]
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


class _Placed:
    """An object with a boundary and a matrix."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.x, self.y, _, _ = box(value(element, "Boundary"))
        matrix = numbers(value(element, "CTM"))
        self.matrix = matrix if len(matrix) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]  # noqa: PLR2004

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the object is on the page, in points."""
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e + self.x) * POINTS, (b * x + d * y + f + self.y) * POINTS


class _Text(_Placed):
    @property
    def upright(self) -> bool:
        a, b, _, _, _, _ = self.matrix
        return a > 0 and abs(b) <= UPRIGHT * a

    def glyphs(self) -> Iterator[Glyph]:
        a, b, c, d, _, _ = self.matrix
        em = _number(value(self.element, "Size") or "0")
        size = max(SMALLEST, em * (math.hypot(c, d) or math.hypot(a, b)) * POINTS)
        x = y = 0.0
        for code in children(self.element, "TextCode"):
            x, y = (_number(value(code, name) or str(old)) for name, old in (("X", x), ("Y", y)))
            yield from self._of(code, x, y, em, size)

    def _of(self, code: Element, x: float, y: float, em: float, size: float) -> Iterator[Glyph]:
        text = code.text or ""
        across = _deltas(value(code, "DeltaX"), len(text))
        down = _deltas(value(code, "DeltaY"), len(text)) or [0.0]
        spaced = False
        for k, character in enumerate(text):
            left, baseline = self.point(x, y)
            if character.strip():
                yield Glyph(character, left, baseline, size, spaced)
            spaced = not character.strip()
            natural = em * (1.0 if is_wide(character) else HALF)
            x += across[k] if k < len(across) else natural if len(down) <= 1 else 0.0
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
    placed = _Placed(element)
    for data in children(element, "AbbreviatedData"):
        start = at = placed.point(0, 0)
        for step in STEP.finditer((data.text or "")[:LONGEST_PATH]):
            points = numbers(step[2])
            to = placed.point(points[0], points[1]) if len(points) > 1 else start
            if step[1] in ("L", "C"):
                yield from _rule(*at, *to)
            start = to if step[1] in ("M", "S") else start
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
