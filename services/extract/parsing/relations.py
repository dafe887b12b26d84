"""Other documents as a document names them: cited, and declared 废止 or 失效."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gazette import numbers
from gazette.model import Mention
from gazette.numbers import NumberMatch
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

REPEALED = re.compile(
    r"(?:予以|一律|即行|自行|宣布|决定|随之|相应)?(?:同时|即)?(?:废止|失效|停止执行|停止使用|不再执行)"
)
NOT_REPEALED = re.compile(
    r"(?:应当|可以|需要|及时|建议|拟|提请|修改|修订|解释|清理)[^。，；《》]{0,12}(?:废止|失效)|(?:废止|失效)(?:或者|或|、|后|前|的[^《]{1,6}(?:由|应|按))"
)
CATALOGUE_TITLE = re.compile(r"(?:宣布失效|废止|失效|停止执行|清理)")
LAPSED = re.compile(r"失效")
TITLE_GAP = re.compile(r"[》>]?\s*[（(〔\[]?\s*(?:以下简称.{0,12}[，,])?\s*$")
ITEM = re.compile(r"\s*(?:[（(]?\d{1,3}[）).．、]|[一二三四五六七八九十]{1,4}、)?\s*(.+?)\s*[（(\[]?\s*$")
AMENDED = re.compile(r"修改|修订|修正")
LONGEST_QUOTE = 200
ROW = re.compile(r"\s*(?:[（(]?\d{1,3}\s?[）).．、]|[一二三四五六七八九十]{1,4}、)")
SENTENCE = re.compile(r"[。\n]")
QUOTE = re.compile(r"《[^《》]{1,200}》")
BASIS = re.compile("决定|要求|规定|精神|根据|按照|依据")
LIST_GAP = re.compile(r"[）)]?[、，,和及与以及]{0,3}")
SHORT_GAP, LONGEST_GAP, LONGEST_VERB_GAP = 4, 32, 12


@dataclass(frozen=True, slots=True)
class Relations:
    """Mentions of a document, each number once, the repealed ones apart."""

    cites: tuple[Mention, ...]
    repeals: tuple[Mention, ...]


def relations(lines: Sequence[Line], body: int, end: int, signed: int | None, title: str, own: str | None) -> Relations:
    """Relations of the document in `lines[body:end]`, titled so; its own number is none of them."""
    catalogue = CATALOGUE_TITLE.search(title) is not None
    lapses = LAPSED.search(title) is not None
    cited: dict[str, Mention] = {}
    repealed: dict[str, Mention] = {}
    amending: set[str] = set()
    for k in range(body, end):
        line = lines[k]
        listed = catalogue and signed is not None and k >= signed
        if catalogue and not listed and signed is None and (line.row or ROW.match(line.text)) and "号" in line.text:
            listed = True
        if listed and "号" in line.text:
            for key, mention in _catalogue_row(line, lapses, amending):
                repealed.setdefault(key, mention)
            continue
        if not line.row and ("废止" in line.text or "失效" in line.text or "停止" in line.text):
            for key, mention in _repealed(line):
                repealed.setdefault(key, mention)
        if "号" in line.text:
            for key, mention in _cited(line):
                cited.setdefault(key, mention)
    skip = {numbers.key(own) if own else None, *repealed, *amending}
    return Relations(tuple(m for key, m in cited.items() if key not in skip), tuple(repealed.values()))


def _cited(line: Line) -> Iterator[tuple[str, Mention]]:
    for match in numbers.find(line.text):
        yield from _mention(line, match, _quoted_before(line.text, match.start), lapses=False)


def _repealed(line: Line) -> Iterator[tuple[str, Mention]]:
    """《…》（number） right before 废止 or 失效, and the like ones listed before it."""
    for begin, sentence in _sentences(line.text):
        plain = QUOTE.sub(_hidden, sentence)
        verb = _last(REPEALED.finditer(plain))
        if verb is None or NOT_REPEALED.search(plain):
            continue
        lapses = "失效" in verb[0]
        matches = _listed_before(sentence, verb.start())
        for match in matches:
            whole = NumberMatch(match.start + begin, match.end + begin, match.number)
            yield from _mention(line, whole, _quoted_before(sentence, match.start), lapses)
        if not matches:
            yield from _titles_only(line, sentence, begin, verb.start(), lapses)


def _listed_before(sentence: str, verb: int) -> list[NumberMatch]:
    """Numbers behind titles that form one list up to the verb."""
    found: list[NumberMatch] = []
    edge = verb
    for match in reversed(list(numbers.find(sentence[:verb]))):
        gap = sentence[match.end : edge]
        close = sentence.rfind("》", 0, match.start)
        start = _opening(sentence, close) if close >= 0 and match.start - close <= SHORT_GAP else None
        if len(gap) > LONGEST_GAP or BASIS.search(gap) or (found and not LIST_GAP.fullmatch(gap)) or start is None:
            break
        found.append(match)
        edge = start
    return found[::-1]


def _hidden(quote: re.Match[str]) -> str:
    return "《" + "　" * (len(quote[0]) - 2) + "》"


def _titles_only(line: Line, sentence: str, begin: int, verb: int, lapses: bool) -> Iterator[tuple[str, Mention]]:
    """A repealed text without a number: its title stands right before the verb."""
    if not sentence[:verb].rstrip("，, 同时即均自也一并").endswith(("》", "》）", "）")):
        return
    close = sentence.rfind("》", 0, verb)
    start = _opening(sentence, close) if close > 0 and verb - close <= LONGEST_VERB_GAP else None
    if start is not None:
        title = printed(sentence[start + 1 : close])
        place = line.place(begin + start, begin + close + 1)
        yield title, Mention(title, None, place.start_line, place, lapses)


def _catalogue_row(line: Line, lapses: bool, amending: set[str]) -> Iterator[tuple[str, Mention]]:
    """A row of a catalogue: title and number; what only amended it stands behind."""
    previous_end = 0
    for count, match in enumerate(numbers.find(line.text)):
        key = numbers.key(match.number)
        if count and key and AMENDED.match(line.text[match.end :].lstrip("、，, ")):
            amending.add(key)
            continue
        before = line.text[max(previous_end, match.start - LONGEST_QUOTE) : match.start].strip()
        quoted = _quoted_before(line.text, match.start)
        item = ITEM.fullmatch(before)
        title = quoted or (printed(item[1].strip("《》|\t ")) if item else None)
        previous_end = match.end
        yield from _mention(line, match, title or None, lapses)


def _mention(line: Line, match: NumberMatch, title: str | None, lapses: bool) -> Iterator[tuple[str, Mention]]:
    key = numbers.key(match.number)
    if key is not None:
        place = line.place(match.start, match.end)
        yield key, Mention(title, numbers.format(match.number), place.start_line, place, lapses)


def _quoted_before(text: str, at: int) -> str | None:
    """The title in 《》 that ends right before a number."""
    low = max(0, at - 16)
    close = text.rfind("》", low, at)
    if close < 0 or not TITLE_GAP.fullmatch(text[close:at]):
        return None
    start = _opening(text, close)
    return printed(text[start + 1 : close]) if start is not None else None


def _opening(text: str, close: int) -> int | None:
    """Where the 《 that belongs to this 》 stands."""
    depth = 0
    for k in range(close, max(-1, close - LONGEST_QUOTE), -1):
        depth += {"》": 1, "《": -1}.get(text[k], 0)
        if depth == 0:
            return k
    return None


def _sentences(text: str) -> Iterable[tuple[int, str]]:
    at = 0
    for stop in SENTENCE.finditer(text):
        yield at, text[at : stop.start()]
        at = stop.end()
    if at < len(text):
        yield at, text[at:]


def _last(found: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in found:
        last = match
    return last
