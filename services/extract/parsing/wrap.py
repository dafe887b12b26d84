"""Soft line breaks: whether a text is hard-wrapped, and lines joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.extract.parsing import shapes
from services.extract.parsing.page_ends import INDENT, RULE, columns, fills, printed_width, without_notes
from services.extract.parsing.repair import Line, joined

SAMPLE = 3000
LEAST_LINES = 30
NARROWEST, WIDEST = 15, 60
CHOPPED_SHARE, LONGER_SHARE = 0.25, 0.04
FULL_SHARE, ENDING_SHARE = 0.3, 0.4
INDENTED_SHARE = 0.1
SLACK = 6
LONG_LINE, LONG_REST = 30, 45
MOST_PARTS = 400
SURELY_TITLE = 3.0

TERMINAL = tuple("。；;！!？?：:》”）)】")
SENTENCE_END = tuple("。；;！!？?")
SENTENCE = re.compile("[，。；（《]")
LONG_TAIL = 200
FIGURE = re.compile(r"[0-9A-Za-z.,%/~+:-]{2,24}[，。、；：）》”]?")
FULL_WIDTH = 2
BREAK_END = tuple("，、,（《“")
OPEN_NUMBER = re.compile(r"[〔\[［(（【〈][1１2２][90９０]\d\d[〕\]］)）】〉]第?\d{0,3}$")
NUMBER_REST = re.compile(r"第?\d{0,5}号")
STARTS = re.compile(r"附件|附表|附录|专栏|[表图]\d|目录$|[【·]|[—–](?!\d{4}年)|[-_]{3,}$|[（(]此件|抄送|主题词")
PAGE_TAIL = re.compile(r"(?:[.…·．‥⋯]{2,}\s*|\u3000{2,})[（(]?\d{1,4}[)）]?$")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text is wrapped. `width` is in characters where lines were chopped, else in half-width columns.

    `indented` says that paragraphs begin with an indent.
    """

    width: int
    chopped: bool
    gap: int
    indented: bool = False


def detect(lines: Sequence[Line]) -> Wrap | None:
    """How the lines are wrapped, or None where a line is a paragraph."""
    plain = [line for line in lines[:SAMPLE] if not line.row]
    if len(plain) < LEAST_LINES:
        return None
    lengths = Counter(line.width for line in plain)
    width, count = max(lengths.items(), key=lambda item: (item[1] * (NARROWEST <= item[0] <= WIDEST), item[0]))
    longer = sum(n for length, n in lengths.items() if length > width)
    if NARROWEST <= width <= WIDEST and count >= CHOPPED_SHARE * len(plain) and longer <= LONGER_SHARE * len(plain):
        full = [k for k, line in enumerate(plain) if line.width == width]
        if _sentences_end(plain, full):
            return None
        indented = _is_indented(plain)
        exact = count > 2 * lengths[width - 1] + 2 * lengths[width - 2] and not indented
        return Wrap(width if exact else 2 * width, exact, _gap(plain, full), indented)
    return _set_by_width(plain)


def paragraphs(lines: Sequence[Line], wrap: Wrap | None) -> list[Line]:
    """Lines with soft breaks joined; a number, date, addressee, heading or label always begins or ends a paragraph."""
    spaced = wrap is None or not wrap.chopped
    printed = printed_width(lines) if wrap is None else None
    groups = _groups(lines, wrap, printed)
    whole = [group[0] if len(group) == 1 else joined(group, spaced) for group in groups]
    return without_notes(whole, lambda line: _begins(line, False), spaced)


def _is_indented(plain: Sequence[Line]) -> bool:
    """Whether paragraphs are indented: then a line is as wide as a page has room, whatever it counts."""
    return sum(line.indented for line in plain) >= INDENTED_SHARE * len(plain)


def _set_by_width(plain: Sequence[Line]) -> Wrap | None:
    """Wrapped by a typesetter: most lines nearly as wide as the widest, hardly any wider."""
    widths = [columns(line.text) for line in plain]
    width = sorted(widths)[int(len(widths) * (1 - LONGER_SHARE))]
    full = [k for k, w in enumerate(widths) if width - SLACK <= w <= width + SLACK]
    if not 2 * NARROWEST <= width <= 2 * WIDEST or len(full) < FULL_SHARE * len(plain):
        return None
    if _sentences_end(plain, full):
        return None
    return Wrap(width, False, _gap(plain, full), _is_indented(plain))


def _sentences_end(plain: Sequence[Line], full: Sequence[int]) -> bool:
    """Whether so many full lines end a sentence that they are paragraphs of one length by chance."""
    return sum(plain[k].text.endswith(SENTENCE_END) for k in full) > ENDING_SHARE * len(full)


def _gap(plain: Sequence[Line], full: Sequence[int]) -> int:
    gaps = Counter(plain[k + 1].gap for k in full if k + 1 < len(plain))
    return gaps.most_common(1)[0][0] if gaps else 0


def _groups(lines: Sequence[Line], wrap: Wrap | None, printed: int | None) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and len(group) < MOST_PARTS and _continues(group, line, wrap, printed):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, wrap: Wrap | None, printed: int | None) -> bool:
    before = group[-1]
    if before.row or line.row:
        return False
    if OPEN_NUMBER.search(before.bare[-12:]) and NUMBER_REST.match(line.bare):
        return True
    if (
        _begins(line, _is_cut(before, line, wrap))
        or _stands_alone(before)
        or (shapes.TITLE_END.search(before.bare[-24:]) and shapes.is_addressee(line.bare))
    ):
        return False
    if wrap is not None:
        goes_on = _is_full(before, line, wrap) or _breaks_off(group, wrap)
        return goes_on and _gap_fits(before, line, wrap) and not _begins_behind(before, line, wrap)
    return not line.marked and _sentence_goes_on(group, line, printed)


def _is_cut(before: Line, line: Line, wrap: Wrap | None) -> bool:
    """Whether a line of a text with indents goes on without one: what follows may look like a beginning."""
    return wrap is not None and wrap.indented and _is_full(before, line, wrap) and not before.text.endswith(TERMINAL)


def _begins(line: Line, cut: bool) -> bool:
    bare = line.bare
    if line.indented or STARTS.match(bare) or (not cut and shapes.ORDINAL.match(line.text)):
        return True
    return not cut and len(bare) <= shapes.LONGEST_NUMBER_LINE and _stands_alone(line)


def _stands_alone(line: Line) -> bool:
    bare = line.bare
    if PAGE_TAIL.search(line.text[-20:]):
        return True
    if len(bare) > shapes.LONGEST_NUMBER_LINE:
        return False
    return (
        shapes.date_of(bare) is not None
        or shapes.number_of(bare) is not None
        or shapes.is_label(bare)
        or bare == "目录"
        or RULE.fullmatch(bare) is not None
    )


def _is_full(before: Line, line: Line, wrap: Wrap) -> bool:
    """Whether the line had no room for what begins the next one: a character, or a figure, which no line end cuts."""
    if wrap.chopped:
        return before.width >= wrap.width
    needed = 1 if before.text.endswith(SENTENCE_END) else _first_needs(line)
    return columns(before.text) + (INDENT if before.indented else 0) + needed > wrap.width - SLACK


def _breaks_off(group: Sequence[Line], wrap: Wrap) -> bool:
    """Whether the first line of a paragraph, whose indent was lost, ends within its second sentence: no heading."""
    first = group[0]
    if len(group) > 1 or wrap.chopped or first.indented or "。" not in first.text or first.text.endswith(TERMINAL):
        return False
    return columns(first.text) + INDENT > wrap.width - SLACK


def _begins_behind(before: Line, line: Line, wrap: Wrap) -> bool:
    """Whether behind a line that may end a paragraph this one is a whole title, or lacks an indent."""
    if not before.text.endswith(TERMINAL):
        return False
    is_title = len(line.bare) <= shapes.LONGEST_TITLE_LINE and shapes.title_shape(line.bare) >= SURELY_TITLE
    return is_title or _lacks_indent(before, line, wrap)


def _lacks_indent(before: Line, line: Line, wrap: Wrap) -> bool:
    """Whether a line behind a full stop is short by the indent that all first lines of this text have lost."""
    if wrap.chopped or wrap.indented or not before.text.endswith(SENTENCE_END) or line.text.endswith(TERMINAL):
        return False
    return columns(line.text) <= wrap.width - INDENT


def _first_needs(line: Line) -> int:
    """Columns of the figure or else the character that a line begins with."""
    figure = FIGURE.match(line.text)
    return columns(figure[0]) if figure else FULL_WIDTH


def _gap_fits(before: Line, line: Line, wrap: Wrap) -> bool:
    """As many blank lines as between the lines of a paragraph, or so many that a page ended."""
    if line.gap <= wrap.gap:
        return True
    return line.gap >= wrap.gap + 2 and not before.text.endswith(TERMINAL)


def _sentence_goes_on(group: Sequence[Line], line: Line, printed: int | None) -> bool:
    """In unwrapped text: a page end cut a sentence in two."""
    before = group[-1].bare
    if not SENTENCE.search("".join(part.bare[-LONG_TAIL:] for part in group)):
        return False
    if before.endswith(BREAK_END):
        return len(line.bare) > 1
    if before.endswith(TERMINAL) or group[-1].marked or _may_be_heading(group, printed):
        return _open_bracket(before) and line.bare.endswith(TERMINAL)
    if shapes.ORDINAL.match(group[0].bare) and "。" not in before and len(before) < 2 * LONG_LINE:
        return printed is not None and len(before) >= LONG_LINE and fills(group[-1].text, printed)
    if printed is not None and fills(line.text, printed, 0):
        return True
    return (line.bare.endswith(SENTENCE_END) and "\t" not in line.text) or len(line.bare) >= LONG_REST


def _may_be_heading(group: Sequence[Line], printed: int | None) -> bool:
    """Whether a line is as short as a heading; no heading with a comma fills by chance the line of a page."""
    before = group[-1]
    if len(before.bare) >= LONG_LINE or "。" in before.bare:
        return False
    if printed is None or (len(group) == 1 and "，" not in before.bare):
        return True
    return not fills(before.text, printed, INDENT if len(group) == 1 else 0)


def _open_bracket(text: str) -> bool:
    tail = text[-60:]
    return tail.count("（") > tail.count("）") or tail.count("《") > tail.count("》")
