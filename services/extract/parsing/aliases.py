"""以下简称: short forms, what they stand for, and finding the text that a short form means."""

import re
from collections.abc import Iterator, Mapping, Sequence

from gazette import numbers
from gazette.fields import Alias, Place
from services.extract.parsing.quotes import LONGEST, Quoted, between
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope
from services.extract.parsing.values import printed

TITLED, QUOTED, SPELT, PLAIN = 0.98, 0.9, 0.75, 0.5
DEFINITION = re.compile(
    r"[（(](?:[^（()）]{0,60}[，,;；])?\s?以下(?:均|分别|统一|合并)?(?:简称|统称|合称|并称|称)(?:为|作)?[：:]?\s?"
    r"(?P<short>[^（()），,；;。]{1,40})[）)]"
)
SHORT = re.compile(r"^[《“\"「](.{1,38})[》”\"」]$")
WORDS = re.compile(r"[“\"「]([^“”\"「」]{2,60})[”\"」]$")
LONGEST_WORDS = 80
INNER = re.compile(r"[（(][^（()）]{1,20}[）)](?=.)")
EDGE = re.compile(r"[，。；：、！？,;:\s“”《》（）()]|\d\s?[.．、]")
HIDDEN = "\ue000"
LEAD_IN = re.compile(
    r"^是(?=.{2})|^.{0,8}?(?:成立|设立|组建|建立|建设|创建|编制了?|制定了?|印发了?|对于|对|由|将|把|向|经|为|在|与|和|及|遭遇|开展|实施|确定|包括|是指|指)(?=.{2})"
)


def aliases(scope: Scope) -> tuple[Alias, ...]:
    """Every short form once, in order, at its definition."""
    found: dict[str, Alias] = {}
    for line in scope.running():
        if "以下" in line.text:
            for alias in _defined(line, scope.titles(line)):
                found.setdefault(alias.short, alias)
    return tuple(found.values())


def by_title(found: Sequence[Alias]) -> Mapping[str, Alias]:
    """Short form → alias, for those that stand for a document or look like one."""
    return {alias.short: alias for alias in found if alias.confidence == TITLED}


def _defined(line: Line, titles: Sequence[Quoted]) -> Iterator[Alias]:
    for match in DEFINITION.finditer(line.text):
        inside = SHORT.match(match["short"].strip())
        short = printed(inside[1] if inside else match["short"])
        place = line.place(match.start(), match.end())
        title = next(
            (
                one
                for one in between(titles, match.start() - LONGEST, match.start())[::-1]
                if one.stop > match.start() >= one.end
            ),
            None,
        )
        if title is not None:
            yield _of_title(short, title, place)
        elif long := _words_before(line.text, match.start()):
            sure = SPELT if long[1] == PLAIN and _is_spelt(short, long[0]) else long[1]
            yield Alias(short, long[0], place, confidence=sure)


def _is_spelt(short: str, long: str) -> bool:
    """Whether the characters of the short form stand in the long one, in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _of_title(short: str, title: Quoted, place: Place) -> Alias:
    number = numbers.format(title.number) if title.number else None
    return Alias(short, title.title, place, number, TITLED)


def _words_before(text: str, at: int) -> tuple[str, float] | None:
    """What a short form stands for where that is no title: words in “”, else the words up to the last stop."""
    before = text[max(0, at - LONGEST_WORDS) : at].rstrip()
    words = WORDS.search(before)
    if words is not None:
        return printed(words[1]), QUOTED
    edges = [edge.end() for edge in EDGE.finditer(INNER.sub(lambda inner: HIDDEN * len(inner[0]), before))]
    plain = before[edges[-1] if edges else 0 :]
    plain = printed(LEAD_IN.sub("", plain))
    return (plain, PLAIN) if plain else None
