"""Blocks of a marked-up page in reading order: what a reader sees as lines, table rows and headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from selectolax.lexbor import LexborNode

from gazette.errors import RejectedError

UNSEEN = {
    "audio", "button", "canvas", "dialog", "embed", "footer", "head", "iframe", "input", "map", "math", "nav",
    "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea", "video",
}  # fmt: skip
INLINE = {
    "-text", "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span", "st1:chsdate", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
}  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3"))
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")
SENTENCE = re.compile("[，。；：！？]")
LONG = 25
CELLS = ("td", "th")
LONGEST_CELL = 2_000
MOST_PARAGRAPHS = 5
CONTENTS, PAGE_NUMBER = ("目录", "目次", "本期目录"), re.compile(r"\d{0,4}")


class Kind(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    ROW = "row"


@dataclass(slots=True)
class Block:
    """One block: its lines, the ids of the elements around it from the outside, and what of it is running text."""

    kind: Kind
    ancestors: tuple[int, ...]
    lines: Sequence[str] = ()
    linked: int = 0
    pieces: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """Characters of running text: sentences and rows, without what is a link."""
        length = sum(map(len, self.lines))
        runs = self.kind is Kind.ROW or length >= LONG or any(SENTENCE.search(line) for line in self.lines)
        return max(0, length - 2 * self.linked) if runs else 0


def folded(text: str) -> str:
    """Without any white space."""
    return "".join(text.split())


def blocks(root: LexborNode, most_depth: int) -> Iterator[Block]:
    """All blocks that are seen. RejectedError `too_deep` where elements stand more than `most_depth` deep."""
    walk = _Walk(most_depth)
    yield from walk.through(root)


def too_deep(most: int) -> RejectedError:
    """A page of elements within elements without end."""
    return RejectedError(
        "too_deep",
        f"The page is nested more than {most} elements deep. Save it as text instead.",
        f"网页嵌套超过 {most} 层，无法读取。请另存为文本后上传。",
    )


class _Walk:
    """A walk without recursion: pages may be nested as deeply as their makers like."""

    def __init__(self, most_depth: int) -> None:
        self.most_depth = most_depth
        self.path: list[LexborNode] = []
        self.block: Block | None = None
        self.links = 0
        self.lists = False

    def through(self, root: LexborNode) -> Iterator[Block]:
        node: LexborNode | None = root
        while node is not None:
            yield from self._enter(node)
            inside = None if _is_unseen(node) or _is_data_row(node) else node.child
            if inside is not None:
                self._descend(node)
                node = inside
                continue
            while node is not None and node.next is None and self.path:
                node = self.path.pop()
                yield from self._leave(node)
            node = node.next if node is not None and self.path else None
        yield from self._end()

    def _descend(self, node: LexborNode) -> None:
        self.path.append(node)
        self.links += node.tag == "a"
        if len(self.path) > self.most_depth:
            raise too_deep(self.most_depth)

    def _enter(self, node: LexborNode) -> Iterator[Block]:
        if node.tag == "-text":
            self._take(node.text_content or "")
        elif node.tag == "br":
            self._take("\n")
        elif node.tag not in INLINE:
            yield from self._end()
            if _is_data_row(node):
                yield self._row(_texts(node))

    def _leave(self, node: LexborNode) -> Iterator[Block]:
        self.links -= node.tag == "a"
        if node.tag not in INLINE:
            yield from self._end()

    def _row(self, cells: Sequence[str]) -> Block:
        """A row of values; on a contents page, an entry."""
        self.lists = self.lists and PAGE_NUMBER.fullmatch(cells[-1]) is not None
        if self.lists:
            return Block(Kind.TEXT, self._ancestors(), ("……".join(filter(None, (" ".join(cells[:-1]), cells[-1]))),))
        return Block(Kind.ROW, self._ancestors(), ("| " + " | ".join(cells) + " |",))

    def _take(self, text: str) -> None:
        if self.block is None:
            heading = any(node.tag in HEADINGS for node in self.path)
            self.block = Block(Kind.HEADING if heading else Kind.TEXT, self._ancestors())
        self.block.pieces.append(text if text == "\n" else SPACE.sub(" ", text))
        self.block.linked += len(text.strip()) if self.links else 0

    def _end(self) -> Iterator[Block]:
        block, self.block = self.block, None
        if block is not None:
            block.lines = tuple(line.strip(" ") for line in "".join(block.pieces).split("\n") if line.strip())
            if block.lines:
                text = folded("".join(block.lines))
                self.lists = text in CONTENTS or (self.lists and "。" not in text)
                yield block

    def _ancestors(self) -> tuple[int, ...]:
        return tuple(node.mem_id for node in self.path if node.tag not in INLINE)


def _is_unseen(node: LexborNode) -> bool:
    return node.tag in UNSEEN or (node.tag != "-text" and bool(HIDDEN.search(node.attributes.get("style") or "")))


def _is_data_row(node: LexborNode) -> bool:
    """A row of a table of values; one that holds further tables, or whole pages of text, is a means of layout."""
    if node.tag != "tr":
        return False
    cells = _cells(node)
    return len(cells) > 1 and not node.css_first("table, ul, ol, h1, h2") and all(map(_is_value, cells))


def _is_value(cell: LexborNode) -> bool:
    return len(cell.text()) <= LONGEST_CELL and len(cell.css("p, div")) <= MOST_PARAGRAPHS


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in CELLS]


def _texts(row: LexborNode) -> list[str]:
    return [SPACE.sub(" ", cell.text(separator=" ")).strip() for cell in _cells(row)]
