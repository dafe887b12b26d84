"""Time limits: …前完成, 有效期…, 截止…; the words, and the last day where the text determines it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from gazette.fields import Deadline, Limit
from services.extract.parsing import shapes
from services.extract.parsing.days import end_of_month
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope
from services.extract.parsing.tables import TABLES, Row
from services.extract.parsing.values import printed

DATED, YEAR_OF_TEXT, OPEN, IN_TABLE, IN_RAGGED_TABLE = 0.97, 0.85, 0.8, 0.93, 0.6
MOST = 2000
S = r"\s{0,3}"
DAY = rf"(?:(?P<year>20\d\d){S}年(?:度)?)?{S}(?:(?P<month>\d{{1,2}}){S}月{S}(?:份)?(?:(?P<day>\d{{1,2}}){S}日)?)?"
QUARTER = r"(?:(?:第)?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
BY = r"(?P<end>底之?以?前|底|末之?前|末|之前|以前|前(?![一二三四两几\d]))"
DUE = re.compile(
    rf"(?P<each>每(?:年|季度|月|半年|周))?{S}(?P<rough>年|本年|当年|今年|月)?{DAY}{QUARTER}{S}{BY}(?!期|后|款|列|者|置|述|景|沿|提|往|来|瞻|台|线|端|身|哨|进|途|所|置|门)"
)
LABELLED = re.compile(r"(?:完成|办结|实施|整改|报送|落实)(?:时间|时限|期限)\s?[：:]\s?(?P<said>[^。；;，,\n]{2,40})")
HEAD = re.compile(
    r"(?:计划|预计|拟)?(?:完成|办结|整改|实施|落实|报送)?(?:时间|时限|期限)(?:要求|节点)?|完成(?:日期|年限)|时间(?:节点|进度)"
)
TERM = re.compile(
    rf"有效期(?:限)?(?:为|至|到|：|:|截至|截止到?)?{S}(?P<said>(?:20\d\d{S}年{S}\d{{1,2}}{S}月{S}\d{{1,2}}{S}日|[\d一二三四五六七八九十两]{{1,3}}{S}(?:年|个月))(?:止)?)"
)
OF_TEXT = re.compile(r"本[\u4e00-\u9fff]{1,10}|(?:印发|发布|公布|施行|实施|生效|执行)之?日?")
CLOSING = re.compile(
    rf"(?:截止(?:日期|时间)?(?:为|是|到|至|：|:)?|(?:申报|报名|受理|申请|征集|征求意见)[^。；]{{0,12}}(?:截止|至)){S}(?P<said>20\d\d{S}年{S}\d{{1,2}}{S}月{S}\d{{1,2}}{S}日)"
)
WHOLE_DAY = re.compile(rf"(20\d\d){S}年{S}(\d{{1,2}}){S}月{S}(\d{{1,2}}){S}日")
WHOLE_MONTH = re.compile(rf"(?:(20\d\d){S}年)?{S}(\d{{1,2}}){S}月(?:份)?")
POINTED = re.compile(r"(20\d\d)\s?[.．/-]\s?(\d{1,2})")
WHOLE_YEAR = re.compile(rf"(20\d\d){S}年(?:度)?")
EACH_AND = re.compile(r"每(?:年|季度|月)[^。，；]{0,12}[和、及]\s{0,3}$")
ENDS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12, "上": 6, "下": 12}
DECEMBER, LOOK_BACK = 12, 24


def deadlines(scope: Scope) -> tuple[Deadline, ...]:
    """Every time limit in the order of the text; a limit that is told twice is told twice here."""
    found: list[Deadline] = []
    for line in scope.running():
        found += _stated(line, scope.year)
        found += _terms(line)
        found += _labelled(line, scope.year)
    for row in scope.rows():
        found += _of_row(row, scope.year)
    found.sort(key=lambda one: (one.place.start_line, one.place.start))
    return tuple(found[:MOST])


def last_day(said: str, year: int | None) -> str | None:
    """The last day that a cell or a label names: 2023年12月, 3月31日前, 年底前, 2021.10, 三季度; else None."""
    text = printed(said)
    found = next((one for one in DUE.finditer(text) if _says(one)), None)
    if found is not None:
        return _day(found, year)
    if day := WHOLE_DAY.fullmatch(text):
        return shapes.iso(*day.groups())
    if month := (WHOLE_MONTH.fullmatch(text) or POINTED.fullmatch(text)):
        of = int(month[1]) if month[1] else year
        return end_of_month(of, int(month[2])) if of else None
    whole = WHOLE_YEAR.fullmatch(text)
    return end_of_month(int(whole[1]), DECEMBER) if whole else None


def _stated(line: Line, year: int | None) -> Iterator[Deadline]:
    """…前, …底 in running text."""
    if "前" not in line.text and "底" not in line.text and "末" not in line.text:
        return
    for found in DUE.finditer(line.text):
        if not _says(found) or not _binds(line.text, found):
            continue
        day = _day(found, year)
        sure = OPEN if day is None else DATED if found["year"] else YEAR_OF_TEXT
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        yield Deadline(printed(found[0]), Limit.DUE, line.place(start, found.end()), day, sure)


def _says(found: re.Match[str]) -> bool:
    """Whether a time is named at all before 前 or 底."""
    return any(found[name] for name in ("year", "month", "quarter", "half")) or (
        found["rough"] is not None and found["end"].startswith(("底", "末")) and found["rough"] != "月"
    )


def _binds(text: str, found: re.Match[str]) -> bool:
    """截至2020年底 tells what has been; 底 alone must be followed by a verb or a stop, not by a noun."""
    before = text[max(0, found.start() - 3) : found.start()]
    if before.endswith(("截至", "截止", "自", "从", "比", "较", "以", "与")) and found["year"]:
        return False
    return (
        found["end"] not in ("底", "末")
        or text[max(0, found.start() - 2) : found.start()].endswith(("到", "至", "于", "，", "。", "；", "在", "、"))
        or (found.start() == 0 or text[found.end() : found.end() + 2] in ("完成", "建成", "实现", "基本", "全面"))
    )


def _day(found: re.Match[str], year: int | None) -> str | None:
    """The last day before or at the end of the time named; 12月前 leaves it open, so does what recurs."""
    of = int(found["year"]) if found["year"] else year
    if (
        of is None
        or found["each"]
        or found["rough"] == "当年"
        or EACH_AND.search(found.string, max(0, found.start() - LOOK_BACK), found.start())
    ):
        return None
    if found["day"]:
        return shapes.iso(str(of), found["month"], found["day"])
    part = found["quarter"] or found["half"]
    month = ENDS[part] if part else int(found["month"]) if found["month"] else DECEMBER
    return end_of_month(of, month) if found["end"].startswith(("底", "末")) or part else None


def _terms(line: Line) -> Iterator[Deadline]:
    """有效期 of the text itself, and the last day to apply."""
    if "有效期" not in line.text and "截止" not in line.text and "申" not in line.text and "受理" not in line.text:
        return
    for found in TERM.finditer(line.text):
        before = line.text[max(0, found.start() - 60) : found.start()].rsplit("。", 1)[-1]
        if OF_TEXT.search(before):
            yield Deadline(
                printed(found[0]),
                Limit.VALID,
                line.place(found.start(), found.end()),
                last_day(found["said"].rstrip("止"), None),
                DATED,
            )
    for found in CLOSING.finditer(line.text):
        yield Deadline(
            printed(found[0]),
            Limit.CLOSING,
            line.place(found.start(), found.end()),
            last_day(found["said"], None),
            DATED,
        )


def _labelled(line: Line, year: int | None) -> Iterator[Deadline]:
    """完成时间：2023年12月."""
    if "时间" not in line.text and "时限" not in line.text and "期限" not in line.text:
        return
    for found in LABELLED.finditer(line.text):
        if any(
            one.start() >= found.start("said")
            for one in DUE.finditer(line.text, found.start("said"), found.end("said"))
            if _says(one)
        ):
            continue
        yield Deadline(
            printed(found["said"]),
            Limit.DUE,
            line.place(found.start("said"), found.end("said")),
            last_day(found["said"], year),
            DATED,
        )


def _of_row(row: Row, year: int | None) -> Iterator[Deadline]:
    for column in _columns(row.heads):
        cell = row.cell(column)
        if cell is not None and printed(cell.text).strip("-—"):
            sure = IN_RAGGED_TABLE if row.ragged else IN_TABLE
            yield Deadline(printed(cell.text), Limit.DUE, row.place(cell), last_day(cell.text, year), sure)


@lru_cache(maxsize=TABLES)
def _columns(heads: tuple[str, ...]) -> tuple[int, ...]:
    """Columns that hold time limits."""
    return tuple(column for column, head in enumerate(heads) if HEAD.fullmatch(head))
