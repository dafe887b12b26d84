"""印发, 公布, 转发: what a document brings out, and where that text begins."""

import re
from collections.abc import Iterator, Sequence

from gazette.fields import Promulgation
from gazette.model import Enclosure
from services.extract.parsing.quotes import Quoted, between, masked
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope, sentences
from services.extract.parsing.values import core

BOTH, IN_BODY, IN_TITLE = 0.98, 0.9, 0.85
VERB = r"(?P<verb>印发|公布|发布|颁布|转发|批转|下发)"
BEHIND = re.compile(rf"》[^《》。]{{0,60}}?(?:现|特|予以?|经|一并|同意|批准){{0,3}}{VERB}(?!的|之日|后|前|实施的)")
BEFORE = re.compile(rf"(?:现|特|兹)(?:予以?)?{VERB}(?:修订后的|修改后的|修正后的)?[^《》。，]{{0,12}}$")
TAKES = re.compile(r"(?:现将|将|兹将|特将)[^《》。]{0,20}$")
TITLE = re.compile(
    rf"{VERB}(?:修订后的|修改后的)?(?P<name>.+?)的(?:通知|函|决定|公告|通告|令|命令)(?:[（(].{{1,12}}[）)])?$"
)
SHORTEST, LOOK_BACK = 3, 40


def promulgates(scope: Scope) -> tuple[Promulgation, ...]:
    """Texts that the body says are brought out by this; else the one that the title names."""
    name = TITLE.search(scope.title)
    wanted = name["name"].strip("《》") if name else None
    found: dict[str, Promulgation] = {}
    for line in scope.own():
        if "《" in line.text and not line.row:
            for one in _of_line(scope.titles(line), line, scope.enclosures, wanted):
                found.setdefault(core(one.title), one)
    if not found and name is not None and wanted and len(wanted) > SHORTEST:
        return (Promulgation(wanted, name["verb"], scope.title_place, _begins(wanted, scope.enclosures), IN_TITLE),)
    return tuple(found.values())


def _of_line(
    titles: Sequence[Quoted], line: Line, enclosures: Sequence[Enclosure], wanted: str | None
) -> Iterator[Promulgation]:
    plain = masked(line.text, titles)
    for begin, sentence in sentences(plain):
        inside = between(titles, begin, begin + len(sentence))
        for one in inside:
            behind = BEHIND.match(plain, one.end - 1)
            before = BEFORE.search(plain, max(begin, one.start - LOOK_BACK), one.start)
            if not (before or behind):
                continue
            if (
                not before
                and behind
                and not (
                    TAKES.search(plain, max(begin, inside[0].start - LOOK_BACK), inside[0].start) or _is_passive(behind)
                )
            ):
                continue
            verb = (before or behind)["verb"]  # type: ignore[index]
            sure = BOTH if wanted and core(wanted) == core(one.title) else IN_BODY
            yield Promulgation(one.title, verb, line.place(one.start, one.end), _begins(one.title, enclosures), sure)


def _is_passive(found: re.Match[str]) -> bool:
    """《…》已经…同意，现印发: the text is what is brought out now, not something that was brought out once."""
    return "现" in found[0] or "予" in found[0] or "特" in found[0]


def _begins(title: str, enclosures: Sequence[Enclosure]) -> int | None:
    """First line of the enclosure that has this title, else of the one that is no attachment."""
    wanted = core(title)
    for one in enclosures:
        have = core(one.title)
        if have == wanted or (len(have) > SHORTEST and (have.endswith(wanted) or wanted.endswith(have))):
            return one.start_line
    return next((one.start_line for one in enclosures if one.label is None), None)
