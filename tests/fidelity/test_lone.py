"""A file that holds one made-up document, one attachment, or none: what it is, and every field of its head."""

from random import Random

import pytest

from tests.fidelity.instrument import parsed
from tests.fidelity.layouts import others, pieces
from tests.fidelity.layouts.pieces import Kind
from tests.fidelity.layouts.places import PLACES
from tests.fidelity.layouts.sheet import Manner, Sheet, chinese

KINDS = (*pieces.LOCAL, *others.OTHER, pieces.ministry, pieces.state_council, others.ministry_order)
MANNERS = {
    "plain": Manner(),
    "number above": Manner(gap=1, right=" " * 20, number="above"),
    "number in brackets": Manner(number="brackets", day=chinese),
    "number beside": Manner(number="beside"),
}
FIELDS = ("title", "doc_number", "issuer", "issued_date", "addressees", "doc_type")
NEITHER = {
    "a newspaper": "本报讯 昨日，云川市人民政府通报了《云川市河道管理办法》的情况。\n办法于2019年5月1日起施行。\n",
    "a contract": "房屋租赁合同\n甲方：张三\n乙方：李四\n第一条 租期一年。\n甲方：张三\n2021年1月1日\n",
    "a novel": "第一回 甄士隐梦幻识通灵\n列位看官：你道此书从何而来？说起根由虽近荒唐。\n",
    "a programme": "会议日程\n上午九点 开幕式\n上午十点 主旨报告\n下午两点 分组讨论\n",
    "a letter in English": "Dear Sir,\nplease find the report attached.\n",
}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_one_document(kind: Kind, manner: str) -> None:
    rng = Random(f"{kind.__name__} {manner}")
    sheet = Sheet()
    sheet.document(kind(rng, rng.choice(PLACES), 2016), MANNERS[manner])
    found, (gold,) = parsed(sheet.text()), sheet.documents
    assert found["kind"] == "document"
    (document,) = found["documents"]
    assert {key: document[key] for key in FIELDS} == {key: gold[key] for key in FIELDS}


@pytest.mark.parametrize("label", ["{}附件1", "{}附件", "附件3", "附件：", "附件 2"])
def test_an_attachment_whose_document_is_not_there(label: str) -> None:
    rng = Random(label)
    piece = pieces.promulgation(rng, rng.choice(PLACES), 2016)
    enclosed = piece.enclosed[0]
    found = parsed("\n".join((label.format(piece.number), "", enclosed.title, "", *enclosed.body)))
    (document,) = found["documents"]
    assert (found["kind"], document["title"], document["doc_number"]) == ("attachment", enclosed.title, None)
    assert document["attachment_of"] == (piece.number if "{}" in label else None)


@pytest.mark.parametrize("text", NEITHER.values(), ids=NEITHER)
def test_none_of_these(text: str) -> None:
    found = parsed(text)
    assert (found["kind"], found["documents"]) == ("other", [])
