"""依据: the documents that a document rests on, and those that the text printed with it rests on."""

import re
from collections.abc import Iterator, Mapping, Sequence

from gazette.fields import Alias
from gazette.model import Mention
from services.extract.parsing.mentions import identity, mention
from services.extract.parsing.quotes import Quoted, between, masked
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope, sentences

FOUNDED, OPENING, ENCLOSED = 0.95, 0.8, 0.9
PHRASE = re.compile(
    r"(?:根据|依据|按照|依照|遵照|(?:为|为了)?(?:深入|全面|认真|切实|更好|进一步|持续){0,3}(?:学习|贯彻|落实){1,3}(?:执行)?)"
    r"[^。；，《》]{0,36}(?=《)"
)
ENDING = re.compile(r"[，。；：,;:]")
FOUNDS = re.compile(
    r"(?:制定|制订|编制|修订|拟定|拟订|起草|形成|出台)(?:了)?(?:本|《|如下)|特(?:制定|制订|编制|提出|通知|公告|通告)|(?:通知|公告|通告|批复|函复|决定|意见|报告)如下"
    r"|现(?:就|将|予|印发|转发|提出|公布|公告|发布|对|下达|作出|批复)|(?:决定|同意|命令)[，：:]|予以公布|(?:政府|办公室|研究)决定"
)
ARTICLE = re.compile(r"第一条|1[.．]\d|（[一二三四五]）(?:编制|制定)?(?:依据|目的)")
OPENING_LINES, ENCLOSED_LINES, LONGEST_LIST = 6, 24, 1200
HEADING = re.compile(r"(?:第?[一二]{1,2}[、章节条]|（一）|1[.．、])")
REVISED = re.compile(r"(?:通过|批准|发布|公布|修正|修订)[）)]?\s*\Z")
FIRST_ARTICLE, FIRST_PART = re.compile(r"第[一1]条"), re.compile(r"第[一1][编篇章节]")
END_OF_OPENING = ("如下：", "如下:", "如下。")


def basis(scope: Scope, short: Mapping[str, Alias]) -> tuple[Mention, ...]:
    """Each text once, by number or else by title: in the opening of the document, or where a text tells its own basis.

    `short` has the aliases by which texts are named.
    """
    found: dict[str, Mention] = {}
    for line, opening in _candidates(scope):
        for one in _of_line(scope.titles(line), line, opening, short):
            found.setdefault(identity(one), one)
    return tuple(found.values())


def _candidates(scope: Scope) -> Iterator[tuple[Line, bool]]:
    """Lines that may tell a basis, and whether they are the opening of the document itself."""
    for line in _opening(scope):
        if "《" in line.text:
            yield line, True
    starts = sorted(one.start_line for one in scope.enclosures)
    low, passed = scope.enclosed, 0
    for k in range(low, scope.end):
        line = scope.lines[k]
        passed = 0 if starts and line.first >= starts[0] else passed + 1
        while starts and line.first >= starts[0]:
            starts.pop(0)
        if "《" in line.text and not line.row and (passed <= ENCLOSED_LINES or ARTICLE.match(line.text)):
            yield line, False


def _opening(scope: Scope) -> Iterator[Line]:
    """The paragraphs before the first heading, or up to 如下; of a regulation the article that says why it is made."""
    for count, line in enumerate(scope.own()):
        if count >= OPENING_LINES or line.row:
            return
        if REVISED.search(line.text):
            continue
        if FIRST_ARTICLE.match(line.text) and FOUNDS.search(line.text):
            yield line
            return
        if count and HEADING.match(line.text) and not FIRST_PART.match(line.text):
            return
        yield line
        if line.text.endswith(END_OF_OPENING):
            return


def _of_line(titles: Sequence[Quoted], line: Line, opening: bool, short: Mapping[str, Alias]) -> Iterator[Mention]:
    for low, high, founded in _phrases(masked(line.text, titles), opening):
        sure = (FOUNDED if founded else OPENING) if opening else ENCLOSED
        for title in between(titles, low, high):
            yield mention(line, title, short, sure, enclosed=not opening)


def _phrases(plain: str, opening: bool) -> Iterator[tuple[int, int, bool]]:
    """Where the titles behind 根据 and the like begin and end, and whether their sentence founds the text."""
    for begin, sentence in sentences(plain):
        founded = FOUNDS.search(sentence) is not None
        if not (opening or founded):
            continue
        phrases = list(PHRASE.finditer(sentence))
        ends = [*(phrase.start() for phrase in phrases[1:]), len(sentence)]
        for phrase, end in zip(phrases, ends, strict=False):
            low, high = begin + phrase.end(), begin + min(end, phrase.end() + LONGEST_LIST)
            stop = ENDING.search(plain, low, high)
            yield low, stop.start() if stop else high, founded
