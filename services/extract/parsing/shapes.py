"""What a line looks like: number, date, addressee, organ, attachment label, title, heading."""

import re
from collections.abc import Sequence
from datetime import date

from gazette import numbers
from gazette.numbers import DocNumber
from services.extract.parsing.repair import Line
from services.extract.parsing.terms import ADDRESSED, ORGAN_ENDS, TYPES, VERBS

HAN = "\u3400-\u9fff"
LONGEST_NUMBER_LINE = 48
LONGEST_TITLE_LINE, LONGEST_TITLE = 90, 400
LONGEST_ADDRESSEE = 260
NAMED = re.compile(r"^(?:发文)?(?:字号|文号|编号|日期)[：:]")
LONGEST_DATE, LONGEST_LABEL, LONGEST_SECTION, SHORTEST_NAME = 24, 10, 36, 2

NUMERAL = "[一二三四五六七八九十百零〇]"
ORDINAL = re.compile(
    rf"第{NUMERAL}{{1,5}}[编篇章节条]|第\d{{1,3}}[编篇章节条]|{NUMERAL}{{1,4}}[、.．]|[（(]{NUMERAL}{{1,4}}[）)]"
    r"|\d{1,3}\s?[.．、](?!\d)|[（(]\s?\d{1,3}\s?[）)]|[①-⑳]|\d{1,2}(?:\.\d{1,2}){1,3}(?!\d|[%％万亿])"
)
PART = re.compile(
    r"[●○◆◇■□▲△▼▽★☆◎※][^。；：]{2,20}[●○◆◇■□▲△▼▽★☆◎※]?|第[一二三四五六七八九十]{1,3}(?:部分|编|篇)[^。；：]{0,20}"
    r"|.{0,12}(?:文件|规章|法规|任免|选登|动态|解读|公告公示|专栏|专载|转载|附录)|.{2,8}篇"
)
LABEL = re.compile(
    r"附(?:件|表|录|图)?[：:]?(?=\d|$|[一二三四五六七八九十]{1,2}$)(?:\d{1,2}(?:[-—–－]\d{1,2})?|[一二三四五六七八九十]{1,2})?[：:.、]?"
)
LIST_HEAD = re.compile(r"附(?:件|表)\d{0,2}[：:]")
SECTION = re.compile(r"[【\[〔★◆●■▲]{1,2}[^【】\[\]〔〕★◆●■▲]{2,30}[】\]〕★◆●■▲]{1,2}")
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
CHINESE_DATE = re.compile(
    r"([一二三四五六七八九零〇○ＯOo０0]{4})年([一二三四五六七八九十元正]{1,3})月([一二三四五六七八九十廿卅]{1,3})日"
)
REPUBLICAN_DATE = re.compile(
    rf"中[华華]民[国國](\d{{1,3}}|{NUMERAL}{{1,5}})年(\d{{1,2}}|{NUMERAL}{{1,3}})月(\d{{1,2}}|{NUMERAL}{{1,3}})日"
)
REPUBLIC = 1911
ZERO = str.maketrans("○ＯOo０0", "〇〇〇〇〇〇")
SENTENCE_END = tuple("。；;！!？?，,、：:")
ORGAN = re.compile(rf"[{HAN}、（）()·“”]{{0,44}}(?:{ORGAN_ENDS})(?:（[^（）]{{1,8}}）)?")
NO_ORGAN = re.compile(
    r"^(?:各|关于|印发|请|以上|按照|根据|附|责任|牵头|配合|由|和|及|与|对|在|为|进一步|加强|推进|建立|完善)"
)
ADDRESSEE = re.compile(rf"(?:{ADDRESSED})(?:（[^（）]*）|\([^()]*\))?[：:]$")
NO_ADDRESSEE = re.compile(
    r"^(?:附|注|备注|联系|责任|牵头|配合|主责|完成|抄送|主办|填|说明|组长|副组长|组员|成员|序号|编号|单位|地址|电话|网址|来源|承诺|申请人)"
    r"|(?:如下|通知|决定|任命|免去|要求|包括|负责|其中|以下|明确|指出|强调|规定|职责|任务|单位[:：].+)[：:]$"
)
TITLE_END = re.compile(rf"(?:{TYPES})(?:书)?(?:[（(][^（）()]{{1,12}}[）)])?$")
TYPE_END = re.compile(rf"(?:{TYPES})(?:[（(][^（）()]{{1,12}}[）)])?$")
VERB_START = re.compile(r"关于|印发|转发|批转|发布|公布|任免|对")
TITLE_TAIL = 20
ORDER_TITLE = re.compile(rf"^(?:[{HAN}]{{2,40}}(?:令|公告|通告|公报))(?:第?[\d一二三四五六七八九十百]{{1,5}}号)?$")
TOGETHER = rf"等(?:{NUMERAL}{{1,3}}|\d{{1,3}})?个?(?:部门|部委|单位|机关|委局|委办局)"
ORGAN_START = re.compile(rf"^(?!{VERBS})[{HAN}、（）()·]{{0,200}}?(?:{ORGAN_ENDS})(?:{TOGETHER})?(?:{VERBS})")
NESTED_ENDS = re.compile(rf"(?:的(?:{TYPES})){{2,20}}(?:[（(][^（）()]{{1,12}}[）)])?$")
NESTED_STARTS = re.compile(r"(?:关于|对)?(?:转发|批转|印发|发布)|关于|对")
ORDER_NUMBER = re.compile(r"[（(]?(?:(?:19|20)\d\d年)?第([\d一二三四五六七八九十百零〇]{1,6})号[）)]?")
BROKEN = re.compile(rf"[{HAN}]{{2,10}}.?.?\d{{1,4}}")
RECORD = re.compile(
    r"^[•·*-]?(?:索引号|(?:主题|组配|信息|体裁)分类|主题词|关键词|(?:发文|发布|公布|制定|制发)(?:机关|机构|单位)"
    r"|(?:成文|发布|发文|印发|生成|公开|公布|实施|施行|生效|失效|废止)(?:日期|时间)"
    r"|(?:信息)?来源|公开方式|公开范围|公开形式|有效性|时效性?|效力级别|内容概述|浏览次数|原文链接|发文字号|文号|标题|名称)[：:]"
)
PASSED = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日[^。，；（）()]{4,60}(?:会议|大会|委员会)[^。，；（）()]{0,12}(?:通过|批准)[）)]?"
)
MOST_OF_NOTE = 12
REGULATION = re.compile(
    rf"[{HAN}、（）()《》〈〉“”·\d]{{2,80}}(?:条例|规定|办法|细则|规则|章程|准则|规范|规程|通则|解释)(?:[（(][^（）()]{{1,12}}[）)])?"
)
RULE = re.compile(r"[-—–_=*]{2,90}")
FIELD = re.compile(rf"[•·*-]?[{HAN}]{{2,8}}[：:].*")
WHOLE = 2.0
"""From this shape on, a text alone is a title."""
LAST_OF_TITLE = tuple("议議定令报報告见見知示复復案函要")
ADOPTED = re.compile(r"[（(]([^（）()]{6,30}日)[^（）()]{0,80}(?:通过|批准|审议).{0,600}[）)]")
LONGEST_ADOPTED, LEAST_REST = 700, 10
LONGEST_PART = 24
SPACES = " \u3000\u00a0\n\t"
SHORTEST_BROKEN, LONGEST_BROKEN, LEAST_DIGITS, LEAST_SIGNS = 8, 22, 4, 3
GAZETTE_NAME = re.compile(rf"[{HAN}]{{0,30}}(?:政府|国务院|行政院|[省市县区州])(?:公报|政报)")
QUOTED_START = re.compile(r"^[《“「]")
REPORT = re.compile(rf"[{HAN}\d]{{0,30}}工作(?:的)?报告(?:[（(].{{1,12}}[）)])?")


def number_of(bare: str) -> DocNumber | None:
    """The number where the whole line is one, in brackets or not."""
    if len(bare) > LONGEST_NUMBER_LINE or "号" not in bare:
        return None
    inner = NAMED.sub("", bare.strip("（）()") if bare[0] in "（(" else bare)
    found = next(numbers.find(inner), None)
    if found is not None and found.start == 0 and found.end == len(inner):
        return found.number
    return numbers.parse(inner) if found is None and inner.endswith("号") and "年" in inner else None


def number_behind(text: str) -> tuple[DocNumber, int] | None:
    """The number that ends a text, and where it begins; a space that sets it off from a title is no part of it."""
    if not text.rstrip("）) ").endswith(("号", "號")):
        return None
    gap = max(text.rfind(space, 0, len(text.rstrip())) for space in SPACES)
    before = "".join(text[:gap].split()) if gap > 0 else ""
    own = number_of("".join(text[gap:].split())) if before.endswith(LAST_OF_TITLE) else None
    if own is not None:
        return own, gap + 1
    last = next(iter(list(numbers.find(text))[-1:]), None)
    return None if last is None or text[last.end :].strip("）) \t") else (last.number, last.start)


def is_broken_number(bare: str) -> bool:
    """Whether a line would be a number but for a wrong character or two."""
    if not SHORTEST_BROKEN <= len(bare) <= LONGEST_BROKEN:
        return False
    signs = (bare[-1] == "号", any(c in "〔[（(【〈„" for c in bare), any(c in "〕]）)】〉‟" for c in bare))
    return (
        sum(signs) + (sum(c.isdecimal() for c in bare) >= LEAST_DIGITS) >= LEAST_SIGNS
        and BROKEN.match(bare) is not None
    )


def date_of(bare: str) -> str | None:
    """ISO date where the whole line is a date with a day; None where it is none or no such day exists."""
    if len(bare) > LONGEST_DATE or not bare.endswith("日"):
        return None
    bare = NAMED.sub("", bare)
    found = DATE.fullmatch(bare) or CHINESE_DATE.fullmatch(bare)
    if found:
        return iso(*found.groups())
    republican = REPUBLICAN_DATE.fullmatch(bare)
    return _republican(republican) if republican else None


def day_in(bare: str) -> str | None:
    """ISO date of the first day that stands anywhere in a line."""
    found = DATE.search(bare) or CHINESE_DATE.search(bare)
    if found:
        return iso(*found.groups())
    republican = REPUBLICAN_DATE.search(bare)
    return _republican(republican) if republican else None


def iso(year: str, month: str, day: str) -> str | None:
    """ISO date of Arabic or Chinese numerals; None where no such day exists."""
    try:
        parts = [numbers.integer(p if p.isdecimal() else p.translate(ZERO)) for p in (year, _month(month), _month(day))]
        return date(*parts).isoformat()
    except ValueError:
        return None


def is_organ(bare: str) -> bool:
    """Whether the line is the name of an organ, or of several, and nothing else."""
    return (
        SHORTEST_NAME <= len(bare) <= LONGEST_NUMBER_LINE
        and ORGAN.fullmatch(bare) is not None
        and not NO_ORGAN.match(bare)
    )


def is_addressee(bare: str) -> bool:
    """Whether the line names who is written to, ending in a colon."""
    if not bare.endswith(("：", ":")) or len(bare) > LONGEST_ADDRESSEE or len(bare) <= SHORTEST_NAME:
        return False
    if "。" in bare or "；" in bare or "《" in bare or "×" in bare or ORDINAL.match(bare) or NO_ADDRESSEE.search(bare):
        return False
    if RECORD.match(bare):
        return False
    return ADDRESSEE.search(bare) is not None


def addressees_end(text: str) -> int | None:
    """Offset behind the colon where a line begins with who is written to and the body runs on; else None."""
    head = text[:LONGEST_ADDRESSEE]
    at = next((k for k, c in enumerate(head) if c in "：:。；"), -1)
    if at < 0 or len(text) - at <= LEAST_REST or not is_addressee("".join(head[: at + 1].split())):
        return None
    return at + 1


def is_adoption(bare: str) -> bool:
    """Whether a line says in brackets by which meeting, and when, something was passed."""
    return len(bare) <= LONGEST_ADOPTED and ADOPTED.fullmatch(bare) is not None


def adopted_until(lines: Sequence[Line], at: int) -> int:
    """Index behind the note, in brackets or a line of its own, of who passed the text above; `at` without one."""
    if at < len(lines) and len(lines[at].bare) <= LONGEST_TITLE_LINE and PASSED.fullmatch(lines[at].bare):
        return at + 1
    note = ""
    for k in range(at, min(at + MOST_OF_NOTE, len(lines))):
        note += lines[k].bare
        if note[0] not in "（(" or len(note) > LONGEST_ADOPTED:
            return at
        if is_adoption(note):
            return k + 1
    return at


def is_record(bare: str) -> bool:
    """Whether the line is of the block that a web page prints about a document (发文机关：…), or a rule below it."""
    return RECORD.match(bare) is not None or RULE.fullmatch(bare) is not None


def is_label(bare: str) -> bool:
    """Whether the line is the label of an attachment and nothing else: 附件, 附件 2, 附件1-10."""
    return len(bare) <= LONGEST_LABEL and LABEL.fullmatch(bare) is not None


def is_section(bare: str) -> bool:
    """Whether the line names a section of the issue, in brackets."""
    return len(bare) <= LONGEST_SECTION and SECTION.fullmatch(bare) is not None


def may_be_section(bare: str) -> bool:
    """Whether a line of a contents page that is no entry may name a section, with brackets or without."""
    return is_section(bare) or (len(bare) <= LONGEST_PART and PART.fullmatch(bare) is not None)


def is_titular(line: Line) -> bool:
    """Whether the line may be a part of a title."""
    bare = line.bare
    if line.row or not 1 <= len(bare) <= LONGEST_TITLE or bare.endswith(SENTENCE_END) or "。" in bare:
        return False
    if len(bare) > LONGEST_TITLE_LINE and title_shape(bare) < WHOLE:
        return False
    if ORDINAL.match(line.text) or is_label(bare) or is_section(bare) or LIST_HEAD.match(bare):
        return False
    if is_record(bare):
        return False
    return date_of(bare) is None and number_of(bare) is None


def title_shape(bare: str) -> float:
    """0 to 3: how much the text looks like the whole title of an official document."""
    typed = TYPE_END.search(bare[-TITLE_TAIL:]) is not None
    if not balanced(bare):
        unclosed = bare.count("《") == bare.count("》") + 1
        return 2.5 if typed and unclosed and ORGAN_START.match(bare) else 0.0
    if GAZETTE_NAME.fullmatch(bare):
        return 0.0
    if ORGAN_START.match(bare):
        return 3.0 if typed and not _begins_inside(bare) else 1.5
    if ORDER_TITLE.match(bare) and is_organ(TYPE_END.sub("", bare)):
        return 3.0
    if ORDER_TITLE.match(bare) or (typed and VERB_START.match(bare)):
        return 2.0
    return 1.0 if TITLE_END.search(bare) and not QUOTED_START.match(bare) else 0.0


def _begins_inside(bare: str) -> bool:
    """Whether it closes more titles than it opens: …关于…的通知的通知 without what was forwarded by whom."""
    ends = NESTED_ENDS.search(bare)
    return ends is not None and len(NESTED_STARTS.findall(bare, 0, ends.start())) < ends[0].count("的")


def balanced(text: str) -> bool:
    """Whether book marks and quotation marks open and close equally often."""
    return (
        text.count("《") == text.count("》")
        and text.count("“") == text.count("”")
        and text.count("（") == text.count("）")
    )


def _republican(day: re.Match[str]) -> str | None:
    return iso(str(numbers.integer(day[1]) + REPUBLIC), day[2], day[3])


def _month(numeral: str) -> str:
    return {"元": "一", "正": "一"}.get(numeral, numeral.replace("廿", "二十").replace("卅", "三十"))
