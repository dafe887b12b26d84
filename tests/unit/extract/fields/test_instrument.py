"""Where it stands what a text is, beside what the classifier says that it is."""

import pytest

from services.classify.doc_type import instrument
from services.extract.parse import parse
from tests.fidelity import layouts
from tests.unit.extract.notices import notice, read, said

ENCLOSED = "云川市河道管理规定\n\n第一条 为了保护河道，制定本规定。"


@pytest.mark.parametrize(
    ("title", "source", "word"),
    [
        ("云川市人民政府关于印发《云川市河道管理办法》的通知", "title", "管理办法"),
        ("云川市人民政府关于印发云川市河道整治三年行动方案（2019—2021年）的通知", "title", "行动方案"),
        ("云川市人民政府令", "enclosure", "管理规定"),
        ("云川市河道保护规划", "title", "规划"),
    ],
)
def test_the_title_that_says_it(title: str, source: str, word: str) -> None:
    body = "《云川市河道管理规定》已经通过，现予公布。"
    found = read(body, ENCLOSED, title)
    proof = found.provenance["instrument"]
    assert (proof.source, instrument(found)) == (source, word)
    assert word in said(notice(body, ENCLOSED, title), proof.place)


@pytest.mark.parametrize("name", [name for name in layouts.LAYOUTS if "traditional" not in name])
def test_it_has_a_place_where_the_classifier_has_a_word_and_nowhere_else(name: str) -> None:
    text = next(text for one, text, _ in layouts.cases(1) if one == name)
    for document in parse(text.encode(), "x.txt").documents:
        word, proof = instrument(document), document.provenance.get("instrument")
        assert (word is None) == (proof is None), document.title
        assert proof is None or str(word) in "".join(said(text, proof.place).split())


def test_it_is_as_doubtful_as_the_title() -> None:
    found = read("现予印发。", title="云川市人民政府关于印发《云川市河道管理办法的通知")
    assert {"title", "instrument"} <= set(found.doubtful)
    assert found.provenance["instrument"].confidence <= 0.5
