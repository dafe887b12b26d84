"""The query language: trees, places of faults, limits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import QueryError
from gazette.query import (
    DEEPEST,
    FIELD_NAMES,
    MOST_LETTERS,
    MOST_TERMS,
    AllOf,
    AnyOf,
    Exact,
    Field,
    Not,
    Phrase,
    Query,
    Years,
    parse,
    phrases,
)


def row(words: str, field: Field | None = None, key: str | None = None) -> Phrase:
    return Phrase(tuple(words.split()), field, key)


WATER, ROAD, LAND = row("水 库"), row("公 路"), row("土 地")

TREES: dict[str, Query | None] = {
    "": None,
    " 　\n": None,
    "水库": WATER,
    "水库 公路": AllOf((WATER, ROAD)),
    "水库　公路\n土地": AllOf((WATER, ROAD, LAND)),
    "水库 OR 公路": AnyOf((WATER, ROAD)),
    "水库 公路 OR 土地": AnyOf((AllOf((WATER, ROAD)), LAND)),
    "水库 (公路 OR 土地)": AllOf((WATER, AnyOf((ROAD, LAND)))),
    "水库（公路 OR 土地）": AllOf((WATER, AnyOf((ROAD, LAND)))),
    "-水库": Not(WATER),
    "－水库 公路": AllOf((Not(WATER), ROAD)),
    "-(水库 公路)": Not(AllOf((WATER, ROAD))),
    "-title:水库": Not(row("水 库", Field.TITLE)),
    "水-库": WATER,
    "水库 -": WATER,
    "--水库": WATER,
    '"水库 公路"': row("水 库 公 路"),
    "“水库 公路”": row("水 库 公 路"),
    '"(水库 OR"': row("水 库 or"),
    '水库"公路"土地': AllOf((WATER, ROAD, LAND)),
    "or Or oR": AllOf((row("or"), row("or"), row("or"))),
    "ORDER": row("order"),
    "《水库》，公路！": row("水 库 公 路"),
    "！ 水库": WATER,
    "水库 OR ！": WATER,
    '"！" -（。。） 水库': WATER,
    "标题：水库": row("水 库", Field.TITLE),
    "标题: 水库": row("水 库", Field.TITLE),
    "Title:“水 库”": row("水 库", Field.TITLE),
    "ｔｉｔｌｅ：水库": row("水 库", Field.TITLE),
    "title:(水库 OR -公路)": AnyOf((row("水 库", Field.TITLE), Not(row("公 路", Field.TITLE)))),
    "title:(水库 issuer:公路)": AllOf((row("水 库", Field.TITLE), row("公 路", Field.ISSUER))),
    "其他：水库": row("其 他 水 库"),
    "subtitle:水库": row("subtitle 水 库"),
    "https://a.cn/(b)": row("https a cn b"),
    "year:2021": Years(2021, 2021),
    "年份：２０２１年": Years(2021, 2021),
    "year:2021..2023": Years(2021, 2023),
    "year:2021..": Years(2021, None),
    "year:..2023": Years(None, 2023),
    'year:"2021"': Years(2021, 2021),
    "type:通知": Exact(Field.TYPE, "通知"),
    "文种：令": Exact(Field.TYPE, "命令（令）"),
    "文种：命令": Exact(Field.TYPE, "命令（令）"),
    "type:命令(令)": Exact(Field.TYPE, "命令（令）"),
    "type:别的": Exact(Field.TYPE, "别的"),
    "cites:岭政发[2021]26号": Exact(Field.CITES, "岭政发2021-26"),
    "引用：“岭政发 〔2021〕 26 号”": Exact(Field.CITES, "岭政发2021-26"),
    "岭政发(2021)26号": row("岭 政 发 2021 26 号", None, "岭政发2021-26"),
    "文号：岭政发（２０２１）２６号": row("岭 政 发 2021 26 号", Field.NUMBER, "岭政发2021-26"),
    "文号：岭政发": row("岭 政 发", Field.NUMBER),
    "标题：岭政发〔2021〕26号": row("岭 政 发 2021 26 号", Field.TITLE),
}

BROKEN = {
    "(水库": 0,
    "公路 (水库 (土地)": 3,
    "公路 (": 3,
    "水库)": 2,
    "水库 ）公路": 3,
    "公路 “水库": 3,
    '水库"': 2,
    "OR": 0,
    "OR 水库": 0,
    "水库 OR": 3,
    "水库 OR OR 公路": 3,
    "(水库 OR)": 4,
    "()": 1,
    "水库 OR ()": 7,
    "-()": 2,
    "title:": 0,
    "水库 title: OR 公路": 3,
    "(标题：)": 1,
    "人员：。": 0,
    "year:": 0,
    "year:今年": 5,
    "year:..": 0,
    "year:20211": 5,
    "水库 year:2021-2022": 8,
    "year:2023..2022": 5,
    "cites:水库": 6,
    "！！": 0,
    "-。": 0,
    "甲" * (MOST_LETTERS + 1): MOST_LETTERS,
    "甲 " * MOST_TERMS + "乙": 2 * MOST_TERMS,
    "(" * (DEEPEST + 1) + "甲": DEEPEST,
}


@pytest.mark.parametrize(("text", "tree"), TREES.items(), ids=[f"{text[:20]!r}" for text in TREES])
def test_trees(text: str, tree: Query | None) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(("text", "place"), BROKEN.items(), ids=[f"{text[:20]!r}" for text in BROKEN])
def test_a_fault_has_its_place_and_is_told_in_both_languages(text: str, place: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)

    assert caught.value.at == place
    assert re.search(r"[A-Z][a-z ]+.*\. .*[\u4e00-\u9fff]+.*。$", str(caught.value))


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_has_its_names(name: str) -> None:
    value = {Field.YEAR: "2021", Field.CITES: "岭政发〔2021〕26号"}.get(FIELD_NAMES[name], "通知")

    assert parse(f"{name}:{value}") == parse(f"{name}：{value}") == parse(f"{FIELD_NAMES[name]}:{value}")
    assert parse(f"{name}:{value}") != parse(value)


def test_the_limits_themselves_are_allowed() -> None:
    many = parse("甲 " * MOST_TERMS)

    assert isinstance(many, AllOf)
    assert len(many.parts) == MOST_TERMS
    assert parse("(" * DEEPEST + "甲" + ")" * DEEPEST) == row("甲")
    assert parse("甲" * MOST_LETTERS) == row("甲 " * MOST_LETTERS)


def test_phrases_are_what_a_hit_can_show() -> None:
    found = phrases(parse("水库 -公路 (title:土地 OR year:2021) -(-公路) 岭政发〔2021〕26号"))

    assert list(found) == [WATER, row("土 地", Field.TITLE), row("岭 政 发 2021 26 号", None, "岭政发2021-26")]
    assert list(phrases(None)) == []


PIECES = [
    *FIELD_NAMES,
    "OR",
    ":",
    "：",
    "(",
    ")",
    "（",
    "）",
    '"',
    "“",
    "”",
    "-",
    " ",
    "水库",
    "2021",
    "..",
    "号",
    "〔",
    "〕",
    "\0",
]


def place_of_fault(text: str) -> int | None:
    try:
        assert (parse(text) is None) == (not text.strip())
    except QueryError as error:
        return error.at
    return None


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_anything_typed_is_a_tree_or_a_fault_with_a_place(text: str) -> None:
    assert place_of_fault(text) in {None, *range(len(text) + 1)}
