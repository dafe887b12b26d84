"""What is printed with a document after its signature: the promulgated text and the attachments."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gazette.model import Enclosure
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.terms import INSTRUMENTS
from services.extract.parsing.values import core, printed

PROMULGATES = re.compile(r"印发|转发|批转|发布|公布|颁布|下发|令(?:第.{1,6}号)?$|公告$")
QUOTED = re.compile(r"《(.+)》")
UNQUOTED = re.compile(r"(?:印发|转发|批转|发布|公布|颁布|下发)(.{3,})的(?:通知|函|决定|公告|通告)")
LIST = re.compile(r"附\s*(?:件|表)\s*[：:]\s*(?P<rest>.*)")
ITEM = re.compile(r"(?P<label>\d{1,2}(?:\s?[-—–]\s?\d{1,2})?)(?:\s?[.．、]|\s)\s*(?P<title>\S.*)")
INLINE_LABEL = re.compile(r"附件\s*(?P<label>\d{0,2}(?:[-—–]\d{1,2})?)\s+(?P<title>\S.{2,60})")
NOTE = re.compile(r"[（(].{0,60}[）)]")
NUMERAL = re.compile(r"附(?:件|表)?(.*?)[：:.、]?$")
NAMED = re.compile(rf"[{shapes.HAN}A-Za-z]")
COLOPHON = re.compile(r"^抄送|日印发$")
COUNT = re.compile(r"[（(](?:共)?\d+[件项个条][）)]$")
ENDS = re.compile(rf"(?:{INSTRUMENTS})(?:[（(].{{1,20}}[）)])?$")
LIKE, FAIRLY_LIKE = 0.8, 0.6
SEARCHED, TITLE_LINES = 6, 4
LONGEST_TITLE = 120
MOST_TRIES = 2000
SAME_BEGIN, SAME_END, MOST_CANDIDATES = 3, 4, 8


@dataclass(frozen=True, slots=True)
class Listed:
    """An item of an attachment list."""

    label: str
    title: str
    at: int


def enclosures(lines: Sequence[Line], low: int, high: int, signed: int | None, title: str) -> tuple[Enclosure, ...]:
    """Enclosures of the document whose body is `lines[low:high]` and whose signature ends at `signed`, in order."""
    listed = _lists(lines, low, high)
    used = {k for item in listed for k in (item.at,)}
    found: dict[int, Enclosure] = {}
    first = _promulgated(lines, low, high, signed, title)
    if first is not None:
        found[first[0]] = first[1]
    for at, enclosure in _labelled(lines, signed or low, high, listed, used):
        found.setdefault(at, enclosure)
    for at, enclosure in _unlabelled(lines, signed or low, high, listed, found):
        found.setdefault(at, enclosure)
    return tuple(found[at] for at in sorted(found))


def _promulgated(
    lines: Sequence[Line], low: int, high: int, signed: int | None, title: str
) -> tuple[int, Enclosure] | None:
    """The text that the document brings into force: the first title after the signature, or one like its own."""
    if not PROMULGATES.search(title):
        return None
    quoted = QUOTED.search(title) or UNQUOTED.search(title)
    wanted = quoted[1] if quoted else None
    start = signed if signed is not None else low
    for at in range(start, min(start + SEARCHED, high)):
        line = lines[at]
        if shapes.is_label(line.bare):
            return None
        if NOTE.fullmatch(line.bare) or not _may_begin(line):
            continue
        count, likeness = _best_count(lines, at, high, wanted)
        if (signed is not None and not wanted) or likeness >= (FAIRLY_LIKE if signed is not None else LIKE):
            return at, _enclosure(lines, at, at, count, None)
        if signed is not None and ENDS.search(line.bare):
            return at, _enclosure(lines, at, at, 1, None)
    return None


def _labelled(
    lines: Sequence[Line], low: int, high: int, listed: Sequence[Listed], used: set[int]
) -> Iterable[tuple[int, Enclosure]]:
    """Attachments with a printed label."""
    titles = {item.label: item.title for item in listed}
    for k in range(low, high):
        bare = lines[k].bare
        if k in used or len(bare) > LONGEST_TITLE or not bare.startswith("附"):
            continue
        inline = INLINE_LABEL.fullmatch(lines[k].text)
        if shapes.is_label(bare):
            yield from _below_label(lines, k, high, titles)
        elif inline and not inline["title"].startswith(("：", ":")) and not lines[k].row:
            label = "附件" + printed(inline["label"])
            yield k, Enclosure(printed(inline["title"]), lines[k].first, label)


def _below_label(lines: Sequence[Line], k: int, high: int, titles: dict[str, str]) -> Iterable[tuple[int, Enclosure]]:
    mark = NUMERAL.fullmatch(lines[k].bare)
    number = printed(mark[1] if mark else "").translate(str.maketrans("—–－", "---"))
    for at in range(k + 1, min(k + 1 + SEARCHED // 2, high)):
        if shapes.is_label(lines[at].bare):
            return
        if _may_begin(lines[at]):
            count, _ = _best_count(lines, at, high, titles.get(number))
            yield k, _enclosure(lines, k, at, count, "附件" + number)
            return


def _unlabelled(
    lines: Sequence[Line], low: int, high: int, listed: Sequence[Listed], found: dict[int, Enclosure]
) -> Iterable[tuple[int, Enclosure]]:
    """Attachments without a label of their own: known by the title in the list."""
    have = {enclosure.label for enclosure in found.values()}
    missing = {("附件" + item.label): core(item.title) for item in listed if "附件" + item.label not in have}
    if not missing:
        return
    by_edge, tries = _by_edges(missing), 0
    for at in range(max(low, max(item.at for item in listed) + 1), high):
        line = lines[at]
        if tries > MOST_TRIES or len(line.bare) > LONGEST_TITLE or not _may_begin(line):
            continue
        here = core(line.bare)
        near = {*by_edge.get("^" + here[:SAME_BEGIN], ()), *by_edge.get(here[-SAME_END:] + "$", ())} & missing.keys()
        tries += len(near)
        for label in sorted(near)[:MOST_CANDIDATES]:
            count, likeness = _best_count(lines, at, high, missing[label])
            if likeness >= LIKE:
                del missing[label]
                yield at, _enclosure(lines, at, at, count, label)
                break


def _by_edges(missing: dict[str, str]) -> dict[str, list[str]]:
    """Labels by how their titles begin and end."""
    found: dict[str, list[str]] = {}
    for label, title in missing.items():
        for edge in ("^" + title[:SAME_BEGIN], title[-SAME_END:] + "$"):
            held = found.setdefault(edge, [])
            if len(held) < MOST_CANDIDATES:
                held.append(label)
    return found


def _lists(lines: Sequence[Line], low: int, high: int) -> list[Listed]:
    """Items of all attachment lists of the document."""
    found: list[Listed] = []
    k = low
    while k < high:
        head = LIST.match(lines[k].text) if lines[k].bare.startswith("附") and not lines[k].row else None
        if head is None:
            k += 1
            continue
        k = _items(lines, k, high, head["rest"], found)
    return found


def _items(lines: Sequence[Line], k: int, high: int, rest: str, found: list[Listed]) -> int:
    """Read the items of one list that begins in line `k`; returns the index of the line after it."""
    if rest and not ITEM.match(rest):
        found.append(Listed("", COUNT.sub("", rest.strip()), k))
        return k + 1
    texts = [(k, rest)] if rest else []
    at = k + 1
    while at < high and not lines[at].row and (ITEM.match(lines[at].text) or _continues_item(lines, at, texts)):
        texts.append((at, lines[at].text))
        at += 1
    for where, text in texts:
        item = ITEM.match(text)
        if item is not None:
            found.append(
                Listed(
                    printed(item["label"]).replace("—", "-").replace("–", "-"), item["title"].rstrip("。；; "), where
                )
            )
        elif found:
            found[-1] = Listed(found[-1].label, found[-1].title + text, found[-1].at)
    return at


def _continues_item(lines: Sequence[Line], at: int, texts: Sequence[tuple[int, str]]) -> bool:
    """The rest of an item that was broken: short, and another item follows."""
    if not texts or at + 1 >= len(lines) or len(lines[at].bare) > LONGEST_TITLE // 2:
        return False
    return ITEM.match(lines[at + 1].text) is not None and shapes.is_titular(lines[at])


def _may_begin(line: Line) -> bool:
    bare = line.bare
    return (
        shapes.is_titular(line) and not NOTE.fullmatch(bare) and not COLOPHON.search(bare) and bool(NAMED.search(bare))
    )


def _best_count(lines: Sequence[Line], at: int, high: int, wanted: str | None) -> tuple[int, float]:
    """How many lines make up the title that begins at `at`, and how like the wanted one it is."""
    text, best = "", (1, 0.0)
    for count in range(1, TITLE_LINES + 1):
        k = at + count - 1
        if k >= high or (count > 1 and not _goes_on(lines, k)):
            break
        text += lines[k].bare
        if wanted is not None:
            likeness = _likeness(core(text), core(wanted))
            best = (count, likeness) if likeness > best[1] else best
        elif count > 1 and (not shapes.balanced(text) or ENDS.search(text)) and not ENDS.search(lines[at].bare):
            best = (count, 0.0)
    return best


def _goes_on(lines: Sequence[Line], k: int) -> bool:
    bare = lines[k].bare
    return _may_begin(lines[k]) and not bare.startswith(("（", "(")) and not shapes.is_organ(bare)


def _enclosure(lines: Sequence[Line], start: int, at: int, count: int, label: str | None) -> Enclosure:
    return Enclosure(printed("".join(line.text for line in lines[at : at + count])), lines[start].first, label)


def _likeness(one: str, other: str) -> float:
    """Share of pairs of characters in common."""
    pairs = [{text[k : k + 2] for k in range(len(text) - 1)} for text in (one, other)]
    total = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / total if total else 0.0
