"""修改: texts that a document changes, and the articles that it names; not what shall be changed some day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gazette.fields import Alias, Amendment
from services.extract.parsing.days import since
from services.extract.parsing.mentions import mention
from services.extract.parsing.quotes import Quoted, between, masked
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope, sentences
from services.extract.parsing.values import core, printed

TITLED, STATED, LISTED = 0.97, 0.93, 0.85
CHANGE = r"(?:修改|修订|修正|调整)"
TITLE = re.compile(
    rf"(?:{CHANGE}(?=[〈《<])|修改|修订|修正)[〈《<]?(?P<name>[^〈〉《》<>]{{2,120}}?)[〉》>]?(?:部分条款|有关条款|部分内容)?的(?:决定|通知|令|公告|决议)"
)
STATES = re.compile(
    rf"(?:(?:对|将|把)《\s*》[^。；《》]{{0,30}}?(?:作|作出|做|做出|进行|予以)?(?:如下|以下|部分|相应|下列)*{CHANGE}"
    rf"|(?:决定|现)[^。；《》]{{0,12}}{CHANGE}《\s*》"
    r"|(?:删去|删除)《\s*》[^。；《》]{0,4}第[^。；《》]{1,20}[条款项章]"
    rf"|《\s*》[^。；《》]{{0,4}}第[^。；《》]{{1,20}}[条款项章][^。；《》]{{0,30}}(?:{CHANGE}为|改为|删除|删去|增加))"
)
HISTORY = re.compile(
    rf"第[一二三四五六七八九十]次{CHANGE}|{CHANGE}(?:完善|后的|意见)|(?:应当|需要|可以|及时|适时|研究|抓紧|拟|修改|组织|完成){CHANGE}"
)
N = "[一二三四五六七八九十百零〇0-9]"
ARTICLE = re.compile(rf"第{N}{{1,6}}条(?:之{N}{{1,3}})?(?:(?:第{N}{{1,4}})?[款项](?:第（?{N}{{1,4}}）?项)?)?")
CHANGES = re.compile(r"修改为|改为|修改|修订|修正|删去|删除|增加|增设|合并|移至|作为第")
WORDING = re.compile(r"[“\"][^“”\"]*[”\"]?")
VAGUE = re.compile(r"^(?:部分|若干|一批|有关|相关)|等.{0,3}$")
MOST_ARTICLES, LONGEST_CLAUSE = 200, 600


def amends(scope: Scope, short: Mapping[str, Alias]) -> tuple[Amendment, ...]:
    """Each changed text once, with its articles in the order of the changes."""
    found: dict[str, Amendment] = {}
    current = _of_title(scope, found)
    for line in scope.deciding():
        for one in _stated(line, scope, short):
            current = _key(one)
            held = found.get(current)
            found[current] = one if held is None else _merged(held, one)
        if current:
            found[current] = _with_articles(found[current], line)
    return tuple(found.values())


def _of_title(scope: Scope, found: dict[str, Amendment]) -> str | None:
    """关于修改《…》的决定: all that follows is about this text until another one is named."""
    title = TITLE.search(scope.title)
    if title is None or VAGUE.search(title["name"]):
        return None
    one = Amendment(printed(title["name"]), scope.title_place, confidence=TITLED)
    found[_key(one)] = one
    return _key(one)


def _stated(line: Line, scope: Scope, short: Mapping[str, Alias]) -> Iterator[Amendment]:
    if "《" not in line.text or line.row:
        return
    titles = scope.titles(line)
    for low, high, clause in _statements(line.text, masked(line.text, titles)):
        yield from (_amendment(line, one, short, clause, scope) for one in between(titles, low, high))


def _statements(text: str, plain: str) -> Iterator[tuple[int, int, str]]:
    """Where the words stand that change a text, and their sentence."""
    for begin, sentence in sentences(plain):
        for stated in STATES.finditer(sentence):
            if not HISTORY.search(stated[0]):
                low = 0 if stated.end() <= LONGEST_CLAUSE else stated.start()
                clause = text[begin + low : begin + min(len(sentence), low + LONGEST_CLAUSE)]
                yield begin + stated.start(), begin + stated.end(), printed(clause)


def _amendment(line: Line, title: Quoted, short: Mapping[str, Alias], clause: str, scope: Scope) -> Amendment:
    named = mention(line, title, short, STATED)
    place = line.place(title.start, title.stop)
    return Amendment(
        named.title or title.title,
        place,
        named.doc_number,
        (),
        clause,
        since(clause, scope.issued),
        named.confidence or 0,
    )


def _merged(held: Amendment, new: Amendment) -> Amendment:
    """The same text named again: the number and the clause are kept where they were told."""
    return replace(
        held,
        doc_number=held.doc_number or new.doc_number,
        clause=held.clause or new.clause,
        since=held.since or new.since,
        place=held.place if held.doc_number else new.place,
    )


def _with_articles(one: Amendment, line: Line) -> Amendment:
    """With the articles that a line changes; new wording in quotation marks does not count."""
    if line.row or "第" not in line.text or len(one.articles) >= MOST_ARTICLES:
        return one
    plain = WORDING.sub("", line.text)
    if not CHANGES.search(plain):
        return one
    named = (printed(article[0]) for article in ARTICLE.finditer(plain))
    return replace(one, articles=tuple(dict.fromkeys((*one.articles, *named))))


def _key(one: Amendment) -> str:
    return core(one.title)
