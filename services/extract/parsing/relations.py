"""Other documents as a document names them: cited, and declared 废止 or 失效."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gazette import numbers
from gazette.model import Enclosure, Mention, RelationKind
from gazette.numbers import NumberMatch
from services.extract.parsing.catalogues import Listed, listing
from services.extract.parsing.days import since
from services.extract.parsing.quotes import quoted
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

REPEALED = re.compile(
    r"(?:予以|一律|即行|自行|宣布|决定|随之|相应)?(?:同时|即)?(?:废止|失效|停止执行|停止使用|不再执行)"
)
NOT_REPEALED = re.compile(
    r"(?:应当|可以|需要|及时|建议|拟|提请|修改|修订|解释|清理)[^。，；《》]{0,12}(?:废止|失效)|(?:废止|失效)(?:或者|或|、|后|前|的[^《]{1,6}(?:由|应|按))"
)
BRINGS_OUT, DECISION = re.compile(r"令(?:第.{1,6}号)?$|公告$|通知$"), re.compile(r"的?决定$")
CELLS = re.compile(r"\s*[\t|]\s*")
TITLE_GAP = re.compile(r"[》>]?\s*[（(〔\[]?\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:以下简称.{0,12}[，,])?\s*$")
ITEM = re.compile(r"\s*(?:[（(]?\d{1,3}[）).．、]|[一二三四五六七八九十]{1,4}、)?\s*(.+?)\s*[（(\[]?\s*$")
STATED, STATED_BY_TITLE, LISTED = 0.97, 0.9, 0.95
ENDING_WORDS = ("废止", "失效", "停止")
FORWARD = re.compile(r"(?:决定|宣布|批准|同意|现|予以)[^。；《》]{0,12}(?:废止|失效)(?:下列|以下)?《")
CONTINUED = re.compile(r"继续(?:有效|施行|执行|适用|实施)(?!的|期|至)")
DECLARES = re.compile(r"废止|失效|停止执行|继续有效|继续执行|清理结果")
ATTACHED = re.compile(r"\s*附\s*(?:件|表)")
FROM_DAY = re.compile(r"自[^，。；]{2,24}起")
AMENDED = re.compile(r"修改|修订|修正")
LONGEST_QUOTE, LONGEST_CLAUSE, MOST_WORDS = 200, 600, 400
SENTENCE = re.compile(r"[。\n]")
QUOTE = re.compile(r"《[^《》]{1,200}》")
BASIS = re.compile("决定|要求|规定|精神|根据|按照|依据")
LIST_GAP = re.compile(r"[）)]?[、，,和及与以及]{0,3}")
SHORT_GAP, LONGEST_GAP, LONGEST_VERB_GAP = 4, 32, 12


@dataclass(frozen=True, slots=True)
class Relations:
    """Mentions of a document, each number once: cited, ended, and declared to continue in force."""

    cites: tuple[Mention, ...]
    repeals: tuple[Mention, ...]
    continues: tuple[Mention, ...] = ()


@dataclass(slots=True)
class _Found:
    """What was found so far, by number key or else title; `amending` holds numbers that only amended another text."""

    cited: dict[str, Mention] = field(default_factory=dict)
    repealed: dict[str, Mention] = field(default_factory=dict)
    continued: dict[str, Mention] = field(default_factory=dict)
    amending: set[str] = field(default_factory=set)


def relations(
    lines: Sequence[Line],
    body: int,
    end: int,
    signed: int | None,
    title: str,
    own: str | None,
    issued: str | None = None,
    enclosed: Sequence[Enclosure] = (),
) -> Relations:
    """Relations of the document in `lines[body:end]`, titled so; its own number is none of them.

    `signed` is the line after its signature; `issued` the day from which 自本…之日起 counts. A decision that an order
    brings out (`enclosed`) is read like a decision of its own.
    """
    listed = dict(listing(lines, body, end, signed, title))
    brought = _brought_out(lines, body, end, title, enclosed)
    if brought is not None:
        listed |= listing(lines, brought[0], end, None, brought[1])
    clause = _declaring(lines[body : (signed if brought is None else None) or end]) if listed else None
    found = _Found()
    for k in range(body, end):
        line = lines[k]
        if k in listed and ("号" in line.text or "《" in line.text):
            _listed(line, listed[k], clause, issued, found)
        else:
            _read(line, issued, found)
    skip = {numbers.key(own) if own else None, *found.repealed, *found.amending}
    cites = tuple(m for key, m in found.cited.items() if key not in skip)
    return Relations(cites, tuple(found.repealed.values()), tuple(found.continued.values()))


def _brought_out(
    lines: Sequence[Line], body: int, end: int, title: str, enclosed: Sequence[Enclosure]
) -> tuple[int, str] | None:
    """Where a decision begins that an order or a public notice brings out, and its title."""
    first = next((one for one in enclosed if one.label is None), None)
    if first is None or not BRINGS_OUT.search(title) or not DECISION.search(first.title):
        return None
    return next((k for k in range(body, end) if lines[k].first > first.start_line), end), first.title


def _listed(line: Line, said: Listed, clause: str | None, issued: str | None, found: _Found) -> None:
    """A row of a catalogue, under what its catalogue says."""
    for key, mention in _catalogue_row(line, said.kind is RelationKind.LAPSES, found.amending):
        since_when = since(clause, issued) if clause else None
        row = replace(mention, clause=clause, since=since_when, doubtful=said.doubtful, confidence=LISTED)
        if said.kind is RelationKind.CONTINUES:
            found.continued.setdefault(key, row)
        elif said.kind is RelationKind.AMENDS:
            if mention.doc_number:
                found.cited.setdefault(key, mention)
        else:
            found.repealed.setdefault(key, row)


def _read(line: Line, issued: str | None, found: _Found) -> None:
    """A line of text."""
    text = line.text
    if not line.row and any(word in text for word in ENDING_WORDS):
        for key, mention in _repealed(line, issued):
            found.repealed.setdefault(key, mention)
    if not line.row and "继续" in text:
        for key, mention in _continued(line, issued):
            found.continued.setdefault(key, mention)
    if "号" in text:
        for key, mention in _cited(line):
            found.cited.setdefault(key, mention)


def _declaring(lines: Sequence[Line]) -> str | None:
    """The sentence by which a document declares what its catalogue lists."""
    found = [
        _clause(line, begin, sentence)
        for line in lines
        if not line.row
        for begin, sentence in _sentences(line.text)
        if DECLARES.search(sentence) and not ATTACHED.match(sentence)
    ]
    return next((one for one in found if FROM_DAY.search(one)), found[0]) if found else None


def _clause(line: Line, begin: int, sentence: str) -> str:
    """A sentence as printed, with its full stop; of a longer one its beginning."""
    return printed(line.text[begin : begin + min(len(sentence) + 1, LONGEST_CLAUSE)])


def _continued(line: Line, issued: str | None) -> Iterator[tuple[str, Mention]]:
    """《…》（number） right before 继续有效."""
    for begin, sentence in _sentences(line.text):
        verb = CONTINUED.search(QUOTE.sub(_hidden, sentence))
        if verb is None:
            continue
        clause = _clause(line, begin, sentence)
        for match in _listed_before(sentence, 0, verb.start()):
            whole = NumberMatch(match.start + begin, match.end + begin, match.number)
            for key, mention in _mention(line, whole, _quoted_before(sentence, match.start), lapses=False):
                yield key, replace(mention, clause=clause, since=since(clause, issued), confidence=STATED)


def _cited(line: Line) -> Iterator[tuple[str, Mention]]:
    for match in numbers.find(line.text):
        yield from _mention(line, match, _quoted_before(line.text, match.start), lapses=False)


def _repealed(line: Line, issued: str | None) -> Iterator[tuple[str, Mention]]:
    """Ended texts, each with the sentence that ends it and the day that its own words, or else the sentence, name."""
    for begin, sentence in _sentences(line.text):
        clause = _clause(line, begin, sentence)
        day = since(clause, issued)
        for key, mention, words in _ended(line, begin, sentence):
            sure = STATED if mention.doc_number else STATED_BY_TITLE
            yield key, replace(mention, clause=clause, since=since(words, issued) or day, confidence=sure)


def _ended(line: Line, begin: int, sentence: str) -> Iterator[tuple[str, Mention, str]]:
    """《…》（number） right before 废止 or 失效 and the like ones listed before it, or right behind 决定废止.

    With each the words about it: from the verb before to its own.
    """
    plain = QUOTE.sub(_hidden, sentence)
    if NOT_REPEALED.search(plain):
        return
    edge = 0
    for verb in REPEALED.finditer(plain):
        words = sentence[max(edge, verb.end() - MOST_WORDS) : verb.end()]
        for key, mention in _before(line, begin, sentence, edge, verb):
            yield key, mention, words
        edge = verb.end()
    forward = FORWARD.search(plain)
    if forward is not None:
        yield from ((key, mention, forward[0]) for key, mention in _behind(line, begin, sentence, forward))


def _before(line: Line, begin: int, sentence: str, edge: int, verb: re.Match[str]) -> Iterator[tuple[str, Mention]]:
    """What is listed right before a verb and behind the verb before it, at `edge`."""
    lapses = "失效" in verb[0]
    matches = _listed_before(sentence, edge, verb.start())
    for match in matches:
        whole = NumberMatch(match.start + begin, match.end + begin, match.number)
        yield from _mention(line, whole, _quoted_before(sentence, match.start), lapses)
    if not matches and "》" in sentence[edge : verb.start()]:
        yield from _titles_only(line, sentence, begin, edge, verb.start(), lapses)


def _behind(line: Line, begin: int, sentence: str, forward: re.Match[str]) -> Iterator[tuple[str, Mention]]:
    """决定废止《…》（number）、《…》."""
    at = forward.end() - 1
    for title in quoted(sentence[at:]):
        if LIST_GAP.fullmatch(sentence[at : forward.end() - 1 + title.start]) is None:
            return
        at = forward.end() - 1 + title.stop
        place = line.place(begin + forward.end() - 1 + title.start, begin + at)
        number = numbers.format(title.number) if title.number else None
        key = numbers.key(title.number) if title.number else None
        yield key or title.title, Mention(title.title, number, place.start_line, place, "失效" in forward[0])


def _listed_before(sentence: str, low: int, verb: int) -> list[NumberMatch]:
    """Numbers behind titles that form one list from `low` on up to the verb."""
    found: list[NumberMatch] = []
    edge = verb
    within = [NumberMatch(m.start + low, m.end + low, m.number) for m in numbers.find(sentence[low:verb])]
    for match in reversed(within):
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


def _titles_only(
    line: Line, sentence: str, begin: int, low: int, verb: int, lapses: bool
) -> Iterator[tuple[str, Mention]]:
    """A repealed text without a number: its title stands right before the verb."""
    if not sentence[low:verb].rstrip("，, 同时即均自也一并").endswith(("》", "》）", "）")):
        return
    close = sentence.rfind("》", low, verb)
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
        before = CELLS.split(line.text[max(previous_end, match.start - LONGEST_QUOTE) : match.start].strip("\t| "))[-1]
        marked = _quoted_before(line.text, match.start)
        item = ITEM.fullmatch(before)
        title = marked or (printed(item[1].strip("《》|\t ")) if item else None)
        previous_end = match.end
        yield from _mention(line, match, title or None, lapses)
    if not previous_end:
        for one in quoted(line.text):
            place = line.place(one.start, one.stop)
            yield one.title, Mention(one.title, None, place.start_line, place, lapses)


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
