"""PDF files with text: characters where they are printed, read as lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from pypdfium2 import PdfDocument, PdfiumError, raw

from gazette.layout import Box
from services.extract.formats.furniture import set_apart
from services.extract.formats.pages import Page, PrintedLine, compose
from services.extract.formats.pdf_objects import Drawing, Window, drawing, rule, window
from services.extract.formats.pdf_picture import picture
from services.extract.formats.pdf_text import Writing, size, writing
from services.extract.formats.reading_order import Sheet, lines, usual_gutter
from services.extract.formats.refused import damaged, encrypted, too_many_pages
from services.extract.formats.scan_pages import needs_recogniser, page, refuse_empty, sheet
from services.extract.formats.source import Source
from services.extract.limits import USUAL, Limits
from services.extract.scans import Desk, Scan

MEDIA_TYPE = "application/pdf"
SAMPLE = 24
PICTURE, FEW = 0.3, 40
OUTLINES, SCARCE = 300, 10
MOST_NAMED = 20
LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page as it is drawn; `quarters` clockwise turns show it to a person."""

    window: Window
    quarters: int
    writing: Writing
    drawing: Drawing

    @property
    def sheet(self) -> Sheet:
        """Characters and ruled lines, turned so that the characters stand upright."""
        quarters = self.writing.quarters
        ends = ((self.window.place(*a, quarters), self.window.place(*b, quarters)) for a, b in self.drawing.lines)
        rules = [found for found in (rule(*pair) for pair in ends) if found]
        return Sheet(self.writing.glyphs, rules, size(self.window, quarters)[0])

    @property
    def unreadable(self) -> bool:
        """Whether it shows what only a recogniser can read: a scan, letters drawn as shapes, a broken text map."""
        count = len(self.writing.glyphs)
        width, height = size(self.window, 0)
        scanned = count < FEW and self.drawing.pictured > PICTURE * width * height
        return scanned or (count < SCARCE and self.drawing.paths > OUTLINES) or not self.writing.plausible


class _Reading:
    """What happened to the pages so far; some were read before the others."""

    def __init__(self, read_before: dict[int, _Leaf], recognise: Callable[[int], Scan] | None) -> None:
        self.read_before, self.recognise = read_before, recognise
        self.sheets = [leaf.sheet for leaf in read_before.values()]
        self.unreadable: list[int] = []
        self.broken: list[int] = []
        self.turned = self.written = 0

    @property
    def notes(self) -> tuple[str, ...]:
        found = []
        if self.unreadable:
            done = "由文字识别（OCR）读出" if self.recognise else "未读取"
            found.append(f"{_named(self.unreadable)}没有可读的文字（扫描图片，或字体缺少文字编码），{done}。")
        if self.broken:
            found.append(f"{_named(self.broken)}已损坏，未读取。")
        if self.turned:
            found.append(f"有 {self.turned} 个字符与版面方向不一致（水印或旋转的文字），未读取。")
        return tuple(found)


def read(data: bytes, limits: Limits = USUAL, desk: Desk | None = None) -> Source:
    """Read a file; pages without text are recognised at the desk.

    RejectedError `damaged`, `encrypted`, `needs_ocr`, `too_many_pages`, `too_much_text`, `too_many_pixels`,
    `empty_scan`, `only_a_stamp`, `newspaper`. PDFium reads one file at a time in a process.
    """
    with _opened(data) as document:
        count = len(document)
        if count > limits.pages:
            raise too_many_pages(count, limits.pages)
        sample = dict(_sample(document, count))
        gutter = usual_gutter(leaf.sheet for leaf in sample.values())
        reading = _Reading(sample, _recognising(document, limits, desk))
        found = [_page(document, number, gutter, reading) for number in range(1, count + 1)]
    if len(reading.broken) == count:
        raise damaged()
    if len(reading.unreadable) > reading.written and not reading.recognise:
        raise needs_recogniser(len(reading.unreadable), count)
    return compose(set_apart(_pages(found, reading)), MEDIA_TYPE, reading.notes)


def _recognising(document: PdfDocument, limits: Limits, desk: Desk | None) -> Callable[[int], Scan] | None:
    if desk is None or not desk.is_open:
        return None
    return lambda number: desk.scan(number, len(document), lambda: picture(document, number, limits))


def _pages(found: Sequence[Page | Scan], reading: _Reading) -> list[Page]:
    """All pages; the recognised ones may have their gutter where the others have it."""
    scans = [one for one in found if isinstance(one, Scan)]
    if scans and not reading.written:
        refuse_empty(scans)
    some = scans[:: -(-len(scans) // SAMPLE)] if scans else []
    gutter = usual_gutter([*reading.sheets, *map(sheet, some)])
    return [page(one, gutter) if isinstance(one, Scan) else one for one in found]


@contextmanager
def _opened(data: bytes) -> Iterator[PdfDocument]:
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise (encrypted() if error.err_code in LOCKED else damaged()) from error
    try:
        yield document
    finally:
        document.close()


def _sample(document: PdfDocument, count: int) -> Iterator[tuple[int, _Leaf]]:
    for number in range(1, count + 1, -(-count // SAMPLE)):
        with suppress(PdfiumError):
            yield number, _leaf(document, number)


def _page(document: PdfDocument, number: int, gutter: float | None, reading: _Reading) -> Page | Scan:
    try:
        leaf = reading.read_before.pop(number, None) or _leaf(document, number)
        if leaf.unreadable:
            return _unreadable(leaf, number, reading)
    except PdfiumError:
        reading.broken.append(number)
        return Page(number, 0.0, 0.0, ())
    reading.turned += leaf.writing.turned
    reading.written += bool(leaf.writing.glyphs)
    return Page(number, *size(leaf.window, leaf.quarters), tuple(_turned_back(lines(leaf.sheet, gutter), leaf)))


def _unreadable(leaf: _Leaf, number: int, reading: _Reading) -> Page | Scan:
    found = reading.recognise(number) if reading.recognise else Page(number, *size(leaf.window, leaf.quarters), ())
    reading.unreadable.append(number)
    return found


def _leaf(document: PdfDocument, number: int) -> _Leaf:
    page = document[number - 1]
    try:
        shown = window(page.raw)
        text = page.get_textpage()
        try:
            return _Leaf(shown, page.get_rotation() // 90, writing(text.raw, shown), drawing(page.raw))
        finally:
            text.close()
    finally:
        page.close()


def _turned_back(found: Iterable[PrintedLine], leaf: _Leaf) -> Iterator[PrintedLine]:
    """Lines with their boxes as the page is shown."""
    if leaf.quarters == leaf.writing.quarters:
        yield from found
        return
    for line in found:
        yield replace(line, box=_shown(line.box, leaf)) if line.box else line


def _shown(box: Box, leaf: _Leaf) -> Box:
    corners = ((box.left, box.top), (box.right, box.bottom))
    points = (leaf.window.unplace(*corner, leaf.writing.quarters) for corner in corners)
    (x, y), (to_x, to_y) = (leaf.window.place(*point, leaf.quarters) for point in points)
    return Box(*(round(value, 2) for value in (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))))


def _named(numbers: list[int]) -> str:
    more = " 页等" if len(numbers) > MOST_NAMED else " 页"
    return f"第 {'、'.join(map(str, numbers[:MOST_NAMED]))}{more}（共 {len(numbers)} 页）"
