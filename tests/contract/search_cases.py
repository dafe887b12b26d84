"""Invented documents, queries over them, and what each query must find by a matcher that shares no code with Gazette.

A matcher is a predicate on a document. Its tokens come from walking over the characters one by one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from gazette.model import order_key
from gazette.search import IndexedDocument

Matcher = Callable[[IndexedDocument], bool]


def made(number: int, title: str, text: str = "", **fields: object) -> IndexedDocument:
    """A document whose id and order follow from its number and date."""
    issued = fields.get("issued_date")
    identifier = f"{number * 0x1F3D5B79A1C3E5 % 2**64:016x}"
    key = order_key(issued if isinstance(issued, str) else None, identifier)
    plain = IndexedDocument(identifier, f"{number % 5:016x}", 1, key, title=title, text=text)
    return replace(plain, **fields)  # type: ignore[arg-type]


def numbered(code: str, year: int, serial: int) -> dict[str, object]:
    return {"doc_number": f"{code}〔{year}〕{serial}号", "doc_number_key": f"{code}{year}-{serial}"}


NORTH, SOUTH, OFFICE = "北岭市人民政府", "南溪县人民政府", "北岭市人民政府办公室"

CORPUS = (
    made(
        1,
        "关于印发《北岭市水库管理办法》的通知",
        "现将《北岭市水库管理办法》印发给你们，请认真贯彻执行。\n水库的运行单位应当每年检修一次。",
        **numbered("岭政发", 2021, 26),
        issuers=(NORTH,),
        doc_type="通知",
        topics=("水利", "农业"),
        issued_date="2021-03-05",
        cited_keys=("国办发2020-27",),
    ),
    made(
        2,
        "关于孙一凡等同志任免职务的通知",
        "孙一凡同志任北岭市水务局局长；\n免去周五的北岭市水务局副局长职务。",
        **numbered("岭政任", 2021, 3),
        issuers=(NORTH,),
        doc_type="通知",
        topics=("人事",),
        issued_date="2021-03-05",
        persons=("孙一凡", "周五"),
    ),
    made(
        3,
        "关于废止部分文件的决定",
        "决定废止下列文件：\n1. 关于加强水库巡查的通知（岭政发〔2011〕8号）",
        **numbered("岭政发", 2022, 1),
        issuers=(NORTH,),
        doc_type="决定",
        issued_date="2022-01-10",
        cited_keys=("岭政发2011-8",),
    ),
    made(
        4,
        "关于加强水库巡查的通知",
        "各乡镇要加强水库巡查，汛期每日两次。",
        **numbered("岭政发", 2011, 8),
        issuers=(NORTH,),
        doc_type="通知",
        topics=("水利",),
        legal_status="repealed",
        issued_date="2011-06-01",
    ),
    made(
        5,
        "南溪县人民政府令",
        "《南溪县集市管理规定》已经讨论通过，现予公布。",
        doc_number="南溪县人民政府令第7号",
        doc_number_key="南溪县人民政府令-7",
        issuers=(SOUTH,),
        doc_type="命令（令）",
        topics=("商贸",),
        issued_date="2019-12-31",
    ),
    made(
        6,
        "关于同意设立北岭ABC产业园的批复",
        "同意设立ABC产业园。园区面积12.5公顷，PM2.5年均浓度不高于35μg/m<sup>3</sup>。",
        **numbered("岭政函", 2020, 115),
        issuers=(NORTH,),
        doc_type="批复",
        topics=("工业",),
        issued_date="2020-01-01",
    ),
    made(
        7,
        "关于开展ａｂｃ试点的函",
        "请贵局支持ＡＢＣ试点工作。",
        **numbered("岭政办函", 2020, 12),
        issuers=(OFFICE,),
        doc_type="函",
        issued_date="2020-12-31",
    ),
    made(
        8,
        "政府工作报告",
        "各位代表：过去一年，全市粮食总产量稳步提高，\n水库\n除险加固全部完成。",
        issuers=(NORTH,),
        topics=("综合",),
    ),
    made(
        9,
        "关于水污染防治的意见",
        "统筹水库、河湖和地下水。\n第一章　总 则\n本意见所称**水**体……",
        **numbered("岭政办发", 2023, 9),
        issuers=(OFFICE, NORTH),
        doc_type="意见",
        topics=("环境", "水利"),
        issued_date="2023-05-20",
        legal_status="in_force",
        cited_keys=("国办发2020-27", "岭政发2021-26"),
    ),
    made(
        10,
        "关于集市管理的通告",
        "自即日起，集市一律迁入新址。联系人：周五。",
        **numbered("南政通", 2022, 4),
        issuers=(SOUTH,),
        doc_type="通告",
        topics=("商贸",),
        issued_date="2022-07-15",
        persons=(),
    ),
    made(
        11,
        "关于周五同志任职的通知",
        "周五同志任南溪县商务局局长，试用期一年。",
        **numbered("南政任", 2022, 5),
        issuers=(SOUTH,),
        doc_type="通知",
        topics=("人事",),
        issued_date="2022-07-15",
        persons=("周五",),
    ),
    made(
        12,
        "2023年度重点工程清单",
        "序号\t工程\t牵头单位\n1\t东河水库\t水务局\n2\t西山公路\t交通局",
        issuers=(OFFICE,),
        issued_date="2023-02-01",
        topics=("综合",),
    ),
    made(
        13,
        "关于转发国办发〔2020〕27号文件的通知",
        "经市政府同意，现予转发。",
        **numbered("岭政办发", 2020, 44),
        issuers=(OFFICE,),
        doc_type="通知",
        issued_date="2020-10-09",
        cited_keys=("国办发2020-27",),
    ),
    made(
        14,
        "关于水 库 移民安置的请示",
        "现将移民安置有关事项请示如下。",
        **numbered("南政请", 2020, 2),
        issuers=(SOUTH,),
        doc_type="请示",
        topics=("水利",),
        issued_date="2020-06-30",
    ),
    made(15, "公报", "公", issuers=("公共资源局",), doc_type="公报", issued_date="2018-01-01"),
    made(
        16,
        "⼼理健康服务⽅案",
        "关于𠮷祥社区的说明；Ⅻ类事项；〇六号。",
        doc_number="２０２１年方案",
        issuers=(SOUTH,),
        issued_date="2021-09-09",
    ),
)

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF), (0x3007, 0x3007))
RADICALS = {"⼼": "心", "⽅": "方"}


def kind_of(letter: str) -> str:
    if any(low <= ord(letter) <= high for low, high in HAN):
        return letter
    return "run" if letter.isalnum() else ""


def halved(letter: str) -> str:
    letter = RADICALS.get(letter, letter)
    return (chr(ord(letter) - 65248) if "！" <= letter <= "～" else letter).lower()


def row(text: str) -> list[str]:
    """The tokens of a text, walked over; equal neighbours of a Han character are tokens of their own."""
    found: list[str] = []
    for kind, letters in groupby(map(halved, text), kind_of):
        whole = "".join(letters)
        found += [whole] if kind == "run" else list(whole) if kind else []
    return found


def stands_in(words: str, text: str | None) -> bool:
    wanted, held = row(words), row(text or "")
    return any(held[at : at + len(wanted)] == wanted for at in range(len(held)))


def word(words: str) -> Matcher:
    """In one of the fields that a word without a field is looked for in."""
    return lambda one: any(
        stands_in(words, text) for text in (one.title, one.text, one.doc_number, *one.issuers, *one.persons)
    )


def title(words: str) -> Matcher:
    return lambda one: stands_in(words, one.title)


def number(words: str, key: str | None = None) -> Matcher:
    return lambda one: stands_in(words, one.doc_number) or (key is not None and one.doc_number_key == key)


def issuer(words: str) -> Matcher:
    return lambda one: any(stands_in(words, name) for name in one.issuers)


def person(words: str) -> Matcher:
    return lambda one: any(stands_in(words, name) for name in one.persons)


def topic(words: str) -> Matcher:
    return lambda one: any(stands_in(words, name) for name in one.topics)


def of_type(name: str) -> Matcher:
    return lambda one: one.doc_type == name


def cites(key: str) -> Matcher:
    return lambda one: key in one.cited_keys


def keyed(key: str) -> Matcher:
    return lambda one: one.doc_number_key == key


def years(first: int, last: int) -> Matcher:
    return lambda one: one.issued_date is not None and first <= int(one.issued_date[:4]) <= last


def every(*parts: Matcher) -> Matcher:
    return lambda one: all(part(one) for part in parts)


def some(*parts: Matcher) -> Matcher:
    return lambda one: any(part(one) for part in parts)


def no(part: Matcher) -> Matcher:
    return lambda one: not part(one)


@dataclass(frozen=True, slots=True)
class Case:
    """A query and what it must find."""

    query: str
    matcher: Matcher

    def expected(self, corpus: Iterable[IndexedDocument]) -> set[str]:
        return {one.id for one in corpus if not one.deleted and self.matcher(one)}


ORDER_27 = some(word("国办发〔2020〕27号"), keyed("国办发2020-27"))
SECOND_26 = some(word("岭政发〔2021〕26号"), keyed("岭政发2021-26"))

CASES = tuple(
    Case(query, matcher)
    for query, matcher in (
        # words
        ("水库", word("水库")),
        ("水库 巡查", every(word("水库"), word("巡查"))),
        ("巡查　水库", every(word("水库"), word("巡查"))),
        ("水库巡查", word("水库巡查")),
        ("库水", word("库水")),
        ("公", word("公")),
        ("周五", word("周五")),
        ("五的", word("五的")),
        ("abc", word("abc")),
        ("ABC", word("abc")),
        ("ＡＢＣ 试点", every(word("abc"), word("试点"))),
        ("ab", word("ab")),
        ("PM2.5", word("PM2.5")),
        ("12.5公顷", word("12.5公顷")),
        ("2", word("2")),
        ("2023", word("2023")),
        ("总则", word("总则")),
        ("水体", word("水体")),
        ("移民安置 请示", every(word("移民安置"), word("请示"))),
        ("心理健康", word("心理健康")),
        ("⼼理", word("心理")),
        ("𠮷祥", word("𠮷祥")),
        ("〇六", word("〇六")),
        ("东河水库 牵头单位", every(word("东河水库"), word("牵头单位"))),
        ("没有这样的词", word("没有这样的词")),
        ("印发《北岭市水库管理办法》", word("印发北岭市水库管理办法")),
        ("水库！", word("水库")),
        ("～ 水库 ……", word("水库")),
        ("市人民政府 县人民政府", every(word("市人民政府"), word("县人民政府"))),
        ("政府办公室 北岭", every(word("政府办公室"), word("北岭"))),
        ("人民政府通知", word("人民政府通知")),
        ("or", word("or")),
        # phrases
        ('"任免职务"', word("任免职务")),
        ('"水 库"', word("水库")),
        ("“任免 职务”", word("任免职务")),
        ("“同意设立 ABC”", word("同意设立abc")),
        ('"迁入新址" 集市', every(word("迁入新址"), word("集市"))),
        ('"水库 巡查 加强"', word("水库巡查加强")),
        ('"…" 集市', word("集市")),
        # negation
        ("-水库", no(word("水库"))),
        ("通知 -水库", every(word("通知"), no(word("水库")))),
        ("通知 －水库 -周五", every(word("通知"), no(word("水库")), no(word("周五")))),
        ('-"任免职务"', no(word("任免职务"))),
        ("-水库 -通知", every(no(word("水库")), no(word("通知")))),
        ("-(水库 OR 通知)", no(some(word("水库"), word("通知")))),
        ("-(水库 巡查)", no(every(word("水库"), word("巡查")))),
        ("水库 - 巡查", every(word("水库"), word("巡查"))),
        ("集市 OR -水库", some(word("集市"), no(word("水库")))),
        # OR and groups
        ("集市 OR 移民", some(word("集市"), word("移民"))),
        ("集市 ＯＲ 移民", some(word("集市"), word("移民"))),
        ("水库 通知 OR 集市 通告", some(every(word("水库"), word("通知")), every(word("集市"), word("通告")))),
        ("(集市 OR 水库) 通知", every(some(word("集市"), word("水库")), word("通知"))),
        (
            "（集市 OR 水库） （通知 OR 意见）",
            every(some(word("集市"), word("水库")), some(word("通知"), word("意见"))),
        ),
        ("((水库))", word("水库")),
        ("集市 OR 。", word("集市")),
        ("产业园(ABC)", word("产业园abc")),
        # fields
        ("title:水库", title("水库")),
        ("标题：水库 通知", every(title("水库"), word("通知"))),
        ("标题: “水库管理”", title("水库管理")),
        ("TITLE:(水库 OR 集市)", some(title("水库"), title("集市"))),
        ("title:(-水库 通知)", every(no(title("水库")), title("通知"))),
        ("-title:水库 水库", every(no(title("水库")), word("水库"))),
        ("issuer:北岭市人民政府", issuer("北岭市人民政府")),
        ("机关：办公室", issuer("办公室")),
        ("机关：府北", issuer("府北")),
        ("topic:水利", topic("水利")),
        ("主题：人事 -主题：水利", every(topic("人事"), no(topic("水利")))),
        ("person:周五", person("周五")),
        ("人员：孙一凡", person("孙一凡")),
        ("人员：凡周", person("凡周")),
        ("type:通知", of_type("通知")),
        ("type:告", of_type("告")),
        ("文种：令", of_type("命令（令）")),
        ("type:命令(令)", of_type("命令（令）")),
        ("type:(函 OR 批复)", some(of_type("函"), of_type("批复"))),
        ("year:2021", years(2021, 2021)),
        ("年份：２０２０..２０２１", years(2020, 2021)),
        ("year:2022..", years(2022, 9999)),
        ("year:..2019", years(0, 2019)),
        ("-year:2020..", no(years(2020, 9999))),
        ("year:(2018 OR 2023) 水库", every(some(years(2018, 2018), years(2023, 2023)), word("水库"))),
        ("时间：2021", word("时间2021")),
        # numbers
        ("岭政发〔2021〕26号", SECOND_26),
        ("岭政发[2021]26号", SECOND_26),
        ("岭政发（２０２１）２６号", SECOND_26),
        ("岭政发(2021)26号", SECOND_26),
        ("岭政发2021年26号", some(word("岭政发2021年26号"), keyed("岭政发2021-26"))),
        ("“岭政发 〔2021〕 26 号”", SECOND_26),
        ("岭政发〔2021〕2号", some(word("岭政发2021 2号"), keyed("岭政发2021-2"))),
        ("number:岭政发[2021]26号", number("岭政发 2021 26号", "岭政发2021-26")),
        ("文号：岭政发", number("岭政发")),
        ("文号：26号", number("26号")),
        ("南溪县人民政府令 第7号", every(word("南溪县人民政府令"), word("第7号"))),
        ("国办发〔2020〕27号", ORDER_27),
        ("cites:国办发〔2020〕27号", cites("国办发2020-27")),
        ("引用：国办发(2020)27号 -通知", every(cites("国办发2020-27"), no(word("通知")))),
        (
            "cites:岭政发[2011]8号 OR number:岭政发[2011]8号",
            some(cites("岭政发2011-8"), number("岭政发 2011 8号", "岭政发2011-8")),
        ),
        # all at once
        (
            "(水库 OR 集市) -type:通知 year:2019..2022 机关：人民政府",
            every(some(word("水库"), word("集市")), no(of_type("通知")), years(2019, 2022), issuer("人民政府")),
        ),
    )
)

BROKEN = {
    "水库 (通知": 3,
    "水库 通知)": 5,
    "“水库": 0,
    "水库 OR": 3,
    "OR 水库": 0,
    "a OR OR b": 2,
    "水库 ()": 4,
    "title:": 0,
    "水库 标题：": 3,
    "标题：！": 0,
    "year:最近": 5,
    "year:2023..2021": 5,
    "year:..": 0,
    "cites:水库": 6,
    "。。。": 0,
}
