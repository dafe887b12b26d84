import json
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from gazette.model import (
    Action,
    Balance,
    Classes,
    Discrepancy,
    Document,
    Enclosure,
    Extraction,
    Heading,
    Kind,
    Masthead,
    Mention,
    Personnel,
    Place,
    Provenance,
    Stretch,
    TocEntry,
    Topic,
)
from services.parse import parse_file, to_json

DOCUMENT = Document(
    "甲市人民政府关于干部任免的通知",
    3,
    9,
    doc_number="甲政发〔2020〕1号",
    enclosures=(Enclosure("甲名单", 8, "附件1"),),
    personnel=(Personnel("张某", Action.APPOINT, "局长", note="试用期一年", doubtful=True),),
    repeals=(Mention("乙办法", "甲政发〔1999〕2号", 7, lapses=True),),
    outline=(Heading(1, "一、", "总则", 5),),
    provenance={"title": Provenance(Place(3, 0, 3, 15), 0.9, "heading")},
    doubtful=("issuer",),
)
CLASSES = Classes("通知", None, (Topic("劳动、人事、监察", 0.9, "人事工作", ("任免",)), Topic("国防", 0.2)))
ISSUE = Extraction(
    text="封面\n目录\n正文",
    masthead=Masthead("甲市人民政府公报", 2020, 4, 16, "2020-12-31", "甲市政务服务局"),
    toc=(TocEntry("甲市人民政府关于干部任职的通知", doc_number="甲政发〔2020〕1号", page=3),),
    documents=(DOCUMENT,),
    discrepancies=(Discrepancy("甲政发〔2020〕1号", "title", "任职", "任免"),),
    balance=Balance(3, 1, 1, 1, 0, (Stretch(1, 1, "cover"),)),
    notes=("一处不明字符",),
)
NOTICE = """甲市人民政府关于做好冬季征兵工作的通知

甲政发〔2020〕3号

各区人民政府：

　　现将有关事项通知如下。

甲市人民政府
2020年5月6日
"""


def test_every_key_of_an_issue() -> None:
    said = to_json(ISSUE, Kind.GAZETTE_ISSUE, (CLASSES,))
    assert json.loads(json.dumps(said, ensure_ascii=False)) == said
    assert (said["kind"], said["text"], said["notes"]) == ("gazette_issue", ISSUE.text, ["一处不明字符"])
    assert said["issue"] == {
        "name": "甲市人民政府公报",
        "year": 2020,
        "number": 4,
        "total_number": 16,
        "publication_date": "2020-12-31",
        "publisher": "甲市政务服务局",
    }
    assert said["toc"][0]["page"] == 3
    assert said["discrepancies"][0]["body"] == "任免"
    assert said["balance"]["stretches"] == [{"start_line": 1, "end_line": 1, "part": "cover", "name": None}]


def test_every_key_of_a_document() -> None:
    said = to_json(ISSUE, Kind.GAZETTE_ISSUE, (CLASSES,))["documents"][0]
    assert (said["title"], said["doc_number"], said["doc_number_toc"]) == (DOCUMENT.title, "甲政发〔2020〕1号", None)
    assert (said["start_line"], said["end_line"], said["issue_index"]) == (3, 9, 0)
    assert (said["doc_type"], said["instrument"], said["doubtful"]) == ("通知", None, ["issuer"])
    assert (said["topics"], said["subtopics"]) == (["劳动、人事、监察", "国防"], ["人事工作"])
    assert said["topic_evidence"][0]["words"] == ["任免"]
    assert said["enclosures"] == [{"title": "甲名单", "start_line": 8, "label": "附件1"}]
    assert said["personnel"][0]["action"] == "appoint"
    assert said["personnel"][0]["doubtful"] is True
    assert said["repeals"][0]["doc_number"] == "甲政发〔1999〕2号"
    assert said["repeals"][0]["lapses"] is True
    assert said["outline"] == [{"level": 1, "label": "一、", "text": "总则", "line": 5}]
    assert said["provenance"]["title"]["place"]["end"] == 15


def test_a_lone_document_has_no_issue() -> None:
    assert to_json(ISSUE, Kind.DOCUMENT, (CLASSES,))["issue"] is None


def test_a_document_without_its_classes_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        to_json(ISSUE, Kind.GAZETTE_ISSUE, ())


def test_a_file_is_extracted_and_classified(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="gb18030")
    said = parse_file(path)
    assert (said["kind"], said["issue"], said["text"]) == ("document", None, NOTICE)
    (document,) = said["documents"]
    assert (document["doc_number"], document["issued_date"]) == ("甲政发〔2020〕3号", "2020-05-06")
    assert (document["doc_type"], document["topics"][0], document["subtopics"][0]) == ("通知", "国防", "国防动员")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    with pytest.raises(RejectedError) as refused:
        parse_file(path)
    assert refused.value.code == "empty"
