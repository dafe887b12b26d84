"""Recognised pages as pages like all others, and what is told of those that say nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gazette.errors import RejectedError
from gazette.layout import Box
from services.extract.formats.glyphs import ASCENT, HALF, Glyph, is_wide
from services.extract.formats.pages import Page, PrintedLine
from services.extract.formats.reading_order import Sheet, lines
from services.extract.formats.ruled import Rule
from services.extract.scans import Run, Scan

FEW, RED = 40, 0.5
LEAST_RUNS, LEAST_LETTERS, COLUMN_SHARE, LEAST_COLUMNS, BIN = 100, 6, 0.08, 4, 0.03


def sheet(scan: Scan) -> Sheet:
    """Characters and ruled lines, the page put straight."""
    glyphs = [glyph for run in scan.runs for glyph in _glyphs(run, scan.slant)]
    return Sheet(glyphs, [_rule(Rule(*ends), scan.slant) for ends in scan.rules], scan.width)


def page(scan: Scan, gutter: float | None) -> Page:
    """A recognised page, its lines in reading order; `gutter` is where others have theirs."""
    return Page(scan.number, scan.width, scan.height, tuple(_shown(lines(sheet(scan), gutter), scan.slant)))


def refuse_empty(scans: Sequence[Scan]) -> None:
    """RejectedError where these pictures are all there is, and are no pages of a gazette.

    `empty_scan`: nothing is written on them; `only_a_stamp`: hardly more than a seal; `newspaper`.
    """
    characters = sum(scan.characters for scan in scans)
    if not characters:
        raise _empty()
    if characters < FEW and max(scan.red for scan in scans) > RED:
        raise _stamp()
    if sum(map(_is_newspaper, scans)) > len(scans) / 2:
        raise _newspaper()


def needs_recogniser(unreadable: int, count: int) -> RejectedError:
    """Pages that only a recogniser can read, and none is installed."""
    return RejectedError(
        "needs_ocr",
        f"{unreadable} of the {count} pages have no readable text: they are pictures, or their fonts lack a text map. "
        "Reading them needs the extra `ocr`, which is not installed here: pip install 'gazette[ocr]', then retry. "
        "Or give a PDF that was exported from the text, or the text as .docx or .txt.",
        f"全部 {count} 页中有 {unreadable} 页没有可读的文字（扫描图片，或字体缺少文字编码），需要文字识别（OCR），"
        "但本机未安装该组件。请管理员执行 pip install 'gazette[ocr]' 后重试，"
        "或改为上传由文字稿导出的 PDF、.docx、.txt。",
    )


def _straight(x: float, y: float, slant: float) -> tuple[float, float]:
    """A point of a page after it was turned, by so little that lengths stay."""
    return x + slant * y, y - slant * x


def _rule(rule: Rule, slant: float) -> Rule:
    """A rule without width, which had taken up the slant as height or width."""
    x, y = _straight((rule.left + rule.right) / 2, (rule.top + rule.bottom) / 2, slant)
    across, down = (rule.right - rule.left) / 2, (rule.bottom - rule.top) / 2
    return Rule(x - across, y, x + across, y) if rule.level else Rule(x, y - down, x, y + down)


def _shown(found: Iterable[PrintedLine], slant: float) -> Iterator[PrintedLine]:
    """Lines with their boxes where the page shows them."""
    for line in found:
        yield replace(line, box=_slanted(line.box, slant)) if line.box else line


def _slanted(box: Box, slant: float) -> Box:
    corners = [_straight(x, y, -slant) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    xs, ys = zip(*corners, strict=True)
    return Box(*(round(value, 2) for value in (min(xs), min(ys), max(xs), max(ys))))


def _glyphs(run: Run, slant: float) -> Iterator[Glyph]:
    moved, down = _straight(0, run.down, slant)[0], _straight(run.across, run.down, slant)[1]
    baseline = down + (ASCENT - HALF) * run.size
    spaced = False
    for at, (text, left) in enumerate(zip(run.text, run.lefts, strict=True)):
        if text.isspace():
            spaced = True
            continue
        advance = max(0.1, _end(run, at) - left)
        yield Glyph(text, left + moved, baseline, run.size, spaced, advance, run.sure[at] if text.isalnum() else 1.0)
        spaced = False


def _end(run: Run, at: int) -> float:
    """Where a character ends; a narrow one goes on to the next, since where it stands is only about known."""
    after = at + 1
    if after < len(run.text) and not run.text[after].isspace() and not is_wide(run.text[at]):
        return max(run.rights[at], run.lefts[after])
    return run.rights[at]


def _is_newspaper(scan: Scan) -> bool:
    """Whether running text stands in many columns."""
    long = [run for run in scan.runs if len(run.text) >= LEAST_LETTERS]
    starts = Counter(_column(run, scan.width) for run in long)
    columns = sum(1 for at in starts if _is_column(at, starts, COLUMN_SHARE * len(long)))
    return len(long) >= LEAST_RUNS and columns >= LEAST_COLUMNS


def _column(run: Run, width: float) -> int:
    return int(run.lefts[0] / (BIN * width))


def _is_column(at: int, starts: Counter[int], least: float) -> bool:
    """Whether many runs begin here, and more than beside it."""
    here = starts[at] + starts.get(at + 1, 0)
    return starts[at] > starts.get(at - 1, 0) and starts[at] >= starts.get(at + 1, 0) and here >= least


def _empty() -> RejectedError:
    return RejectedError(
        "empty_scan",
        "Nothing is written on the pictures, or nothing that can be recognised. "
        "Scan the pages again, upright and sharp, at 200 dpi or more.",
        "图片上没有可识别的文字（空白页，或过于模糊）。请以 200 dpi 以上、方向正确地重新扫描后上传。",
    )


def _stamp() -> RejectedError:
    return RejectedError(
        "only_a_stamp",
        "The picture shows hardly more than a seal. Upload the pages of the document itself.",
        "图片上几乎只有印章，没有正文。请上传文件正文的页面。",
    )


def _newspaper() -> RejectedError:
    return RejectedError(
        "newspaper",
        "This looks like pages of a newspaper: text in four or more columns, which cannot be read in order. "
        "Upload the documents themselves, one file each.",
        "这像是报纸版面（四栏及以上），无法按顺序阅读。请改为上传所刊文件本身，每件一个文件。",
    )
