"""A page being set: documents go on it in a manner, and what is true of them is written down beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.fidelity.layouts.pieces import Enclosed, Piece

Gold = dict[str, Any]
Title = Callable[[Piece], list[str]]
DIGITS = "〇一二三四五六七八九"


def whole(piece: Piece) -> list[str]:
    return [piece.title]


def arabic(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def chinese(day: date) -> str:
    year = "".join(DIGITS[int(c)] for c in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def numeral(n: int) -> str:
    """1 to 999 as it is spoken."""
    if n >= 100:
        rest = "" if n % 100 == 0 else ("零" if n % 100 < 10 else "") + _tens(n % 100, "一")
        return DIGITS[n // 100] + "百" + rest
    return _tens(n, "")


def _tens(n: int, first: str) -> str:
    if n < 10:
        return DIGITS[n]
    return (first if n < 20 else DIGITS[n // 10]) + "十" + (DIGITS[n % 10] if n % 10 else "")


@dataclass(frozen=True, slots=True)
class Manner:
    """How documents are set. `number` is one of below, above, brackets, beside; `gap` blank lines between paragraphs."""

    title: Title = whole
    number: str = "below"
    day: Callable[[date], str] = arabic
    indent: str = "　　"
    gap: int = 0
    right: str = ""
    one_line: bool = False
    label: str = "{}"
    spaced_person: bool = True


@dataclass(slots=True)
class Sheet:
    """Lines so far, and the gold of what stands on them (lines are 1-based)."""

    lines: list[str] = field(default_factory=list)
    documents: list[Gold] = field(default_factory=list)
    toc: list[Gold] = field(default_factory=list)
    issue: Gold | None = None

    def put(self, *lines: str) -> None:
        self.lines += lines

    def blank(self, count: int = 1) -> None:
        self.lines += [""] * count

    def document(self, piece: Piece, manner: Manner) -> None:
        """Set a document, and note where it begins and ends."""
        start = len(self.lines) + 1
        self._head(piece, manner)
        self._paragraphs(piece.body, manner)
        self._signature(piece, manner)
        enclosed = [self._enclosed(one, manner) for one in piece.enclosed]
        end = max(n for n, line in enumerate(self.lines, 1) if line.strip())
        self.documents.append(_gold(piece, start, end, enclosed))
        self.blank(2)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def gold(self, kind: str = "gazette_issue") -> Gold:
        documents = sorted(self.documents, key=lambda d: d["start_line"])
        return {"kind": kind, "issue": self.issue, "toc": self.toc, "documents": documents, "discrepancies": []}

    def _head(self, piece: Piece, manner: Manner) -> None:
        number = piece.number_line or piece.number
        title = manner.title(piece)
        if number and manner.number == "above" and piece.number_line is None:
            self.put(number, "", *title)
        elif number and manner.number == "beside" and piece.number_line is None:
            self.put(*title[:-1], f"{title[-1]} {number}")
        else:
            shown = f"（{number}）" if number and manner.number == "brackets" else number
            self.put(*title, *([""] * manner.gap), *([shown] if shown else []))
        self.blank()
        if piece.addressees:
            self.put(piece.addressees + "：", *([""] * manner.gap))

    def _paragraphs(self, body: Sequence[str], manner: Manner) -> None:
        for text in body:
            self.put(text if "\t" in text else manner.indent + text, *([""] * (0 if "\t" in text else manner.gap)))

    def _signature(self, piece: Piece, manner: Manner) -> None:
        if piece.day is None:
            return
        names = piece.signers
        if piece.signatory:
            names = (("　　" if manner.spaced_person else "").join(piece.signatory),)
        self._signed(names, piece.day, manner)

    def _signed(self, names: Sequence[str], day: date, manner: Manner) -> None:
        self.blank()
        for line in ["　".join(names)] if manner.one_line else names:
            self.put(manner.right + line, *([""] * manner.gap))
        self.put(manner.right + manner.day(day))

    def _enclosed(self, one: Enclosed, manner: Manner) -> Gold:
        self.blank()
        start = len(self.lines) + 1
        if one.label:
            self.put(manner.label.format(one.label), "")
        title_line = len(self.lines) + 1
        self.put(one.title, "")
        self._paragraphs(one.body, manner)
        if one.day:
            self._signed(one.signers, one.day, manner)
        return {"label": one.label, "title": one.title, "start_line": start, "title_line": title_line}


def _gold(piece: Piece, start: int, end: int, enclosed: list[Gold]) -> Gold:
    rows: Gold = {"personnel": [], "repeals": [], "cites": [], "effective_clause": None, "topics": []}
    return rows | {
        "title": "".join(piece.title.split()),
        "doc_number": piece.number,
        "issuer": "、".join(piece.signers) or None,
        "doc_type": piece.doc_type,
        "addressees": piece.addressees,
        "issued_date": piece.day.isoformat() if piece.day else None,
        "start_line": start,
        "end_line": end,
        "enclosures": enclosed,
        **piece.facts,
    }


def entry(piece: Piece, page: int, section: str | None = None, numbered: bool = True) -> Gold:
    """The line of a contents page for a document."""
    title = "".join(piece.title.split())
    return {"section": section, "title": title, "doc_number": piece.number if numbered else None, "page": page}


def unnumbered(piece: Piece) -> Piece:
    """The same document without its number."""
    return replace(piece, number=None, number_line=None)
