"""署名 and 成文日期: who signed, and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.han import simplified
from gazette.model import Place
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line, span
from services.extract.parsing.values import core, printed

MOST_SIGNERS = 12
PERSON = re.compile(
    r"(?:代)?(?:国务院)?(?:总理|省长|行政长官|(?:[^，。、]{2,8}司)?司长|市长|区长|县长|州长|盟长|旗长|乡长|镇长|(?:自治区|委员会|政府)?主席|部长|局长|主任|署长|行长|会长|厅长|院长|检察长|司令员|政治委员)"
    rf"[:：]?(?P<name>[{shapes.HAN}·]{{2,12}})"
)
INLINE = re.compile(
    rf"(?P<organ>[{shapes.HAN}、（）]{{2,40}}?)(?P<date>\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[一二][〇○零九一二三四五六七八]{{3}}年.{{1,3}}月.{{1,3}}日)"
)
TITLE_ORGAN = re.compile(r"(?:关于|印发|转发|批转|发布|公布|对|令$|公告$|通告$|任免)")
BROKEN_DATE = re.compile(
    r"(?=.*\d)(?:.{4,5}年.{1,3}月.{1,3}日?|\d{4}.\d{1,2}月.{1,2}日|\d{4}年\d{1,2}.\d{1,2}日|\d{4}年.{1,2}月.{2,3}|.{4}年.{1,2}月.{1,2}日)"
)
NOTE = re.compile(r"[（(].{2,30}[）)]")
LIKE, MOST_SLIPS, LONGEST = 0.6, 2, 60
HEAD_LINES, FARTHEST_NAME = 3, 60
CLOSED = re.compile(r"[。；！）)]$|^附件|^\d{1,2}[.．、]|(?:表|名单|目录|方案)$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Issuer, signing person and ISO date with their places; `end` is the index of the line after it.

    `sure` is False where the date stands without a name above it.
    """

    issuer: str | None
    signatory: str | None
    date: str | None
    issuer_place: Place | None
    date_place: Place | None
    begin: int
    end: int
    sure: bool = True


def title_organ(title: str) -> str | None:
    """The organ with which a title begins, or None."""
    plain = simplified(title)
    found = TITLE_ORGAN.search(plain)
    organ = plain[: found.start()] if found else ""
    short = organ.removeprefix("中华人民共和国") if organ.endswith("国务院") else organ
    if len(short) < shapes.SHORTEST_NAME or not (shapes.is_organ(short) or short.endswith(("政府", "院"))):
        return None
    return title[len(organ) - len(short) : len(organ)]


def signature(lines: Sequence[Line], low: int, high: int, title: str) -> Signature | None:
    """The first signature in `lines[low:high]` that stands above a date; of an order the organ comes from its title."""
    organ = title_organ(title)
    unsigned: Signature | None = None
    for k in range(low, high):
        line = lines[k]
        if line.row or len(line.bare) > shapes.LONGEST_ADDRESSEE // 2:
            continue
        found = _dated(lines, low, k, high, organ)
        if found is not None and found.sure:
            return found
        unsigned = unsigned or found
        if shapes.is_label(line.bare) and unsigned:
            break
    if low < high and shapes.date_of(lines[low].bare):
        return None
    adopted = _adopted(lines, low) if low < high else None
    return adopted or unsigned or _dated_above(lines, low, high, organ) or _undated(lines, low, high, organ)


def _dated_above(lines: Sequence[Line], low: int, high: int, organ: str | None) -> Signature | None:
    """The day stands in the head, a person's name below the text."""
    at = next((k for k in range(low - 1, max(-1, low - HEAD_LINES - 1), -1) if not _in_head(lines[k].bare)), -1) + 1
    above = [k for k in range(max(at, 0), low) if shapes.date_of(lines[k].bare)]
    if not above:
        return None
    day, place = shapes.date_of(lines[above[-1]].bare), lines[above[-1]].place()
    for k in range(low, min(high, low + FARTHEST_NAME)):
        person = PERSON.fullmatch(lines[k].bare) if len(lines[k].bare) <= LONGEST else None
        if person is not None:
            return Signature(organ, _name(lines[k], person), day, lines[k].place(), place, k, k + 1)
    return Signature(None, None, day, None, place, low, low, False)


def _dated(lines: Sequence[Line], low: int, k: int, high: int, organ: str | None) -> Signature | None:
    line = lines[k]
    below = _above_a_person(lines, k, high, organ)
    if below is not None:
        return below
    day = shapes.date_of(line.bare)
    if day is None and not _broken_date(line.bare):
        return _inline(line, k)
    begin, names = _signers(lines, low, k, organ)
    if day is None:
        near = begin < k and organ is not None and _like("、".join(names), organ)
        return Signature("、".join(names), None, None, span(lines[begin:k]), None, begin, k + 1) if near else None
    if begin == k:
        alone = k > low and lines[k - 1].bare.endswith(("。", "）", "！")) and not lines[k - 1].row
        return Signature(None, None, day, None, line.place(), k, k + 1, False) if alone else None
    person = PERSON.fullmatch(lines[k - 1].bare)
    if person is not None:
        place = lines[k - 1].place()
        return Signature(organ, _name(lines[k - 1], person), day, place, line.place(), begin, k + 1)
    return Signature("、".join(names), None, day, span(lines[begin:k]), line.place(), begin, k + 1)


def _above_a_person(lines: Sequence[Line], k: int, high: int, organ: str | None) -> Signature | None:
    """The day as a sentence, perhaps 命令公布, then the person: the manner of 澳门."""
    day = shapes.date_of(lines[k].bare.removesuffix("。")) if lines[k].bare.endswith("日。") else None
    if day is None:
        return None
    for at in range(k + 1, min(k + 3, high)):
        person = PERSON.fullmatch(simplified(lines[at].bare)) if len(lines[at].bare) <= LONGEST else None
        if person is not None:
            return Signature(organ, _name(lines[at], person), day, lines[at].place(), lines[k].place(), k, at + 1)
    return None


def _broken_date(bare: str) -> bool:
    """A date with a wrong character in it."""
    return len(bare) <= shapes.LONGEST_DATE and BROKEN_DATE.fullmatch(bare) is not None


def _inline(line: Line, k: int) -> Signature | None:
    """Organ and date in one line."""
    if len(line.bare) > LONGEST or not line.bare.endswith("日"):
        return None
    found = INLINE.fullmatch(line.bare)
    if found is None or not shapes.is_organ(found["organ"]):
        return None
    day = shapes.date_of(found["date"])
    place = line.place()
    return Signature(printed(found["organ"]), None, day, place, place, k, k + 1) if day else None


def _signers(lines: Sequence[Line], low: int, k: int, organ: str | None) -> tuple[int, list[str]]:
    """Index of the first line of the names above the date, and the names in order."""
    names: list[str] = []
    begin = k
    while begin > low and len(names) < MOST_SIGNERS:
        here = _names(lines[begin - 1], organ)
        if not here:
            break
        names = here + names
        begin -= 1
    return begin, names


def _names(line: Line, organ: str | None) -> list[str]:
    if line.row or len(line.bare) > LONGEST or NOTE.fullmatch(line.bare):
        return []
    parts = line.text.split()
    if len(parts) > 1 and all(shapes.is_organ(part) and len(part) > 1 for part in parts):
        return [printed(part) for part in parts]
    if shapes.is_organ(line.bare) or PERSON.fullmatch(line.bare) or (organ and _like(line.bare, organ)):
        return [printed(line.text)]
    return []


def _undated(lines: Sequence[Line], low: int, high: int, organ: str | None) -> Signature | None:
    """The organ of the title alone in a line below a sentence: signed, but without a day."""
    if organ is None:
        return None
    plain = simplified(organ)
    for k in range(low + 1, high):
        if lines[k].bare == plain and not lines[k].row and CLOSED.search(lines[k - 1].bare[-12:]):
            return Signature(organ, None, None, lines[k].place(), None, k, k + 1, False)
    return None


def _in_head(bare: str) -> bool:
    return shapes.date_of(bare) is not None or shapes.number_of(bare) is not None or shapes.is_addressee(bare)


def _adopted(lines: Sequence[Line], low: int) -> Signature | None:
    """（2019年1月5日…会议通过） below a title is the day of what a meeting decided."""
    end = shapes.adopted_until(lines, low)
    day = shapes.day_in("".join(line.bare for line in lines[low:end])) if end > low else None
    return Signature(None, None, day, None, lines[low].place(), low, end, False) if day else None


def signed_by(lines: Sequence[Line], low: int, dated: int, organ: str) -> bool:
    """Whether the date in line `dated` stands below this organ, or below a person."""
    begin, names = _signers(lines, low, dated, organ)
    person = dated > low and PERSON.fullmatch(lines[dated - 1].bare) is not None
    return begin < dated and (person or _like(simplified("".join(names)), organ))


def _like(bare: str, organ: str) -> bool:
    """A slip or two apart from the organ in the title."""
    if abs(len(bare) - len(organ)) > MOST_SLIPS:
        return False
    one, other = core(bare), core(simplified(organ))
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return same >= LIKE * max(len(one), len(other))


def _name(line: Line, person: re.Match[str]) -> str:
    """The name as it is printed, also where it was recognised by simplified characters."""
    return "".join(line.text.split())[person.start("name") : person.end("name")]
