"""Rows that something in their document speaks against are less sure; the others stay as they are."""

import pytest

from gazette.fields import Alias, Amendment, Deadline, Duty, Figure, Indicator, Limit, Place, Promulgation, Role
from gazette.model import Document, Enclosure
from services.extract.parsing.doubt_rows import questioned
from services.extract.parsing.repair import lines
from services.extract.parsing.slips import LEAST_SAMPLE, pairs
from tests.unit.extract.notices import read

HERE = Place(3, 0, 3, 9)
KNOWN = pairs(lines("市水务局牵头，市农业农村局、市自然资源和规划局配合，年底前，持续推进。" * LEAST_SAMPLE))


def figures(count: int) -> tuple[Figure, ...]:
    return tuple(Figure(f"20{20 + k}年", str(k)) for k in range(count))


def marked(**rows: object) -> list[float]:
    document = Document("甲", 1, 9, issued_date="2019-04-12", **rows)  # type: ignore[arg-type]
    [name] = [name for name in rows if name != "enclosures"]
    return [row.confidence for row in getattr(questioned(document, KNOWN), name)]


@pytest.mark.parametrize(
    ("short", "long", "sure"),
    [("规划委", "规划委员会", 1.0), ("市规划委", "规委", 0.5), ("本市", "云川", 0.5), ("河长办", "河长制办公室", 1.0)],
)
def test_short_forms(short: str, long: str, sure: float) -> None:
    assert marked(aliases=(Alias(short, long, HERE),)) == [sure]


@pytest.mark.parametrize(
    ("date", "sure"), [("2019-01-31", 1.0), ("2019-12-31", 1.0), ("2018-12-31", 0.5), ("2109-05-01", 0.5), (None, 1.0)]
)
def test_deadlines(date: str | None, sure: float) -> None:
    assert marked(deadlines=(Deadline("年底前", Limit.DUE, HERE, date),)) == [sure]


@pytest.mark.parametrize(
    ("words", "sure"), [("持续推进", 1.0), ("持续　推进", 1.0), ("待续推进", 0.5), ("9乡底前", 0.5)]
)
def test_words_that_are_no_day(words: str, sure: float) -> None:
    assert marked(deadlines=(Deadline(words, Limit.DUE, HERE),)) == [sure]


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        ("市自然资源和规划局", 1.0),
        ("市自然资源和规划同", 0.5),
        ("市农业衣村局", 1.0),
        ("市农业农村局", 1.0),
        ("水务站点", 1.0),
    ],
)
def test_bodies(body: str, sure: float) -> None:
    assert marked(duties=(Duty(Role.LEAD, (body,), HERE),)) == [sure]


def test_a_body_that_is_a_slip_away_from_a_commoner_one() -> None:
    usual = tuple(Duty(Role.LEAD, ("市农业农村局", "市水务局"), HERE) for _ in range(3))
    slipped = (
        Duty(Role.SUPPORTING, ("市水务局", "市农业衣村局"), HERE),
        Duty(Role.SUPPORTING, ("市农业服务局",), HERE),
    )
    assert marked(duties=(*usual, *slipped)) == [1.0, 1.0, 1.0, 0.5, 1.0]


def test_rows_of_indicators_of_another_width() -> None:
    rows = tuple(Indicator(f"指标{k}", HERE, None, figures(3 if k != 2 else 2)) for k in range(5))
    assert marked(indicators=rows) == [1.0, 1.0, 0.5, 1.0, 1.0]
    assert marked(indicators=rows[1:3]) == [1.0, 1.0]


def test_titles_that_lost_a_mark_or_slipped() -> None:
    texts = [
        Promulgation(title, "印发", HERE)
        for title in ("河道管理办法", "《河道管理办法", "河道管里办法", "湖泊保护规定")
    ]
    enclosed = (Enclosure("河道管理办法", 9),)
    assert marked(promulgates=tuple(texts), enclosures=enclosed) == [1.0, 0.5, 0.5, 1.0]
    assert marked(amends=(Amendment("“河道管理办法", HERE), Amendment("河道管理办法", HERE))) == [0.5, 1.0]


def test_who_interprets_is_a_body() -> None:
    assert "interpreted_by" in read("本办法由云川市水务同负责解释。").doubtful
    assert read("本办法由云川市水务局负责解释。").doubtful == ()


def test_a_short_form_that_is_spelt_from_the_long_one_is_surer() -> None:
    found = read(
        "成立云川市河道管理工作领导小组（以下简称领导小组），村民翻建房屋（以下简称建新房）的应当申请。"
    ).aliases
    assert [(one.short, one.confidence) for one in found] == [("领导小组", 0.75), ("建新房", 0.5)]
