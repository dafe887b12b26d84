"""Paths of OFD files as operators of PDF."""

import math
from collections.abc import Iterator, Sequence

from services.extract.formats.ofd_objects import steps

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
TAKES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
NAMES = {"M": "m", "S": "m", "L": "l"}
NOTHING = 1e-9


def joined(inner: Sequence[float], outer: Sequence[float]) -> Matrix:
    """First the inner matrix, then the outer one."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def numbered(numbers: Sequence[float]) -> str:
    """Numbers as PDF writes them; a small matrix needs many decimals."""
    return " ".join(f"{number:.7f}" for number in numbers)


def path(data: str | None, matrix: Matrix = UNCHANGED) -> str:
    """The operators of a path whose points go through the matrix."""
    pieces: list[str] = []
    at: Point | None = None
    for name, numbers in steps(data):
        if len(numbers) < TAKES[name] or (at is None and name not in NAMES):
            continue
        if name == "C":
            pieces.append("h")
            continue
        to = (numbers[-2], numbers[-1]) if name in ("Q", "B", "A") else (numbers[0], numbers[1])
        if at is None or name in NAMES:
            pieces.append(f"{numbered(_through(matrix, to))} {NAMES[name] if at else 'm'}")
        else:
            pieces += [_curve(matrix, points) for points in _curves(name, numbers, at, to)]
        at = to
    return " ".join(pieces)


def _through(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _curve(matrix: Matrix, points: Sequence[Point]) -> str:
    return " ".join(numbered(_through(matrix, point)) for point in points) + " c"


def _curves(name: str, numbers: list[float], at: Point, to: Point) -> Iterator[tuple[Point, Point, Point]]:
    """Cubic curves in place of a curve or an arc: two points that draw it, and its end."""
    if name == "B":
        yield (numbers[0], numbers[1]), (numbers[2], numbers[3]), to
    elif name == "Q":
        x, y = numbers[0], numbers[1]
        yield _toward(at, (x, y), 2 / 3), _toward(to, (x, y), 2 / 3), to
    else:
        yield from _arc(at, numbers, to)


def _toward(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _arc(at: Point, numbers: list[float], to: Point) -> Iterator[tuple[Point, Point, Point]]:
    """A part of an ellipse: its radii, its turn, whether the larger part, whether clockwise."""
    if min(abs(numbers[0]), abs(numbers[1])) < NOTHING or at == to:
        yield at, to, to
        return
    ellipse, begin, end = _ellipse(at, numbers, to)
    sweep = (end - begin) % math.tau - (0.0 if numbers[4] else math.tau)
    count = max(1, math.ceil(abs(sweep) / (math.pi / 2)))
    for k in range(count):
        yield _quarter(ellipse, begin + sweep * k / count, sweep / count)


def _ellipse(at: Point, numbers: list[float], to: Point) -> tuple[Matrix, float, float]:
    """What makes an ellipse of a circle of 1, and the angles where the arc begins and ends on the circle."""
    turn, is_large, is_clockwise = math.radians(numbers[2]), bool(numbers[3]), bool(numbers[4])
    cos, sin = math.cos(turn), math.sin(turn)
    across, down = abs(numbers[0]), abs(numbers[1])
    half = (at[0] - to[0]) / 2, (at[1] - to[1]) / 2
    x, y = (cos * half[0] + sin * half[1]) / across, (cos * half[1] - sin * half[0]) / down
    scale = max(1.0, math.hypot(x, y))
    x, y = x / scale, y / scale
    reach = math.sqrt(max(0.0, 1 / max(NOTHING, x * x + y * y) - 1)) * (-1 if is_large == is_clockwise else 1)
    left, top = reach * y, -reach * x
    axes = (cos * across * scale, sin * across * scale, -sin * down * scale, cos * down * scale)
    moved = _through((*axes, (at[0] + to[0]) / 2, (at[1] + to[1]) / 2), (left, top))
    return (*axes, *moved), math.atan2(y - top, x - left), math.atan2(-y - top, -x - left)


def _quarter(ellipse: Matrix, begin: float, sweep: float) -> tuple[Point, Point, Point]:
    """A part of a circle of 1 up to a quarter, made an ellipse."""
    reach = 4 / 3 * math.tan(sweep / 4)
    end = begin + sweep
    first = (math.cos(begin) - reach * math.sin(begin), math.sin(begin) + reach * math.cos(begin))
    second = (math.cos(end) + reach * math.sin(end), math.sin(end) - reach * math.cos(end))
    return _through(ellipse, first), _through(ellipse, second), _through(ellipse, (math.cos(end), math.sin(end)))
