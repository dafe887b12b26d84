"""What catalogues say of the documents that they list."""

import pytest

from gazette.model import Document
from tests.unit.extract.issues import only
from tests.unit.extract.notices import read

DECIDES = "市政府决定，对清理结果予以公布，自本通知印发之日起执行。"
THREE = """附件1

继续有效的规范性文件目录

1. 关于甲河管理的通知（云政发〔2010〕1号）

附件2

宣布失效的规范性文件目录

1. 关于乙河管理的通知（云政发〔2010〕2号）

附件3

废止的规范性文件目录

1. 关于丙河管理的通知（云政发〔2010〕3号）

2. 《丁河管理办法》
"""
CLEARED = "云川市人民政府关于公布规范性文件清理结果的通知"


def ended(found: Document) -> list[tuple[str | None, bool, bool]]:
    return [(one.doc_number or one.title, one.lapses, one.doubtful) for one in found.repeals]


def test_each_list_says_its_own() -> None:
    found = read(DECIDES, THREE, CLEARED)
    assert [one.doc_number for one in found.continues] == ["云政发〔2010〕1号"]
    assert ended(found) == [
        ("云政发〔2010〕2号", True, False),
        ("云政发〔2010〕3号", False, False),
        ("丁河管理办法", False, False),
    ]
    assert found.cites == ()
    assert {one.clause for one in (*found.continues, *found.repeals)} == {DECIDES}
    assert {one.since for one in found.repeals} == {"2019-04-12"}


def test_a_list_without_a_word_on_its_effect_ends_nothing() -> None:
    found = read(DECIDES, "附件1\n\n规范性文件目录\n\n1. 关于甲河管理的通知（云政发〔2010〕1号）", CLEARED)
    assert (found.repeals, found.continues) == ((), ())
    assert [one.doc_number for one in found.cites] == ["云政发〔2010〕1号"]


def test_a_heading_that_says_two_things_is_doubtful_and_a_cell_decides() -> None:
    head = "附件1\n\n废止和失效的规范性文件目录\n\n"
    table = head + "序号\t名称\t文号\t结果\n1\t甲河通知\t云政发〔2010〕1号\t失效\n2\t乙河通知\t云政发〔2010〕2号\t"
    found = read(DECIDES, table, CLEARED)
    assert ended(found) == [("云政发〔2010〕1号", True, False), ("云政发〔2010〕2号", False, True)]


def test_items_below_a_colon_before_the_signature() -> None:
    body = "市政府决定废止下列文件：\n\n1. 关于甲河管理的通知（云政发〔2010〕1号）\n\n"
    body += "2. 关于乙河管理的通知（云政发〔2010〕2号）"
    found = read(body, title="云川市人民政府关于废止部分文件的决定")
    assert ended(found) == [("云政发〔2010〕1号", False, False), ("云政发〔2010〕2号", False, False)]


@pytest.mark.parametrize(
    ("sentence", "title", "number"),
    [
        ("决定废止《甲河管理办法》（云政发〔2010〕1号）。", "甲河管理办法", "云政发〔2010〕1号"),
        ("《甲河管理办法》（云政发〔2010〕1号）自2019年6月1日起废止。", "甲河管理办法", "云政发〔2010〕1号"),
        ("自2019年6月1日起，《甲河管理办法》同时废止。", "甲河管理办法", None),
    ],
)
def test_a_sentence_ends_a_text(sentence: str, title: str, number: str | None) -> None:
    (one,) = read(sentence).repeals
    assert (one.title, one.doc_number, one.clause) == (title, number, sentence)
    assert one.since == ("2019-06-01" if "自" in sentence else None)


def test_a_sentence_says_that_a_text_continues() -> None:
    found = read("《甲河管理办法》（云政发〔2010〕1号）继续有效。《乙办法》（云政发〔2010〕2号）继续执行至年底。")
    assert [(one.doc_number, one.clause) for one in found.continues] == [
        ("云政发〔2010〕1号", "《甲河管理办法》（云政发〔2010〕1号）继续有效。")
    ]


ORDER = """云川市人民政府令

第15号

《云川市人民政府关于废止和修改部分规章的决定》已经市人民政府常务会议审议通过，现予公布，自公布之日起施行。

市长　王明

2019年3月12日

云川市人民政府关于废止和修改部分规章的决定

市人民政府决定：

一、废止下列规章

（一）《甲河办法》（2001年5月1日云川市人民政府令第3号公布）

（二）《乙河办法》（云川市人民政府令第7号）

二、对下列规章予以修改

（一）将《丙河办法》（云川市人民政府令第9号）第三条第二款修改为：“略。”

（二）删去《丁河办法》第十条。
"""


def test_a_decision_that_an_order_brings_out_ends_and_changes_texts() -> None:
    found = only(ORDER)
    assert ended(found) == [("云川市人民政府令第3号", False, False), ("云川市人民政府令第7号", False, False)]
    assert [one.title for one in found.repeals] == ["甲河办法", "乙河办法"]
    assert [(one.title, one.doc_number, one.articles) for one in found.amends] == [
        ("丙河办法", "云川市人民政府令第9号", ("第三条第二款",)),
        ("丁河办法", None, ("第十条",)),
    ]
    assert [one.title for one in found.promulgates] == ["云川市人民政府关于废止和修改部分规章的决定"]


def test_a_row_of_a_table_has_its_title_without_its_serial_number() -> None:
    table = "附件1\n\n宣布失效的文件目录\n\n序号\t文件名称\t文号\n2\t关于扩大开放的意见\t云政发〔2009〕4号"
    (one,) = read("市政府决定宣布一批文件失效。", table, CLEARED).repeals
    assert (one.title, one.doc_number, one.lapses) == ("关于扩大开放的意见", "云政发〔2009〕4号", True)
