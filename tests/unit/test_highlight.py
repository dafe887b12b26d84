"""Marks and snippets: they show what matched, read well, and never point outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.highlight import LONGEST, MOST_SNIPPETS, Highlighter
from gazette.query import parse, phrases
from gazette.search import Snippet
from gazette.tokens import tokens

FILLER = "本句只是为了占据位置而写。"


def shown(query: str, text: str, start_line: int = 1) -> tuple[Snippet, ...]:
    return Highlighter(parse(query)).snippets(text, start_line)


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


CASES = [
    ("水库", "现将水库管理办法印发。", "现将水库管理办法印发。", ["水库"]),
    ("水库", "# 关于**水\n库**的\n\n## 说明", "关于水 库的 说明", ["水 库"]),
    ("PM2", "浓度<sub>PM2</sub>低", "浓度PM2低", ["PM2"]),
    ("abc", "ＡＢＣ abcd xabc Abc", "ＡＢＣ abcd xabc Abc", ["ＡＢＣ", "Abc"]),
    ("东河水库 OR 水务局", "1\t东河水库\t\t水务局\n", "1 东河水库 水务局", ["东河水库", "水务局"]),
    ("水库", "| 水库 | 数 |\n|---|:--:|\n| 甲 | 2 |", "| 水库 | 数 | | 甲 | 2 |", ["水库"]),
    ("水 OR 水库", "水库", "水库", ["水库"]),
    ("水库 -公路", "水库与公路", "水库与公路", ["水库"]),
    ("二〇二一", "二〇二一年⼆月", "二〇二一年⼆月", ["二〇二一"]),
    ("水库", "1 < 2，水库 > 湖。", "1 < 2，水库 > 湖。", ["水库"]),
]


@pytest.mark.parametrize(("query", "text", "readable", "marks"), CASES, ids=[case[1][:14] for case in CASES])
def test_a_short_text_is_shown_readably(query: str, text: str, readable: str, marks: list[str]) -> None:
    snippet = shown(query, text)[0]

    assert (snippet.text.strip(), marked(snippet)) == (readable, marks)


def test_a_match_inside_a_tag_is_not_shown() -> None:
    assert shown("sup", "面积3km<sup>2</sup>。") == ()


def test_what_is_not_there_gives_nothing() -> None:
    assert shown("水库", FILLER * 100) == ()
    assert Highlighter(None).snippets("水库", 1) == ()
    assert Highlighter(None).title_marks("水库") == ()
    assert shown("title:水库 year:2020", "水库") == ()


def test_a_snippet_begins_with_its_sentence_and_says_its_line() -> None:
    text = f"{FILLER}\n\n{FILLER}水库应当检修。{FILLER * 20}"

    (snippet,) = shown("检修", text, start_line=100)

    assert snippet.text.startswith("水库应当检修。")
    assert snippet.line == 102
    assert 80 <= len(snippet.text) <= 120


def test_the_line_is_where_the_first_shown_character_stands() -> None:
    (snippet,) = shown("水库", "甲。\n\n  \n\t**水库**", start_line=7)

    assert (snippet.text, snippet.line) == ("水库", 10)


def test_each_word_is_shown_before_one_is_shown_twice() -> None:
    text = (
        FILLER * 20
        + "水库。"
        + FILLER * 20
        + "水库。"
        + FILLER * 20
        + "水库。"
        + FILLER * 20
        + "公路。"
        + FILLER * 20
        + "土地。"
    )

    assert [marked(snippet) for snippet in shown("水库 公路 土地", text)] == [["水库"], ["公路"], ["土地"]]


def test_snippets_do_not_overlap_and_are_few() -> None:
    text = "".join(f"第{number}个水库。{FILLER * (number % 7)}" for number in range(200))

    found = shown("水库", text)

    assert len(found) == MOST_SNIPPETS
    places = [text.index(snippet.text) for snippet in found]
    assert all(text.count(snippet.text) == 1 for snippet in found)
    assert all(a + len(one.text) <= b for a, one, b in zip(places, found, places[1:], strict=False))


def test_the_title_is_marked() -> None:
    title = "关于水库和ＡＢＣ的通知"
    marks = Highlighter(parse("水库 OR title:abc OR issuer:通知")).title_marks(title)

    assert [title[start:end] for start, end in marks] == ["水库", "ＡＢＣ"]


@pytest.mark.parametrize(
    "text", ["甲" * 300_000, ("甲" + "，" * 1_000) * 300, "<" * 300_000, "*" * 300_000, "|-" * 150_000]
)
@pytest.mark.parametrize("query", ["甲乙", '"甲 甲 甲 乙"', "水库"])
def test_a_large_hostile_text_is_searched_through(query: str, text: str) -> None:
    (snippet,) = shown(query + " OR 结尾", text + "\n结尾")

    assert marked(snippet) == ["结尾"]


def test_patience_ends_without_an_error() -> None:
    endless = Highlighter(parse("甲" * 1_900 + "乙 OR 丙"), patience=0.01)

    assert endless.snippets("甲" * 300_000 + "丙", 1) == ()
    assert endless.title_marks("丙") == ()


TEXTS = st.lists(
    st.sampled_from(
        [
            "水",
            "库",
            "甲",
            "。",
            " ",
            "\n",
            "\t",
            "**",
            "*",
            "# ",
            "<sup>",
            "</b>",
            "<",
            "|",
            "--",
            "ab",
            "1",
            "Ａ",
            FILLER,
        ]
    )
).map("".join)


@given(TEXTS, st.sampled_from(["水库", "水库 ab", "甲 OR a1", '"库 甲"', "sup 水"]))
def test_marks_are_inside_in_order_and_on_what_was_asked(text: str, query: str) -> None:
    wanted = {phrase.tokens for phrase in phrases(parse(query))}
    for snippet in shown(query, text):
        ends = [place for mark in snippet.marks for place in mark]
        assert ends == sorted(ends)
        assert 0 <= ends[0] < ends[-1] <= len(snippet.text) <= LONGEST
        assert {tokens(words) for words in marked(snippet)} <= wanted
        assert snippet.text.splitlines() == [snippet.text]
        assert 1 <= snippet.line <= text.count("\n") + 1
