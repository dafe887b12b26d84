"""Texts that are changed, and their articles."""

import pytest

from tests.unit.extract.notices import read

TITLE = "云川市人民政府关于修改《云川市河道管理办法》的决定"
BODY = """市政府决定，对《云川市河道管理办法》（云政发〔2015〕8号）作如下修改：

一、将第三条修改为：“河道由县管理。违反第九条的，依法处理。”

二、删去第七条第二款、第十二条。

三、增加一条，作为第十五条：“本办法所称河道，见第一条。”

本决定自2019年5月1日起施行。"""


def test_a_decision_names_the_articles_that_it_changes() -> None:
    (one,) = read(BODY, title=TITLE).amends
    assert (one.title, one.doc_number) == ("云川市河道管理办法", "云政发〔2015〕8号")
    assert one.articles == ("第三条", "第七条第二款", "第十二条", "第十五条")
    assert one.clause == "市政府决定，对《云川市河道管理办法》（云政发〔2015〕8号）作如下修改："


def test_several_texts_have_their_own_articles() -> None:
    body = """一、对《甲河办法》作出修改

（一）将第二条修改为“略”。

二、对《乙河办法》（云政发〔2016〕2号）作出修改

（一）删去第四条。"""
    found = read(body, title="云川市人民政府关于修改部分规章的决定").amends
    assert [(one.title, one.articles) for one in found] == [("甲河办法", ("第二条",)), ("乙河办法", ("第四条",))]


@pytest.mark.parametrize(
    "body",
    [
        "各部门要及时修改完善《河道管理办法》，修订《养护规程》。",
        "（1994年发布　根据2005年《关于修改〈河道条例〉的决定》第一次修订）",
        "经审查发现问题的，应当修改《河道管理办法》第三条。",
    ],
)
def test_what_shall_be_changed_or_was_changed_by_others_is_not_changed_here(body: str) -> None:
    assert read(body).amends == ()


def test_duties_that_are_changed_are_no_text() -> None:
    assert read("职责依法调整。", title="云川市人民政府关于机构改革涉及的职责调整问题的决定").amends == ()
    (one,) = read("现予调整。", title="云川市人民政府关于调整《云川市定价目录》部分内容的通知").amends
    assert one.title == "云川市定价目录"
