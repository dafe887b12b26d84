"""Traditional characters: one key for a number in either script, and every field of a text as it is printed."""

from dataclasses import replace

import pytest

from gazette import numbers
from gazette.han import SIMPLIFIED, simplified
from gazette.model import Document
from tests.unit.extract import issues
from tests.unit.extract.issues import extract

TRADITIONAL = {simple: chr(code) for code, simple in SIMPLIFIED.items()} | dict(
    zip("于后系台", "於後係臺", strict=True)
)
TABLE = str.maketrans(TRADITIONAL)
NUMBERS = [
    ("京平政發〔2021〕26號", "京平政发〔2021〕26号"),
    ("臺政辦發[2020] 3 號", "台政办发〔2020〕3号"),
    ("國務院令第743號", "国务院令第743号"),
    ("農業農村部公告2021年第26號", "农业农村部公告2021年第26号"),
    ("渝府發2021年第26號", "渝府发2021年第26号"),
    ("發文字號：滬規資源詳〔2022〕7號", "沪规资源详〔2022〕7号"),
    ("府授法規字第1100123456號", "府授法规字第1100123456号"),
    ("臺內營字第1090801234號", "台内营字第1090801234号"),
]


@pytest.mark.parametrize(("traditional", "simple"), NUMBERS)
def test_one_key_in_either_script(traditional: str, simple: str) -> None:
    assert numbers.key(traditional) == numbers.key(simple) is not None
    assert numbers.key_part(traditional.rpartition("：")[2][:-1]) == numbers.key_part(simple[:-1])


def test_the_table_is_one_to_one_and_leaves_simplified_texts_alone() -> None:
    assert len(SIMPLIFIED) > 2000
    assert all(len(simple) == 1 and ord(simple) not in SIMPLIFIED for simple in SIMPLIFIED.values())
    assert simplified("乾县人民政府 著名 覃塘区 于都县 余干县") == "乾县人民政府 著名 覃塘区 于都县 余干县"


def plain(document: Document) -> Document:
    """Without what the length of words decides, for comparing."""
    return replace(document, provenance={}, confidence=0.0)


@pytest.mark.parametrize("text", [issues.WHOLE, issues.RIVERS + issues.ORDER, issues.PERSONS + issues.FLOODS])
def test_a_text_in_traditional_characters_gives_what_it_gives_in_simplified_ones(text: str) -> None:
    found, expected = extract(text.translate(TABLE)), extract(text)
    assert simplified(repr([plain(d) for d in found.documents])) == repr([plain(d) for d in expected.documents])
    assert simplified(repr((found.masthead, found.toc, found.discrepancies))) == repr(
        (expected.masthead, expected.toc, expected.discrepancies)
    )


def test_values_are_shown_as_they_are_printed() -> None:
    text = issues.RIVERS.translate(TABLE)
    (document,) = extract(text).documents
    shown = [document.title, document.issuer, document.addressees, document.effective_clause]
    shown += [row.title for row in document.enclosures]
    shown += [row.title for row in (*document.cites, *document.repeals)]
    shown += [heading.text for heading in document.outline]
    bare = "".join(text.split())
    assert [value for value in shown if value and value not in bare] == []
    assert document.repeals[0].doc_number == "雲川政发〔2009〕30号".translate(TABLE).replace("號", "号").replace(
        "川政", "政"
    )


def test_of_two_forms_in_one_text_each_value_has_its_own() -> None:
    one, other = issues.PERSONS.translate(TABLE), issues.FLOODS.translate(TABLE).replace("雲", "云")
    titles = [document.title[:2] for document in extract(f"{one}\n{other}").documents]
    assert titles == ["雲川", "云川"]
