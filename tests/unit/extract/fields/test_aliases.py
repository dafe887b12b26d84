"""Short forms and what they stand for."""

import pytest

from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said


@pytest.mark.parametrize(
    ("printed", "short", "long", "number"),
    [
        ("《云川市河道管理办法》（以下简称《办法》）", "办法", "云川市河道管理办法", None),
        (
            "《云川市河道管理办法》（云政发〔2018〕3号，以下简称《办法》）",
            "办法",
            "云川市河道管理办法",
            "云政发〔2018〕3号",
        ),
        (
            "《云川市河道管理办法》（云政发〔2018〕3号）（以下简称《办法》）",
            "办法",
            "云川市河道管理办法",
            "云政发〔2018〕3号",
        ),
        (
            "《关于印发〈河道办法〉的通知》(云政发[2018]3号,以下简称“通知”)",
            "通知",
            "关于印发〈河道办法〉的通知",
            "云政发〔2018〕3号",
        ),
        ("《中华人民共和国水法》（以下简称水法）", "水法", "中华人民共和国水法", None),
        ("“三年清淤行动”（以下称“行动”）", "行动", "三年清淤行动", None),
        ("清川（集团）有限公司（以下简称“清川公司”）", "清川公司", "清川（集团）有限公司", None),
    ],
)
def test_a_short_form_and_what_it_stands_for(printed: str, short: str, long: str, number: str | None) -> None:
    text = notice(f"为做好工作，{printed}已开始执行。")
    (alias,) = only(text).aliases
    assert (alias.short, alias.long, alias.doc_number) == (short, long, number)
    assert "以下" in said(text, alias.place)


@pytest.mark.parametrize("before", ["第三条　", "第三条\u2003", "档案库，是"])
def test_labels_of_articles_and_what_equates_are_no_part_of_a_long_form(before: str) -> None:
    (alias,) = read(f"{before}云川市档案信息系统（以下简称信息系统）很重要。").aliases
    assert alias.long == "云川市档案信息系统"


def test_what_stands_for_a_title_is_surer_than_what_stands_for_words() -> None:
    found = read("《河道管理办法》（以下简称《办法》）由河道管理局（以下简称“河道局”）执行。").aliases
    assert [one.short for one in found] == ["办法", "河道局"]
    assert found[0].confidence > 0.9 > found[1].confidence


def test_nothing_is_short_for_nothing() -> None:
    assert read("以下简称见附件。简称《办法》。").aliases == ()
