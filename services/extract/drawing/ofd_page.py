"""A page of an OFD file as a PDF of one page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

from gazette.errors import RejectedError
from services.extract.drawing.ofd_fonts import Fonts
from services.extract.drawing.ofd_paths import UNCHANGED, Matrix, joined, numbered, path
from services.extract.drawing.ofd_pdf import PdfFile
from services.extract.drawing.ofd_pictures import Picture, picture
from services.extract.drawing.ofd_resources import Resources
from services.extract.drawing.ofd_style import BLACK, FILLS, STROKES, Colour, Style
from services.extract.drawing.ofd_text import BOX, Setter
from services.extract.formats.elements import Element, child, children, value
from services.extract.formats.ofd_document import Document
from services.extract.formats.ofd_objects import IMAGE, PATH, POINTS, TEXT, Placed, box, numbers, visible

FOREGROUND = "Foreground"
DEPTHS = ("Background", "Body", FOREGROUND)
GREY = "0.85 g 0 0 1 1 re f"
"""In place of a picture that cannot be drawn."""


def page(document: Document, leaf: Element) -> bytes:
    """The PDF, of the size of the page, with its templates and annotations. RejectedError as of reading."""
    root = document.content(leaf)
    size = document.size(root)
    with ExitStack() as stack:
        canvas = _Canvas(Resources(document, root), stack)
        for layer in _layers(document, root):
            canvas.draw(layer)
        with suppress(RejectedError):
            for appearance in document.appearances(leaf):
                canvas.draw(appearance)
        flipped = numbered((POINTS, 0, 0, -POINTS, 0, size[1]))
        return canvas.pdf.page(size, canvas.resources(), f"{flipped} cm\n" + "\n".join(canvas.operators))


def _layers(document: Document, root: Element) -> list[Element]:
    """What is drawn, from the back to the front."""
    behind: list[Element] = []
    before: list[Element] = []
    for item in children(root, "Template"):
        template = document.template(value(item, "TemplateID"))
        if template is not None:
            (before if value(item, "ZOrder") == FOREGROUND else behind).extend(_own_layers(template))
    return [*behind, *_own_layers(root), *before]


def _own_layers(root: Element) -> list[Element]:
    found = children(child(root, "Content"), "Layer")
    return sorted(found, key=lambda layer: DEPTHS.index(kind) if (kind := value(layer, "Type")) in DEPTHS else 1)


class _Canvas:
    """Objects as operators, and the resources that these use."""

    def __init__(self, resources: Resources, stack: ExitStack) -> None:
        self._resources, self.pdf = resources, PdfFile()
        self.operators: list[str] = []
        self._setter = Setter(Fonts(resources, self.pdf, stack))
        self._pictures: dict[str | None, Picture | None] = {}
        self._states: dict[tuple[float, float, bool], str] = {}
        self._draws: dict[str, Callable[[Placed, Style], str]] = {
            TEXT: self._text, PATH: self._path, IMAGE: self._image,
        }  # fmt: skip

    def draw(self, layer: Element) -> None:
        """Draw the objects of a layer, or of an annotation within its boundary."""
        left, top, _, _ = box(value(layer, "Boundary"))
        for kind, element in visible(layer):
            placed = Placed(element)
            inner = self._draws[kind](placed, Style(element, layer, self._resources))
            if inner:
                moved = numbered((1, 0, 0, 1, left + placed.x, top + placed.y))
                self.operators.append(f"q {moved} cm {_clip(element)} {inner} Q")

    def resources(self) -> str:
        """What the operators refer to, as entries of a PDF's dictionary."""
        fonts = " ".join(f"/F{number} {number} 0 R" for number in sorted(self._setter.used))
        pictures = " ".join(f"/I{one.number} {one.number} 0 R" for one in self._pictures.values() if one)
        states = " ".join(f"{name}<<{_transparency(*key)}>>" for key, name in self._states.items())
        return f"/Font<<{fonts}>>/XObject<<{pictures}>>/ExtGState<<{states}>>"

    def _text(self, placed: Placed, style: Style) -> str:
        filled = style.colour("FillColor", BLACK) if style.is_set("Fill", True) else None
        stroked = style.colour("StrokeColor", BLACK) if style.is_set("Stroke", False) else None
        text, boxes = self._setter.operators(placed.element)
        if not (filled or stroked):
            return ""
        inked = f"{self._colours(filled, stroked)} {style.stroke() if stroked else ''}"
        mode = 2 if filled and stroked else 1 if stroked else 0
        inner = f"{inked} BT {mode} Tr {text} ET" if text else ""
        return f"{numbered(placed.matrix)} cm {inner} {BOX + boxes if boxes else ''}" if text or boxes else ""

    def _path(self, placed: Placed, style: Style) -> str:
        filled = style.colour("FillColor", None) if style.is_set("Fill", False) else None
        stroked = style.colour("StrokeColor", BLACK) if style.is_set("Stroke", True) else None
        drawn = " ".join(path(data.text) for data in children(placed.element, "AbbreviatedData"))
        if not drawn or not (filled or stroked):
            return ""
        rule = "*" if filled and value(placed.element, "Rule") == "Even-Odd" else ""
        paint = ("B" if stroked else "f") + rule if filled else "S"
        return f"{numbered(placed.matrix)} cm {self._colours(filled, stroked)} {style.stroke()} {drawn} {paint}"

    def _image(self, placed: Placed, style: Style) -> str:
        name = value(placed.element, "ResourceID")
        if name not in self._pictures:
            data = self._resources.file("MultiMedia", name, "MediaFile")
            self._pictures[name] = picture(self.pdf, data) if data else None
        shown = self._pictures[name]
        _, _, width, height = box(value(placed.element, "Boundary"))
        matrix = placed.matrix if value(placed.element, "CTM") else (width, 0, 0, height, 0, 0)
        if shown is None:
            return f"{numbered(matrix)} cm {GREY}"
        alpha = style.opacity
        state = self._state(alpha, alpha, shown.multiplied)
        return f"{numbered(matrix)} cm 1 0 0 -1 0 1 cm {state} /I{shown.number} Do"

    def _colours(self, filled: Colour | None, stroked: Colour | None) -> str:
        fill = filled.operator(FILLS) if filled else ""
        stroke = stroked.operator(STROKES) if stroked else ""
        return f"{fill} {stroke} {self._state(filled.alpha if filled else 1, stroked.alpha if stroked else 1)}"

    def _state(self, fill: float, stroke: float, multiplied: bool = False) -> str:
        key = (fill, stroke, multiplied)
        if key == (1, 1, False):
            return ""
        if key not in self._states:
            self._states[key] = f"/G{len(self._states)}"
        return f"{self._states[key]} gs"


def _transparency(fill: float, stroke: float, multiplied: bool) -> str:
    return f"/ca {fill:.4f}/CA {stroke:.4f}{'/BM/Multiply' if multiplied else ''}"


def _clip(element: Element) -> str:
    """Operators that leave nothing to be seen outside of an object's clips; one with other areas than paths is none."""
    areas = [children(clip, "Area") for clip in children(child(element, "Clips"), "Clip")]
    return " ".join(f"{drawn} W n" for clip in areas if (drawn := " ".join(_outlines(clip))) and _is_simple(clip))


def _is_simple(areas: list[Element]) -> bool:
    return all(child(area, "Path") is not None for area in areas)


def _outlines(areas: list[Element]) -> Iterator[str]:
    for area in areas:
        for inner in children(area, "Path"):
            placed = Placed(inner)
            moved = joined(placed.matrix, (1, 0, 0, 1, placed.x, placed.y))
            for data in children(inner, "AbbreviatedData"):
                yield path(data.text, joined(moved, _matrix(area)))


def _matrix(area: Element) -> Matrix:
    found = numbers(value(area, "CTM"))
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else UNCHANGED  # noqa: PLR2004
