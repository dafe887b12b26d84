"""Every printed form of a document number has one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import numbers
from gazette.numbers import DocNumber, NumberKind


@pytest.mark.parametrize(
    "text",
    [
        "苏海政发〔2022〕19号",
        "苏海政发[2022]19号",
        "苏海政发（2022）19 号",
        "苏海政发 ( 2022 ) 19号",
        "苏海政发【2022】19号",
        "苏海政发〈2022〉19号",
        "苏海政发„2022‟19号",
        "苏海政发(2022〕19号",
        "苏海政发〔２０２２〕１９号",
        "苏海政发〔2022〕第019号",
        "苏海政发2022年19号",
        "（苏海政发〔2022〕19号）",
        "## **苏海政发〔2022〕19号**",
        "发文字号：苏海政发〔2022〕19\u200b号",
        "苏海政发〔2022〕\n\n19号",
    ],
)
def test_every_bracket_width_and_spacing_has_one_key(text: str) -> None:
    assert numbers.key(text) == "苏海政发2022-19"


@pytest.mark.parametrize(
    "text", ["国令第707号", "国务院令第707号", "中华人民共和国国务院令 第707号", "国务院令（第七百零七号）"]
)
def test_orders_of_the_state_council_have_one_key(text: str) -> None:
    assert numbers.key(text) == "国令-707"


@pytest.mark.parametrize("text", ["苏海政文〔1996〕39号", "苏海政〔1996〕文39号", "苏海政[1996] 文第39号"])
def test_the_kind_may_stand_before_or_behind_the_year(text: str) -> None:
    assert numbers.key(text) == "苏海政文1996-39"


@pytest.mark.parametrize(
    "text", ["", "第19号", "总第16期", "第27次常务会议", "苏海政发", "苏海政发〔2022〕", "2022年第4期", "号" * 500]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert numbers.parse(text) is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("根据《纲要》（国发〔2020〕11号）办理", ["国发〔2020〕11号"]),
        ("按照苏政发〔2021〕5号和国办发[2020]3号的要求", ["苏政发〔2021〕5号", "国办发〔2020〕3号"]),
        ("（海政发〔2000〕25号、苏海政发〔2010〕40号修改）", ["海政发〔2000〕25号", "苏海政发〔2010〕40号"]),
        ("方案的通知粤府〔2009〕7号", ["粤府〔2009〕7号"]),
        ("12月3日辽政发〔2021〕3号", ["辽政发〔2021〕3号"]),
        ("和政发〔2021〕1号", ["和政发〔2021〕1号"]),
        ("省人民政府云政函〔1988〕181号", ["云政函〔1988〕181号"]),
        ("中华民国109年8月5日院臺法字第1090180001號", ["院臺法字第1090180001號"]),
        ("京政发〔2021〕5号、京办发〔2021〕6号", ["京政发〔2021〕5号", "京办发〔2021〕6号"]),
        ("国家发展改革委 财政部令2020年第18号", ["国家发展改革委财政部令2020年第18号"]),
        ("根据国务院令第743号和住房和城乡建设部令第3号", ["国务院令第743号", "住房和城乡建设部令第3号"]),
        ("税务总局公告2020年第25号", ["税务总局公告2020年第25号"]),
        ("（苏海政发〔2009〕\n18号)", ["苏海政发〔2009〕18号"]),
        ("没有代字的〔2021〕5号", []),
    ],
)
def test_numbers_are_found_in_running_text_without_what_leads_in(text: str, printed: list[str]) -> None:
    assert [numbers.format(m.number) for m in numbers.find(text)] == printed


def test_a_match_says_where_the_number_stands() -> None:
    text = "依照苏政发〔2021〕 5 号执行"
    (match,) = numbers.find(text)
    assert text[match.start : match.end] == "苏政发〔2021〕 5 号"


@pytest.mark.parametrize(
    ("part", "held"),
    [
        ("〔2022〕19号", "苏海政发〔2022〕19号"),
        ("(2022)19", "苏海政发〔2022〕19号"),
        ("2022年19号", "苏海政发〔2022〕19号"),
        ("苏海政发", "苏海政发〔2022〕19号"),
        ("苏海政发 [2022]", "苏海政发〔2022〕19号"),
        ("令第707号", "国令第707号"),
        ("国务院令", "国令第707号"),
    ],
)
def test_a_typed_fragment_is_part_of_the_key(part: str, held: str) -> None:
    assert numbers.key_part(part) in (numbers.key(held) or "")


@pytest.mark.parametrize(
    ("numeral", "value"), [("12", 12), ("１２", 12), ("十", 10), ("四十三", 43), ("一百零五", 105), ("二〇二一", 2021)]
)
def test_numerals(numeral: str, value: int) -> None:
    assert numbers.integer(numeral) == value


codes = st.builds(
    "".join, st.tuples(st.text("苏浙皖闽赣海江山", min_size=1, max_size=3), st.text("政办函字发规", min_size=1))
)
codes = codes.filter(lambda code: len(code) <= numbers.LONGEST_PLAIN_CODE)


@given(codes, st.integers(1949, 2049), st.integers(1, 99999))
def test_what_is_printed_is_read_again(code: str, year: int, serial: int) -> None:
    number = DocNumber(code, year, serial)
    assert numbers.parse(numbers.format(number)) == number


@given(st.text())
def test_any_text_gives_a_number_or_none(text: str) -> None:
    for match in numbers.find(text):
        assert numbers.key(match.number)
    numbers.key(text)
    numbers.key_part(text)


def test_the_kinds_are_told_apart() -> None:
    shapes = ("国发〔2020〕1号", "国令第3号", "苏府公告2020年第3号", "府財字第1080012345號")
    assert [numbers.parse(shape).kind for shape in shapes] == list(NumberKind)  # type: ignore[union-attr]


def test_numbers_in_traditional_characters() -> None:
    (found,) = numbers.find("依據本府衛字第0980012345號函辦理")
    assert numbers.format(found.number) == "本府衛字第0980012345號"
    assert numbers.key(found.number) == numbers.key("本府卫字第0980012345号")
