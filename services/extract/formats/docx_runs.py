"""What is seen of a paragraph of a word processor: results of fields, changes accepted, nothing hidden."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.extract.formats.docx_styles import Styles
from services.extract.formats.elements import Element, local, value
from services.extract.formats.numerals import circled

UNSEEN = frozenset(
    ("pPr", "rPr", "del", "moveFrom", "delText", "rt", "sdtPr", "sdtEndPr", "annotationRef", "delInstrText", "fldData")
)
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
REPLACEMENT = "\ufffd"
WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0xA8: "□",
    0x71: "❑",
    0xFC: "✓",
    0xFE: "☑",
    0xFD: "☒",
    0x75: "◆",
    0xD8: "➢",
}
WINGDINGS_2 = {0x50: "✓", 0x52: "☑", 0x53: "☒", 0xA3: "□", 0x54: "☒"}
SYMBOL_FONTS: dict[str, Mapping[int, str]] = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}
BYTE, LAST_CHARACTER = 0xFF, 0x10FFFF
PRIVATE, PRIVATE_END = 0xE000, 0xF8FF
CIRCLE_FIELD = re.compile(r"\\o\s*\\ac\s*\(\s*[○〇]\s*[,，]\s*(\d{1,2})\s*\)", re.IGNORECASE)
NOTES = {"footnote": "注", "endnote": "尾注"}
LONGEST_CODE = 1_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A mark in the text, and the note (`footnote` or `endnote`) that it refers to."""

    kind: str
    id: str
    mark: str


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_code: bool = True


@dataclass(slots=True)
class Runs:
    """Takes the parts of a paragraph; fields go on from one paragraph to the next."""

    styles: Styles
    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    style: str = ""
    hidden: int = 0
    changed: bool = False
    unknown: int = 0
    _fields: list[_Field] = field(default_factory=list)
    _noted: Counter[str] = field(default_factory=Counter)
    _mute: bool = False

    def take(self, element: Element) -> None:
        """A child of a paragraph, with all that is in it."""
        name = local(element)
        self.changed |= name in ("ins", "del", "moveFrom", "moveTo")
        if name in UNSEEN:
            return
        if name in SIGNS:
            self._put(SIGNS[name])
        elif name in METHODS:
            METHODS[name](self, element)
        else:
            self._inside(element)

    def finish(self) -> tuple[str, list[Element], list[Reference]]:
        """The text, the text boxes and the notes referred to since the last call."""
        found = "".join(self.pieces), self.boxes, self.references
        self.pieces, self.boxes, self.references = [], [], []
        self._fields = [field for field in self._fields if not field.in_code]
        return found

    def _inside(self, element: Element) -> None:
        for inner in element:
            self.take(inner)

    def _put(self, text: str) -> None:
        if self._mute:
            self.hidden += bool(text.strip())
        elif not any(field.in_code for field in self._fields):
            self.pieces.append(text)

    def _text(self, element: Element) -> None:
        text = (element.text or "").replace("\n", " ")
        self._put(text if value(element, "space") == "preserve" else text.strip(" "))

    def _run(self, run: Element) -> None:
        before, self._mute = self._mute, self._mute or self.styles.hides(run, self.style)
        self._inside(run)
        self._mute = before

    def _field_mark(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_code = False
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            drawn = CIRCLE_FIELD.search(ended.code) if ended.in_code else None
            self._put(circled(int(drawn[1])) if drawn else "")

    def _code(self, element: Element) -> None:
        if self._fields and len(self._fields[-1].code) < LONGEST_CODE:
            self._fields[-1].code += element.text or ""

    def _symbol(self, element: Element) -> None:
        try:
            code = int(value(element, "char") or "", 16)
        except ValueError:
            return
        table = SYMBOL_FONTS.get((value(element, "font") or "").lower(), {})
        own = code <= BYTE or PRIVATE <= code <= PRIVATE_END
        known = table.get(code & BYTE) if own else chr(code) if code <= LAST_CHARACTER else None
        self.unknown += known is None
        self._put(known or REPLACEMENT)

    def _alternatives(self, element: Element) -> None:
        """The first form that shows any text: the others are the same again for older programs."""
        for form in element:
            before = len(self.pieces), len(self.boxes)
            self._inside(form)
            if (len(self.pieces), len(self.boxes)) != before:
                return

    def _box(self, element: Element) -> None:
        if not self._mute:
            self.boxes.append(element)

    def _drawn(self, element: Element) -> None:
        """Words set as a picture (WordArt of old)."""
        self._put(f"\n{value(element, 'string') or ''}\n")

    def _note(self, element: Element) -> None:
        kind = local(element).removesuffix("Reference")
        if not self._mute:
            self._noted[kind] += 1
            mark = f"[{NOTES[kind]}{self._noted[kind]}]"
            self.references.append(Reference(kind, value(element, "id") or "", mark))
            self._put(mark)


METHODS: dict[str, Callable[[Runs, Element], None]] = {
    "t": Runs._text,
    "r": Runs._run,
    "fldChar": Runs._field_mark,
    "instrText": Runs._code,
    "sym": Runs._symbol,
    "AlternateContent": Runs._alternatives,
    "txbxContent": Runs._box,
    "textpath": Runs._drawn,
    "footnoteReference": Runs._note,
    "endnoteReference": Runs._note,
}
