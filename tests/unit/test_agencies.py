"""The shipped table of agencies: complete in its kinds, and whose a code is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import agencies, numbers
from gazette.agencies import Match, read, shipped, signed_code, signers, typed_code, whose
from gazette.model import Document

KINDS = {
    "state_council": 2,
    "departments": 26,
    "special": 1,
    "direct": 14,
    "offices": 1,
    "institutions": 7,
    "bureaus": 17,
    "provinces": 2 * 31,
}
"""How many of each 国发〔2023〕5号 and 6号 name, and a government with its office for each of 31 provinces."""


def test_the_table_is_complete_in_its_kinds() -> None:
    assert {kind: len(bodies) for kind, bodies in shipped().kinds.items()} == KINDS
    provinces = {body.name.partition("人民政府")[0] for body in shipped().kinds["provinces"]}
    assert len(provinces) == 31
    assert {place[-1] for place in provinces} == {"省", "市", "区"}


def test_every_code_is_one_that_numbers_have() -> None:
    codes = [*shipped().codes, *(f"{stem}函" for stem in shipped().families)]
    printed = [f"{code}〔2021〕5号" for code in codes if code not in {"国令", "渝府令"}] + [
        "国务院令第5号",
        "渝府令第5号",
    ]
    assert {numbers.agency_code(one) for one in printed} == set(codes)


@pytest.mark.parametrize(
    ("number", "body", "match"),
    [
        ("国发〔2023〕5号", "国务院", Match.CODE),
        ("國發〔2023〕5號", "国务院", Match.CODE),
        ("中华人民共和国国务院令 第707号", "国务院", Match.CODE),
        ("国办函〔2021〕1号", "国务院办公厅", Match.CODE),
        ("粤府〔2021〕1号", "广东省人民政府", Match.CODE),
        ("粤府办〔2021〕1号", "广东省人民政府办公厅", Match.CODE),
        ("川办发〔2021〕1号", "四川省人民政府办公厅", Match.CODE),
        ("发改价格〔2021〕1号", "国家发展和改革委员会", Match.FAMILY),
        ("国疾控卫免发〔2024〕1号", "国家疾病预防控制局", Match.FAMILY),
        ("税务总局公告2020年第25号", "国家税务总局", Match.NAME),
        ("河北省人民政府令〔2020〕第3号", "河北省人民政府", Match.NAME),
    ],
)
def test_whose_a_code_is(number: str, body: str, match: Match) -> None:
    found = whose(numbers.agency_code(number) or "")
    assert found is not None
    assert (found.body.name, found.match) == (body, match)


@pytest.mark.parametrize("code", ["", "京", "京政农函", "临政发", "国", "粤府办公", "国务院", "令", "某某局令"])
def test_what_the_table_does_not_know(code: str) -> None:
    assert whose(code) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("国发", "国发"),
        (" 国 发 ", "国发"),
        ("国发〔2023〕5号", "国发"),
        ("国发〔2023", "国发"),
        ("國發", "国发"),
        ("国务院令", "国令"),
        ("〔2023〕5号", ""),
        ("5", ""),
        ("", ""),
    ],
)
def test_a_code_may_be_typed_bare_or_as_a_number(typed: str, code: str) -> None:
    assert typed_code(typed) == code


@given(st.text(max_size=300))
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    whose(typed_code(typed))
    signers(typed)


def document(**more: object) -> Document:
    given: dict[str, object] = {"doc_number": "临政发〔2021〕3号", "issuer": "临江市人民政府"} | more
    return Document("关于河道的通知", 1, 9, **given)  # type: ignore[arg-type]


def test_a_document_testifies_whose_its_code_is() -> None:
    assert signed_code(document()) == ("临政发", "临江市人民政府")
    assert signed_code(document(doubtful=("title",))) == ("临政发", "临江市人民政府")


@pytest.mark.parametrize(
    "more",
    [
        {"doc_number": None},
        {"issuer": None},
        {"doubtful": ("issuer",)},
        {"doubtful": ("doc_number", "title")},
        {"issuer": "临江市水利局、临江市财政局"},
        {"doc_number": "没有文号"},
    ],
)
def test_what_is_doubtful_or_joint_testifies_nothing(more: dict[str, object]) -> None:
    assert signed_code(document(**more)) is None


@pytest.mark.parametrize("second", ['codes = "甲发"', 'families = "甲发"\nshort = "甲局"'])
def test_a_word_that_stands_twice_is_refused(second: str) -> None:
    first = '[[direct]]\nname = "甲局"\ncodes = "甲发"\nfamilies = "乙"\n'
    assert agencies.read(first).codes["甲发"].name == "甲局"
    with pytest.raises(ValueError, match="甲"):
        read(f'{first}[[direct]]\nname = "乙局"\n{second}\n')
