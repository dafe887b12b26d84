"""Objects on a page of a PDF file: placed characters, ruled lines and pictures, in units of the file."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

from services.extract.formats.ruled import Rule

DEEPEST_FORM = 4
MOST_OBJECTS = 20_000
MOST_POINTS = 40_000
SHORTEST_RULE, THICKEST = 6.0, 3.0
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Window(NamedTuple):
    """The part of the plane that a page shows, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def place(self, x: float, y: float, quarters: int) -> Point:
        """A point after so many quarter turns clockwise: across and down from the upper left corner."""
        if quarters % 2:
            return (y - self.bottom, x - self.left) if quarters == 1 else (self.top - y, self.right - x)
        return (self.right - x, y - self.bottom) if quarters else (x - self.left, self.top - y)

    def unplace(self, across: float, down: float, quarters: int) -> Point:
        """The point that `place` put there."""
        return (
            (self.left + across, self.top - down),
            (self.left + down, self.bottom + across),
            (self.right - across, self.bottom + down),
            (self.right - down, self.top - across),
        )[quarters]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page in PDF units: straight lines, the area under pictures, and how many paths there are."""

    lines: tuple[tuple[Point, Point], ...]
    pictured: float
    paths: int


def window(page: Any) -> Window:
    """What a page shows."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Window(box.left, box.bottom, box.right, box.top)


def rule(start: Point, end: Point) -> Rule | None:
    """A line between two points on the page where it is level or upright, and long enough."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    if min(right - left, bottom - top) > THICKEST or max(right - left, bottom - top) < SHORTEST_RULE:
        return None
    if right - left >= bottom - top:
        middle = (top + bottom) / 2
        return Rule(left, middle, right, middle)
    middle = (left + right) / 2
    return Rule(middle, top, middle, bottom)


def drawing(page: Any) -> Drawing:
    """What is drawn on a page; beyond so many objects or points nothing more is looked at."""
    lines: list[tuple[Point, Point]] = []
    pictured, paths, points = 0.0, 0, 0
    for count, (item, kind, matrix) in enumerate(_objects(page)):
        if count >= MOST_OBJECTS or points >= MOST_POINTS:
            break
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            points += max(0, raw.FPDFPath_CountSegments(item))
            lines += _lines(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictured += abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
    return Drawing(tuple(lines), pictured, paths)


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Objects, those inside of forms too, with the matrix from their own space to the page's."""
    for at in range(max(0, raw.FPDFPage_CountObjects(page))):
        yield from _inside(raw.FPDFPage_GetObject(page, at), IDENTITY, 0)


def _inside(item: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
        return
    matrix = _times(_matrix(item), outer)
    yield item, kind, matrix
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
        for at in range(max(0, raw.FPDFFormObj_CountObjects(item))):
            yield from _inside(raw.FPDFFormObj_GetObject(item, at), matrix, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    return (*_turn((a, b), outer), *_turn((c, d), outer), *_apply((e, f), outer))


def _turn(vector: Point, by: Matrix) -> Point:
    return vector[0] * by[0] + vector[1] * by[2], vector[0] * by[1] + vector[1] * by[3]


def _apply(point: Point, by: Matrix) -> Point:
    x, y = _turn(point, by)
    return x + by[4], y + by[5]


def _lines(item: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """Straight lines: thin filled shapes, and the strokes of all others."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    for shape in _shapes(item, matrix):
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= THICKEST:
            yield (min(xs), min(ys)), (max(xs), max(ys))
        elif stroke.value:
            yield from pairwise(shape)


def _shapes(item: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """Runs of points that a pen draws without being lifted."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: list[Point] = []
    for at in range(min(MOST_POINTS, raw.FPDFPath_CountSegments(item))):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        if not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield from [shape] if len(shape) > 1 else []
            shape = []
        shape.append(_apply((x.value, y.value), matrix))
        if raw.FPDFPathSegment_GetClose(segment):
            shape.append(shape[0])
    yield from [shape] if len(shape) > 1 else []
