"""Regulations that stand alone, and what is none."""

import re

import pytest

from gazette.model import Kind
from services.classify.kind import kind
from tests.unit.extract.issues import extract, only
from tests.unit.extract.notices import notice

NAME = "云川市河道管理条例"
ARTICLES = "第一章总则\n第一条为了保护河道，制定本条例。\n第二条本条例自2012年5月1日起施行。\n"
PASSED = "2012年3月9日云川市第八届人民代表大会常务委员会第三次会议通过"


@pytest.mark.parametrize(
    ("note", "date"),
    [
        ("", None),
        (f"（{PASSED}）\n", "2012-03-09"),
        (f"{PASSED}\n\n", "2012-03-09"),
        ("为保护河道，现规定如下：\n", None),
        (
            "1996年9月4日 云川市人民政府令第203号发布\n2001年4月12日《关于修改〈河道条例〉的决定》第一次修订\n",
            None,
        ),
        (f"{PASSED}\n\n<!-- 正文 -->\n\n", "2012-03-09"),
        (
            f" （{PASSED}\n  根据2015年6月2日云川市第九届人民代表大会常务委员会第一次会议"
            "《关于修改〈云川市河道管理条例（试行）〉的决定》第一次修正）\n\n",
            "2012-03-09",
        ),
        (f"（{PASSED}　根据2015年6月2日云川市第九届人大常委会第一次会议关于修改本条例的决定修正）\n", "2012-03-09"),
    ],
)
def test_a_regulation_alone_is_a_document(note: str, date: str | None) -> None:
    text = f"{NAME}\n\n{note}{ARTICLES}"
    document = only(text)
    assert (document.title, document.start_line, document.issued_date) == (NAME, 1, date)
    assert document.effective_date == "2012-05-01"
    assert [row.label for row in document.outline] == ["第一章", "第一条", "第二条"]
    assert kind(extract(text)) is Kind.DOCUMENT


def test_an_order_below_the_name_of_what_it_promulgates() -> None:
    document = only(
        "云川市河道管理规定\n\n云川市人民政府令第136号\n\n"
        "  《云川市河道管理规定》已经2009年12月10日市人民政府第88次常务会议通过，现予公布，自2010年2月1日起施行。\n\n"
        "      市长 张三\n\n      二OO九年十二月二十三日\n\n云川市河道管理规定\n\n第一条　为了保护河道，制定本规定。\n"
    )
    assert (document.title, document.doc_number) == ("云川市河道管理规定", "云川市人民政府令第136号")
    assert (document.issuer, document.signatory) == ("云川市人民政府", "张三")
    assert (document.issued_date, document.effective_date) == ("2009-12-23", "2010-02-01")


def test_such_an_order_is_a_document_of_an_issue_too() -> None:
    order = (
        "云川市河道管理规定\n\n云川市人民政府令第136号\n\n"
        "《云川市河道管理规定》已经市人民政府常务会议通过，现予公布，自2010年2月1日起施行。\n\n市长 张三\n\n"
        "2009年12月23日\n\n云川市河道管理规定\n\n第一条　为了保护河道，制定本规定。\n\n第二条　河道由县管理。\n\n"
    )
    found = extract(f"{notice('河道很重要，请加强管理。')}\n{order}{notice('请做好工作。')}").documents
    assert [one.doc_number for one in found] == ["云政发〔2019〕11号", "云川市人民政府令第136号", "云政发〔2019〕11号"]
    assert (found[1].title, found[1].issuer, found[1].signatory) == ("云川市河道管理规定", "云川市人民政府", "张三")
    listed = "附件：1.云川市河道管理规定\n\n云川市河道管理规定\n\n云川市人民政府令第136号\n\n第一条　为了保护河道。"
    assert len(extract(notice("请做好工作。", listed)).documents) == 1


def test_a_regulation_tells_its_basis_in_its_first_article() -> None:
    first = "第一条　为保护河道，根据《中华人民共和国水法》和《河道管理办法》（国发〔2001〕3号），制定本条例。\n"
    note = f"（{PASSED}\n　　根据2015年6月2日市人大常委会第一次会议《关于修改〈河道条例〉的决定》修正）\n"
    (law, method) = only(f"{NAME}\n{note}第一章　总则\n{first}第二条　按照《养护规程》施工。\n").basis
    assert (law.title, law.enclosed) == ("中华人民共和国水法", False)
    assert (method.title, method.doc_number) == ("河道管理办法", "国发〔2001〕3号")


OTHERS = re.compile("《|本市|以来")
"""What tells of other texts, or of this one in passing."""


@pytest.mark.parametrize(
    ("clause", "date"),
    [
        ("本条例于2002年3月1日起施行", "2002-03-01"),
        ("本条例从2002年3月1日起施行", "2002-03-01"),
        ("本条例自2002年3月1日起施行", "2002-03-01"),
        ("自本条例公布之日起施行", None),
        ("本条例自一九九三年十一月一日起施行", "1993-11-01"),
        ("本条例自二〇〇二年十二月二十一日起施行", "2002-12-21"),
        ("《河道管理办法》已于2002年3月1日起施行", None),
        ("自《办法》于2002年3月1日起施行以来，成效明显", None),
        ("本市于2002年3月1日起施行阶梯水价", None),
        ("本办法于2002年3月1日起施行以来，成效明显", None),
    ],
)
def test_by_which_word_a_regulation_takes_effect(clause: str, date: str | None) -> None:
    found = only(f"{NAME}\n第一条　保护河道。\n第二条　{clause}。\n")
    assert found.effective_date == date
    assert (found.effective_clause is None) == bool(OTHERS.search(clause))


def test_a_person_signs_below_the_day() -> None:
    document = only(
        "第18/2015號行政命令\n\n行政長官行使《基本法》規定的職權，發佈本行政命令。\n\n"
        "二零一五年五月二十日至二十一日由司長張三臨時代理職務。\n\n二零一五年五月八日。\n\n"
        "命令公佈。\n\n行政長官 李四海\n"
    )
    assert (document.signatory, document.issued_date) == ("李四海", "2015-05-08")


@pytest.mark.parametrize(
    "text",
    [
        "请遵守河道管理规定\n谢谢大家。\n",
        "我市出台河道管理办法\n本报讯　昨天，市里开了会。\n第一条消息很好。\n",
        "规定\n第一章\n",
    ],
)
def test_a_word_for_a_regulation_is_not_enough(text: str) -> None:
    assert extract(text).documents == ()
