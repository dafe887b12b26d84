"""Document numbers (发文字号): one parser for every printed form, and one key for all of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gazette.han import simplified


class NumberKind(StrEnum):
    """Shape of a number: 代字〔2021〕26号, 国务院令第743号, 公告2021年第26号, 府財字第1080012345號."""

    BRACKET = "bracket"
    ORDER = "order"
    YEAR = "year"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number: agency code as printed, year (None for plain 第…号), serial."""

    code: str
    year: int | None
    serial: int
    kind: NumberKind = NumberKind.BRACKET


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in running text: `text[start:end]`, without what leads in to it."""

    start: int
    end: int
    number: DocNumber


LOOK_BACK = 32
SHORTEST_CODE, LONGEST_CODE = 2, 14
LONGEST_TEXT = 200
LONGEST_PLAIN_CODE = 10
HAN = "\u4e00-\u9fff〇"
OPEN, CLOSE = r"〔\[［(（【〈﹝「{｛„", r"〕\]］)）】〉﹞」}｝‟"
YEAR = r"[1１2２][90９０]\d\d"
NUMERAL = "〇零一二三四五六七八九十百"
CLASSES = "令|公告|通告"
SERIES_DIGITS = 10

TAIL = re.compile(
    rf"[{OPEN}]\s{{0,3}}({YEAR})\s{{0,3}}年?[{CLOSE}]\s{{0,6}}[文函]?第?\s{{0,3}}(\d{{1,5}})\s{{0,3}}[号號]"
    rf"|(?<=[令告发發函字电電规規])\s{{0,3}}({YEAR})\s{{0,3}}年\s{{0,3}}第?\s{{0,3}}(\d{{1,4}})\s{{0,3}}[号號]"
    rf"|(?<=[令告])\s{{0,6}}[{OPEN}]?第?\s{{0,3}}(\d{{1,4}}|[{NUMERAL}]{{1,6}})\s{{0,3}}[号號]"
    rf"|(?<=字)\s{{0,3}}第\s{{0,3}}(\d{{{SERIES_DIGITS}}})\s{{0,3}}[号號]"
)
MARK = re.compile(rf"[{CLOSE}]\s{{0,6}}([文函])")
LOOSE_TAIL = re.compile(rf"\s{{0,3}}({YEAR})\s{{0,3}}年\s{{0,3}}第?\s{{0,3}}(\d{{1,4}})\s{{0,3}}[号號]")
RUN = re.compile(rf"[{HAN}](?:[{HAN}]|[ \u3000\u00a0]{{1,2}}(?=[{HAN}]))*\s{{0,3}}\Z")
LABEL = re.compile(r"^[#*\s]*(?:(?:[发發]文)?(?:字|文|编|編)\s*[号號]|[标標]\s*[题題])\s*[:：]\s*")
WRAPPING = "#* \t\r\n\u3000\u00a0（）()"
INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF])
BARE = re.compile(r"政|府|办|委|发|函|字|令|公告|通告")
REGIONS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇云藏陕甘青宁新国深"
LEAD_IN = re.compile(
    "根据|依据|按照|依照|遵照|参照|贯彻|落实|执行|转发|印发|通知|意见|办法|规定|决定|方案|通告|公告|文件|批复|关于|以下简称|简称|以及"
    "|[的及与按据由见在对号至]|于(?!都|田|洪)|(?<!共)和(?!改革|城乡|信息|社会|计划|旅游|体育|贸易|经济|技术|管理|草原)"
    rf"|(?:复函|答复|函|报告|请示|决议|公报|通报|纪要|日)(?=[{REGIONS}中院府臺])|人民政府(?:办公[厅室])?(?=[{REGIONS}])"
)
FOLD = str.maketrans({**dict.fromkeys(CLOSE.replace("\\", ""), "-"), **dict.fromkeys(OPEN.replace("\\", ""), "")})
PART_MARKS = re.compile(rf"(?<=\d)\s*年\s*第?\s*|(?<=[令告])-?\s*第?\s*(?=[\d{NUMERAL}])|第|[号號]|\s|[《》“”\"'#*]")
STATE_ORDER = re.compile(r"^(?:中华人民共和国)?国务院令")


def parse(text: str) -> DocNumber | None:
    """The number that a whole printed form holds, in any bracket, width or spacing; None where it is none."""
    if len(text) > LONGEST_TEXT:
        return None
    clean = LABEL.sub("", text.translate(INVISIBLE)).strip(WRAPPING)
    clean += "）" if clean.count("（") > clean.count("）") else ""
    for match in find(clean):
        if match.end >= len(clean.rstrip(WRAPPING)):
            return match.number
    return _loose(clean)


def find(text: str) -> Iterator[NumberMatch]:
    """Numbers in running text, from left to right, each with the longest sensible code. Linear in the length."""
    passed = 0
    for tail in TAIL.finditer(text):
        at, code = _code(text, max(passed, tail.start() - LOOK_BACK), tail.start())
        number = _number(code, tail)
        if number is not None:
            passed = tail.end()
            yield NumberMatch(at, tail.end(), number)


def key(number: str | DocNumber) -> str | None:
    """One key for all printed forms of a number, such as `京政发2021-5` or `国令-743`; None where it is none."""
    parsed = parse(number) if isinstance(number, str) else number
    if parsed is None:
        return None
    return f"{_canonical(parsed.code)}{parsed.year or ''}-{parsed.serial}"


def agency_code(number: str | DocNumber) -> str | None:
    """The agency code (机关代字) of a number as its key has it, such as `京政发` or `国令`; None where it is none."""
    parsed = parse(number) if isinstance(number, str) else number
    return _canonical(parsed.code) if parsed else None


def key_part(text: str) -> str:
    """A typed fragment of a number, folded so that it is a part of the keys of the numbers it belongs to."""
    whole = key(text)
    if whole is not None:
        return whole
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in text.translate(INVISIBLE))
    return _canonical(PART_MARKS.sub(_part_mark, digits.translate(FOLD)))


def format(number: DocNumber) -> str:  # noqa: A001 - read as numbers.format
    """The number as it is printed: with 〔〕, without spaces."""
    if number.kind is NumberKind.BRACKET:
        return f"{number.code}〔{number.year}〕{number.serial}号"
    if number.kind is NumberKind.SERIES:
        return f"{number.code}第{number.serial:0{SERIES_DIGITS}d}號"
    year = f"{number.year}年" if number.year else ""
    return f"{number.code}{year}第{number.serial}号"


def integer(numeral: str) -> int:
    """Value of 12, １２, 十二, 一百二十 or 二〇二一. ValueError where it is none of these."""
    if numeral.isdecimal():
        return int(numeral)
    digits = {c: "〇一二三四五六七八九".index(c) for c in "〇一二三四五六七八九"} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
    if not any(c in "十百" for c in numeral):
        return int("".join(str(digits[c]) for c in numeral) if all(c in digits for c in numeral) else numeral)
    total = unit = 0
    for c in numeral:
        if c in "十百":
            total, unit = total + (unit or 1) * {"十": 10, "百": 100}[c], 0
        else:
            unit = digits[c]
    return total + unit


def _loose(clean: str) -> DocNumber | None:
    """代字2021年26号, where nothing else stands on the line."""
    found = LOOSE_TAIL.search(clean)
    if found is None or found.end() < len(clean):
        return None
    code = _code(clean, max(0, found.start() - LOOK_BACK), found.start())[1]
    return DocNumber(code, int(found[1]), int(found[2]), NumberKind.YEAR) if 1 <= len(code) <= LOOK_BACK else None


def _number(code: str, tail: re.Match[str]) -> DocNumber | None:
    if not _sensible(code):
        return None
    if tail[1]:
        mark = MARK.search(tail[0])
        return DocNumber(code + mark[1] if mark else code, int(tail[1]), int(tail[2]))
    if tail[3]:
        return DocNumber(code, int(tail[3]), int(tail[4]), NumberKind.YEAR)
    if tail[6]:
        return DocNumber(code, None, int(tail[6]), NumberKind.SERIES)
    return DocNumber(code, None, integer(tail[5]), NumberKind.ORDER)


def _sensible(code: str) -> bool:
    limit = LOOK_BACK if code.endswith(("令", "公告", "通告")) else LONGEST_CODE
    return 1 <= len(code) <= limit and code not in CLASSES


def _code(text: str, low: int, end: int) -> tuple[int, str]:
    """Start and code of the number whose bracket (or year, or 第) begins at `end`."""
    run = RUN.search(text, low, end)
    if run is None:
        return end, ""
    start = run.start() + _lead_in(run[0])
    return start, "".join(text[start:end].split())


def _lead_in(run: str) -> int:
    """How many characters of a run of Han characters lead in to the code at its end."""
    run = simplified(run)
    cut = 0
    for lead in LEAD_IN.finditer(run):
        rest = run[lead.end() :].strip()
        if (len(rest) >= SHORTEST_CODE and not BARE.match(rest)) or (not rest and lead[0] not in CLASSES):
            cut = lead.end()
    body = run[cut:].rstrip()
    if len(body) > LONGEST_PLAIN_CODE and not body.endswith(("令", "公告", "通告")):
        regions = [
            k for k, c in enumerate(body) if c in REGIONS and SHORTEST_CODE <= len(body) - k <= LONGEST_PLAIN_CODE
        ]
        cut += regions[0] if regions else 0
    return cut + len(run[cut:]) - len(run[cut:].lstrip())


def _canonical(code: str) -> str:
    code = STATE_ORDER.sub("国令", simplified(code))
    return code.removeprefix("中华人民共和国")


def _part_mark(mark: re.Match[str]) -> str:
    after_class = mark.start() > 0 and mark.string[mark.start() - 1] in "令告"
    return "-" if after_class or "年" in mark[0] else ""
