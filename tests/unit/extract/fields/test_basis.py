"""What a document rests on."""

import pytest

from gazette.model import Document
from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said

METHOD = "云川市河道管理办法"
PROMULGATING = f"云川市人民政府关于印发《{METHOD}》的通知"


def rests_on(found: Document) -> list[tuple[str | None, str | None, bool]]:
    return [(one.title, one.doc_number, one.enclosed) for one in found.basis]


@pytest.mark.parametrize("lead", ["根据", "依据", "按照", "为贯彻落实", "为深入贯彻", "依照国务院"])
def test_the_opening_says_what_the_document_rests_on(lead: str) -> None:
    text = notice(
        f"{lead}《河道条例》（国发〔2017〕5号）和《水法》，现就有关事项通知如下：\n\n一、按照《养护规程》施工。"
    )
    found = only(text)
    assert rests_on(found) == [("河道条例", "国发〔2017〕5号", False), ("水法", None, False)]
    assert [said(text, one.place) for one in found.basis] == ["《河道条例》（国发〔2017〕5号）", "《水法》"]


def test_nested_titles_are_one() -> None:
    found = read("根据《关于修改〈河道条例〉的决定》《国务院关于印发《水十条》的通知》（国发〔2015〕17号），通知如下：")
    assert rests_on(found) == [
        ("关于修改〈河道条例〉的决定", None, False),
        ("国务院关于印发《水十条》的通知", "国发〔2015〕17号", False),
    ]


def test_a_comma_in_brackets_does_not_end_the_list() -> None:
    found = read("根据《甲办法》（云政发〔2018〕3号，以下简称《办法》）、《乙规定》，结合《丙方案》，通知如下：")
    assert [title for title, _, _ in rests_on(found)] == ["甲办法", "乙规定"]


def test_a_short_form_means_the_text_that_it_was_given_to() -> None:
    body = "《河道管理办法》（云政发〔2018〕3号，以下简称《办法》）已施行一年。根据《办法》，现通知如下："
    (one,) = read(body).basis
    assert (one.title, one.doc_number, one.alias) == ("河道管理办法", "云政发〔2018〕3号", "办法")
    assert one.confidence is not None
    assert one.confidence < 0.95


def test_the_promulgated_text_has_a_basis_of_its_own() -> None:
    first = "第一条　为保护河道，根据《中华人民共和国水法》，制定本办法。"
    behind = f"{METHOD}\n\n{first}\n\n第二条　施工按照《施工规程》办理。"
    found = read(f"现将《{METHOD}》印发给你们，请认真执行。", behind, PROMULGATING)
    assert rests_on(found) == [("中华人民共和国水法", None, True)]


def test_what_is_to_be_done_by_a_text_is_no_basis() -> None:
    assert read("现就有关事项通知如下：\n\n一、各县要按照《养护规程》开展养护。\n\n二、依据《水法》查处。").basis == ()
