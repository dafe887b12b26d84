import json
from pathlib import Path

import pytest

from gazette.model import Document, Enclosure, Extraction, Kind, Masthead
from services.classify.classify import classify, classify_document

GAZETTES = Path(__file__).parents[2] / "gazettes"
ROWS = [
    (path.with_suffix(".txt"), row)
    for path in sorted(GAZETTES.glob("*.json"))
    for row in json.loads(path.read_text(encoding="utf-8"))["documents"]
]


def test_each_document_is_judged_by_its_own_lines() -> None:
    text = "公报\n甲市人民政府通知\n征兵工作\n乙市人民政府决定\n义务教育"
    first = Document("甲市人民政府通知", 2, 3, doc_number="甲政发〔2020〕1号")
    second = Document("乙市人民政府决定", 4, 5, doc_number="乙政发〔2020〕1号")
    kind, classes = classify(Extraction(text, Masthead(number=1), documents=(first, second)))
    assert kind is Kind.GAZETTE_ISSUE
    assert [c.doc_type for c in classes] == ["通知", "决定"]
    assert [(c.topics[0].name, c.topics[0].words) for c in classes] == [
        ("国防", ("征兵工作",)),
        ("科技、教育", ("义务教育",)),
    ]


def test_a_file_without_documents_has_no_classes() -> None:
    assert classify(Extraction("字")) == (Kind.OTHER, ())


def test_an_order_is_an_order_and_what_it_promulgates() -> None:
    order = Document("甲市人民政府令", 1, 9, enclosures=(Enclosure("甲市养犬管理规定", 4),))
    found = classify_document(order, "甲市人民政府令\n第12号\n甲市养犬管理规定\n养犬人应当")
    assert (found.doc_type, found.instrument, found.topics[0].name) == ("命令（令）", "管理规定", "公安、安全、司法")


def test_notices_on_persons_belong_to_personnel_whatever_the_post() -> None:
    notice = Document("某县人民政府关于张某等同志职务任免的通知", 1, 3)
    found = classify_document(
        notice, "张某任县教育局局长；\n李某任县水利局局长、公路局副局长；\n免去赵某的卫生局局长职务。"
    )
    assert found.topics[0].name == "劳动、人事、监察"
    assert found.topics[0].subclass == "人事工作"


@pytest.mark.parametrize(("path", "row"), ROWS, ids=[f"{p.stem}:{r['start_line']}" for p, r in ROWS])
def test_documents_of_real_gazettes(path: Path, row: dict[str, object]) -> None:
    start, end = int(str(row["start_line"])), int(str(row["end_line"]))
    lines = path.read_text(encoding="utf-8").split("\n")[start - 1 : end]
    found = classify_document(Document(str(row["title"]), start, end), "\n".join(lines))
    assert found.doc_type == row["doc_type"]
    assert found.topics[0].name in row["topics"]  # type: ignore[operator]
