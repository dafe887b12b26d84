"""Word documents: paragraphs with their automatic numbers, tables as rows, text boxes and notes where they belong."""

import re
from collections.abc import Iterable, Iterator

from services.extract.formats.docx_numbering import Numbering
from services.extract.formats.docx_runs import Reference, Runs
from services.extract.formats.docx_styles import Styles, is_on
from services.extract.formats.docx_table import Cell, cells_of, lines_of, row_of, rows_of
from services.extract.formats.elements import Element, child, children, local, value
from services.extract.formats.package import Package, path
from services.extract.formats.source import Source, text_of_record
from services.extract.limits import USUAL, Limits

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = "/word/document.xml"
BLOCKS = 2
WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
TYPED_LABEL = re.compile(
    r"^((?:[（(]?[0-9一二三四五六七八九十]{1,3}[、.．)）]|第[一二三四五六七八九十百零0-9]{1,6}[编章节条])\s?)\t+"
)
LEADER = "……"
BLANK = " \u3000"


def read(data: bytes, limits: Limits = USUAL) -> Source:
    """Read a document. RejectedError `damaged`, `encrypted`, `too_deep`, `too_large_expanded`."""
    package = Package(data, limits)
    main = _related(package, "/", "officeDocument") or MAIN
    reader = _Reader(package, main)
    lines = list(reader.lines(block for block in package.elements(main, BLOCKS) if local(block) != "sectPr"))
    text, more = text_of_record("\n".join(lines).strip("\n"))
    return Source(text, MEDIA_TYPE, "utf-8", (*reader.notes(), *more))


class _Reader:
    """Reads block by block; numbers, fields and notes go on from one to the next."""

    def __init__(self, package: Package, main: str) -> None:
        def part(kind: str) -> Element | None:
            name = _related(package, main, kind)
            return package.xml(name) if name in package else None

        self._styles = Styles(part("styles"))
        self._numbering = Numbering(part("numbering"), self._styles)
        self._notes = {
            kind: {value(n, "id"): n for n in children(part(f"{kind}s"), kind)} for kind in ("footnote", "endnote")
        }
        self._runs = Runs(self._styles)
        self._foreign = 0
        self._macros = "/word/vbaProject.bin" in package

    def lines(self, blocks: Iterable[Element]) -> Iterator[str]:
        """What is seen of blocks, line by line; an empty paragraph is an empty line."""
        for block in blocks:
            name = local(block)
            if name == "p":
                yield from self._paragraph(block)
            elif name == "tbl":
                yield from self._table(block)
            elif name in WRAPPERS:
                yield from self.lines(block)
            elif name == "AlternateContent":
                yield from self.lines(next(iter(block), ()))
            self._foreign += name == "altChunk"

    def notes(self) -> Iterator[str]:
        """Chinese sentences on what was not read as it stands."""
        if self._runs.hidden:
            yield f"有 {self._runs.hidden} 处隐藏文字，未读取。"
        if self._runs.changed:
            yield "文件含修订记录，已按“接受全部修订”读取。"
        if self._runs.unknown:
            yield f"有 {self._runs.unknown} 个符号无法对应为文字，已替换为 U+FFFD。"
        if self._foreign:
            yield f"有 {self._foreign} 处嵌入的其他文件，未读取。"
        if self._macros:
            yield "文件带有宏，已忽略。"

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        self._runs.style = self._styles.of(paragraph)
        for part in paragraph:
            self._runs.take(part)
        if _runs_on(paragraph):
            return
        label = self._numbering.label(paragraph)
        text, boxes, references = self._runs.finish()
        tab = LEADER if self._styles.leads(paragraph) else "\t"
        for line in (label + text).split("\n"):
            yield TYPED_LABEL.sub(r"\1", line.lstrip().rstrip(BLANK)).replace("\t", tab)
        for box in boxes:
            yield from self.lines(box)
        for reference in references:
            yield from self._note(reference)

    def _note(self, reference: Reference) -> Iterator[str]:
        note = self._notes[reference.kind].pop(reference.id, None)
        if note is not None:
            yield f"{reference.mark} " + " ".join(filter(None, self.lines(note)))

    def _table(self, table: Element) -> Iterator[str]:
        rows = rows_of(table)
        frame = len(rows) == 1 or all(len(cells_of(row)) == 1 for row in rows)
        for row in rows:
            cells = [Cell(tuple(self.lines(cell)), cell) for cell in cells_of(row)]
            yield from lines_of(cells) if frame else row_of(row, cells)


def _runs_on(paragraph: Element) -> bool:
    """Whether the mark at its end is deleted or hidden, so that the next paragraph goes on in it."""
    mark = child(paragraph, "pPr", "rPr")
    hidden = child(mark, "specVanish")
    gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
    return gone or (hidden is not None and is_on(hidden))


def _related(package: Package, part: str, kind: str) -> str:
    """The part that another refers to as of a kind; "" where there is none."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    found = package.xml(relations) if relations in package else None
    for relation in children(found, "Relationship"):
        if (value(relation, "Type") or "").endswith(f"/{kind}") and value(relation, "TargetMode") != "External":
            return path(part, value(relation, "Target") or "")
    return ""
