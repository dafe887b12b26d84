"""Mobile and identity numbers, accounts and private addresses are found; numbers, amounts and dates never are."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import numbers
from gazette.model import Action, Document, Kind, Personnel, Place, Provenance
from gazette.personal import MASK, PROVINCES, check_digit, find, is_card, is_identity, masked, veiled

DIGITS = "0123456789"
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
days = st.dates(date(1930, 1, 1), date(2025, 12, 31))


@st.composite
def identities(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(sorted(PROVINCES)))
    body = f"{province}{draw(st.integers(0, 9999)):04}{draw(days):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + check_digit(body)


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = "62" + draw(st.text(DIGITS, min_size=13, max_size=16))
    return next(body + last for last in DIGITS if is_card(body + last))


def found(text: str) -> list[tuple[str, str]]:
    return [(str(span.kind), text[span.start : span.end]) for span in find(text)]


FOUND = {
    "赵六 13812345678\t钱七（19912345678）": [("mobile", "13812345678"), ("mobile", "19912345678")],
    "手机：+86 138-1234-5678": [("mobile", "+86 138-1234-5678")],
    "联系电话 138 1234 5678": [("mobile", "138 1234 5678")],
    "１３８１２３４５６７８": [("mobile", "１３８１２３４５６７８")],
    "13812345678@example.com": [("mobile", "13812345678")],
    "13812345678、13912345678/13712345678": [("mobile", f"13{n}12345678") for n in (8, 9, 7)],
    "公民身份号码11010519491231002X。": [("identity", "11010519491231002X")],
    "110105 19491231 002x": [("identity", "110105 19491231 002x")],
    "身份证号：110105491231002": [("identity", "110105491231002")],
    "身份证号：110105194912310020（错号）": [("identity", "110105194912310020")],
    "账号：0200 0001 0920 0123 456": [("account", "0200 0001 0920 0123 456")],
    "银行卡号（工行）6222021001116245702": [("account", "6222021001116245702")],
    "赵六，男，1970年1月1日出生，住某省某市某区某路12号。": [("address", "某省某市某区某路12号")],
    "家庭住址：某县某镇某村三组；": [("address", "某县某镇某村三组")],
}
NOT_FOUND = (
    "010-69961234", "（010）69961234", "0316-2345678转8012", "12345", "400-810-1234",
    "京政发〔2021〕26号", "国令第743号", "HFGS—2017—9", "京ICP备13012345678号", "13812345678号",
    "投资13812345678元", "13812345678万元", "金额：13812345678", "面积13812345678.55平方米", "13812345678.5",
    "统一社会信用代码91110108MA01234567", "注册号110108001234567", "代码110108991231234", "20211231123456789",
    "1381234567", "138123456789", "151 2021 2022", "139-2021-2022", "账户余额为13812345678元",
    "1381234567890123", "A13812345678", "2013812345678", "住房面积", "男，现住所地", "住址：无",
    "d" * 16, "1" * 64, "110105194913310021", "991234194912310021",
)  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_what_is_found(text: str) -> None:
    assert found(text) == FOUND[text]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_none(text: str) -> None:
    assert found(text) == []


@given(mobiles, identities(), cards())
def test_generated_ones_are_found(mobile: str, identity: str, card: str) -> None:
    assert is_identity(identity)
    assert found(f"赵六{mobile}，{identity}；{card}") == [("mobile", mobile), ("identity", identity), ("account", card)]


@given(identities(), st.sampled_from(DIGITS))
def test_a_wrong_check_is_no_identity_number(identity: str, last: str) -> None:
    assert is_identity(identity[:-1] + last) == (last == identity[-1])


@given(st.text("京政国函办发规令第", min_size=1, max_size=6), st.integers(1950, 2049), st.integers(1, 99999))
def test_a_document_number_is_never_taken_for_one(code: str, year: int, serial: int) -> None:
    for printed in (f"{code}〔{year}〕{serial}号", f"{code}[{year}]{serial}号", f"{code} {year}年第{serial}号"):
        assert find(printed) == []
        assert numbers.key(masked(printed)) == numbers.key(printed)


@given(
    st.integers(0, 10**18),
    st.sampled_from(["元", "万元", "亿元", "吨", "亩", "平方米", "公里", "%", "千瓦", "美元", "万亿元"]),
    st.sampled_from(["", " ", ".5", ".50"]),
)
def test_an_amount_is_never_taken_for_one(amount: int, unit: str, between: str) -> None:
    assert find(f"完成投资{amount}{between if unit.endswith('元') else between.strip()}{unit}，增长") == []
    assert find(f"共{amount:,}{unit}") == []


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y年%m月%d日", "%Y-%m-%d", "%Y%m%d", "%Y.%m.%d"])
)
def test_a_date_is_never_taken_for_one(day: date, style: str) -> None:
    assert find(f"自{day.strftime(style)}起施行，{day.strftime(style)}") == []


@given(st.text("赵1380-05 \t元号住址：省村X账", max_size=60))
def test_masks_are_one_to_one(text: str) -> None:
    hidden = masked(text)
    spans = find(text)
    assert len(hidden) == len(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    outside = [at for at in range(len(text)) if not any(span.start <= at < span.end for span in spans)]
    assert all(hidden[at] == text[at] for at in outside)
    assert all(hidden[at] in (MASK, " ", "\t") for span in spans for at in range(span.start, span.end))
    assert find(hidden) == [] or masked(hidden) == hidden


def test_a_record_is_veiled_in_all_its_texts_and_nowhere_else() -> None:
    place = Place(1, 0, 1, 11)
    document = Document(
        "关于13812345678的通知", 1, 2, personnel=(Personnel("赵六13812345678", Action.APPOINT, "局长"),),
        provenance={"title": Provenance(place, 0.9, "title")},
    )  # fmt: skip
    seen = veiled(document)
    assert seen.title == f"关于{MASK * 11}的通知"
    assert seen.personnel == (Personnel(f"赵六{MASK * 11}", Action.APPOINT, "局长"),)
    assert seen.provenance == document.provenance
    plain = Document("关于绿化的通知", 1, 2)
    assert veiled(plain) is plain
    assert veiled(Kind.REPORT) is Kind.REPORT
