"""Web pages: the text that navigation, banners and forms surround, one line a block, tables kept as rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gazette.errors import RejectedError
from services.extract.formats import text
from services.extract.formats.markup import Block, Kind, blocks, folded, too_deep
from services.extract.formats.source import Source, text_of_record
from services.extract.limits import USUAL, Limits

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,20})""", re.IGNORECASE)
XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:-]{2,20})""")
HEAD = 4096
CHINESE_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
SHARE = 0.85
HEADINGS = ("h1", "h2")
FIRST_LINES = 15
FAULT = re.compile(
    "(?:404|403|500|502|503)|页面(?:不存在|找不到|已删除|无法访问)|(?:Not Found|Forbidden|Bad Gateway)", re.IGNORECASE
)
LONGEST_FAULT = 400
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})(?:\s[^<>]*?)?(/?)>")
LEFT_OPEN = frozenset((
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "option", "optgroup", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "wbr",
))  # fmt: skip
"""Elements that HTML lets stand without an end tag."""


def read(data: bytes, limits: Limits = USUAL) -> Source:
    """Read a page. RejectedError `error_page` where it is a portal's word that there is no such page, `too_deep`."""
    markup, encoding, notes = _decoded(data)
    _refuse_unclosed(markup, limits.nesting)
    page = LexborHTMLParser(markup)
    found = list(blocks(page.root, limits.nesting)) if page.root else []
    article = list(_article(found))
    lines = [*_title(found, article), *(line for block in article for line in block.lines)]
    _refuse_fault(page, lines)
    record, more = text_of_record("\n".join(lines))
    return Source(record, "text/html", encoding, notes + more)


def _decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """As the page itself says, where that is true; else as its bytes look."""
    declared = XML_DECLARED.search(data[:HEAD]) or DECLARED.search(data[:HEAD])
    if declared and not data.startswith(tuple(mark for mark, _, _ in text.MARKS)):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(CHINESE_CODECS.get(name, name)), CHINESE_CODECS.get(name, name), ()
        except (LookupError, UnicodeDecodeError):
            pass
    encoding, markup, notes = text.decode(data)
    return markup, encoding, notes


def _article(found: list[Block]) -> Iterator[Block]:
    """The blocks of the smallest element that holds nearly all running text; all blocks where none stands out."""
    inside = _path_to(found)
    return (block for block in found if inside in block.ancestors) if inside is not None else iter(found)


def _path_to(found: Iterable[Block]) -> int | None:
    weights: dict[int, int] = {}
    depths: dict[int, int] = {}
    total = 0
    for block in found:
        total += block.weight
        for depth, ancestor in enumerate(block.ancestors):
            weights[ancestor] = weights.get(ancestor, 0) + block.weight
            depths[ancestor] = depth
    holding = [node for node, weight in weights.items() if weight >= SHARE * total > 0]
    return max(holding, key=depths.__getitem__, default=None)


def _title(found: list[Block], article: list[Block]) -> list[str]:
    """The heading above the article, where the article does not begin with it."""
    if not article:
        return []
    before = found[: found.index(article[0])]
    headings = [block for block in before if block.kind is Kind.HEADING]
    if not headings:
        return []
    begins = folded("".join(line for block in article[:FIRST_LINES] for line in block.lines))
    lines = list(headings[-1].lines)
    return [] if folded("".join(lines)) in begins else lines


def _refuse_unclosed(markup: str, most: int) -> None:
    """Elements that are left open, each within the other, cost the parser the square of their number."""
    opened: Counter[str] = Counter()
    for end, name, whole in TAG.findall(markup):
        opened[name.lower()] += -1 if end else not whole
    if any(count > most for name, count in opened.items() if name not in LEFT_OPEN):
        raise too_deep(most)


def _refuse_fault(page: LexborHTMLParser, lines: list[str]) -> None:
    title: LexborNode | None = page.css_first("title")
    said = " ".join([title.text() if title else "", *lines])
    if len(said) <= LONGEST_FAULT and FAULT.search(said):
        raise RejectedError(
            "error_page",
            "This is a web server's page that says that something was not found or failed. Save the document itself.",
            "这是网站的报错页面，不是公文。请打开原文页面后重新保存再上传。",
        )
