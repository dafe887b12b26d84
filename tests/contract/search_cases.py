"""Queries over the invented documents, and what each must find by a matcher."""

from collections.abc import Iterable
from dataclasses import dataclass

from gazette.search import IndexedDocument
from tests.contract.search_matchers import (
    Matcher,
    cites,
    every,
    issuer,
    keyed,
    no,
    number,
    of_type,
    person,
    some,
    title,
    topic,
    word,
    years,
)


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
