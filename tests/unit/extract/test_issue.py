"""Cover, contents, documents and balance of whole issues, in several layouts."""

import pytest

from gazette.errors import RejectedError
from gazette.model import Masthead, Stretch
from services.extract.parse import parse
from tests.unit.extract import issues
from tests.unit.extract.issues import extract

NUMBERS = ["云政发〔2019〕11号", "云政发〔2019〕12号", "云政办发〔2019〕8号"]
TITLES = [
    "云川市人民政府关于印发《云川市河道管理办法》的通知",
    "云川市人民政府关于陈明等同志任免职的通知",
    "云川市人民政府办公室关于做好防汛工作的通知",
]
TABLE = """目录
| 标题 | 文号 | 页码 |
|---|---|---|
| 云川市人民政府关于印发《云川市河道管理办法》的通知 | 云政发〔2019〕11号 | 1 |
| 云川市人民政府关于陈明等同志任免职的通知 | 云政发〔2019〕12号 | 9 |
| 云川市人民政府办公室关于做好防汛工作的通知 | 云政办发〔2019〕8号 | 12 |

"""
LEADERS = """目　　录

云川市人民政府关于印发《云川市河道管理办法》的通知………………（1）
云川市人民政府关于陈明等同志任免职的通知…………………………（9）
云川市人民政府办公室关于做好防汛工作的通知………………………（12）

"""
GLUED = """目录
云川市人民政府关于印发《云川市河道管理办法》的通知（云政发〔2019〕11号）1
云川市人民政府关于陈明等同志任免职的通知（云政发〔2019〕12号）9
云川市人民政府办公室关于做好防汛工作的通知（云政办发〔2019〕8号）12

"""
SPACED = """目录
云川市人民政府关于印发《云川市河道管理办法》的通知（云政发〔2019〕11号） 1
云川市人民政府关于陈明等同志任免职的通知（云政发〔2019〕12号）　9
云川市人民政府办公室关于做好防汛工作的通知 云政办发〔2019〕8号 12

"""
BODY = issues.RIVERS + "\n" + issues.PERSONS + "\n" + issues.FLOODS


def test_the_cover() -> None:
    assert extract(issues.WHOLE).masthead == Masthead(
        "云川市人民政府公报", 2019, 3, 27, "2019-06-30", "云川市人民政府办公室"
    )


def test_a_cover_on_one_line() -> None:
    line = "白鹿县人民政府公报\n2020年12月31日第4期（总第84期）白鹿县政务服务局主办\n\n"
    assert extract(line + issues.FLOODS).masthead == Masthead(
        "白鹿县人民政府公报", 2020, 4, 84, "2020-12-31", "白鹿县政务服务局"
    )


@pytest.mark.parametrize("contents", [issues.CONTENTS, TABLE, LEADERS, GLUED, SPACED])
@pytest.mark.parametrize("at_end", [False, True])
def test_contents_in_any_setting_and_at_either_end(contents: str, at_end: bool) -> None:
    text = issues.COVER + (BODY + "\n" + contents if at_end else contents + BODY)
    found = extract(text)
    assert [entry.title for entry in found.toc] == TITLES
    assert [entry.page for entry in found.toc] == [1, 9, 12]
    assert [document.title for document in found.documents] == TITLES
    assert [document.doc_number for document in found.documents] == NUMBERS
    assert [document.page for document in found.documents] == [1, 9, 12]
    assert found.discrepancies == ()
    assert found.documents[-1].end_line < found.documents[-1].start_line + 14


def test_sections_of_the_contents() -> None:
    found = extract(issues.WHOLE)
    assert [entry.section for entry in found.toc] == ["市政府文件", "市政府文件", "市政府办公室文件"]
    assert [document.section for document in found.documents] == ["市政府文件", "市政府文件", "市政府办公室文件"]


def test_a_plan_has_a_contents_page_of_its_own() -> None:
    inner = "目录\n第一章 总则 ..... 3\n第二章 任务 ..... 5\n第三章 保障 ..... 7\n\n"
    text = issues.WHOLE.replace("为加强河道管理", inner + "为加强河道管理", 1)
    found = extract(text)
    assert len(found.toc) == 3
    assert len(found.documents) == 3


def test_differences_between_contents_and_body_are_reported_and_not_corrected() -> None:
    text = issues.WHOLE.replace(
        "等同志任免职的通知\n\n云政发〔2019〕12号.", "等同志任职的通知\n\n云政发〔2019〕12号.", 1
    )
    found = extract(text)
    (difference,) = found.discrepancies
    assert (difference.field, difference.doc_number) == ("title", NUMBERS[1])
    assert "任职" in (difference.toc or "")
    assert found.documents[1].title == TITLES[1]
    assert "title" in found.documents[1].doubtful


def test_an_entry_without_a_document_and_a_document_without_an_entry_are_reported() -> None:
    missing = extract(issues.COVER + issues.CONTENTS + issues.RIVERS + "\n" + issues.PERSONS).discrepancies
    assert [(d.field, d.toc, d.body) for d in missing] == [("missing", TITLES[2], None)]
    extra = extract(issues.WHOLE + "\n" + issues.FLOODS.replace("8号", "99号").replace("防汛", "抗旱")).discrepancies
    assert [(d.field, d.toc, d.doc_number) for d in extra] == [("missing", None, "云政办发〔2019〕99号")]


def test_a_number_that_stands_only_in_the_contents() -> None:
    text = issues.COVER + issues.CONTENTS + BODY.replace("云政发〔2019〕12号\n\n", "", 1)
    document = extract(text).documents[1]
    assert (document.doc_number, document.doc_number_toc) == (None, NUMBERS[1])


def test_the_balance_names_every_line_once() -> None:
    found = extract(issues.WHOLE)
    balance = found.balance
    assert balance.lines == issues.WHOLE.count("\n") + 1
    assert balance.lines == balance.cover + balance.contents + balance.documents + balance.remainder
    assert [stretch.part for stretch in balance.stretches] == ["cover", "contents"] + ["document"] * 3
    assert [s.start_line for s in balance.stretches[2:]] == [d.start_line for d in found.documents]


@pytest.mark.parametrize("text", ["春眠不觉晓，\n处处闻啼鸟。\n", "x"])
def test_a_text_without_documents_is_one_remainder(text: str) -> None:
    found = extract(text)
    assert found.documents == ()
    lines = text.count("\n") + 1
    assert found.balance.stretches == (Stretch(1, lines, "remainder", "no document"),)


@pytest.mark.parametrize("text", ["", "\n\n\n", " \t\u3000\n"])
def test_a_text_without_a_letter_is_empty(text: str) -> None:
    with pytest.raises(RejectedError) as refused:
        extract(text)
    assert refused.value.code == "empty"


def test_two_issues_in_one_file_are_told_apart() -> None:
    second = issues.WHOLE.replace("第3期（总第27期）", "第4期（总第28期）").replace("〔2019〕", "〔2018〕")
    found = extract(issues.WHOLE + "\n" + second)
    assert [d.issue_index for d in found.documents] == [0, 0, 0, 1, 1, 1]
    assert found.masthead is not None
    assert (found.masthead.number, len(found.toc)) == (3, 3)
    assert found.discrepancies == ()
    parts = [stretch.part for stretch in found.balance.stretches]
    assert parts == ["cover", "contents", *["document"] * 3] * 2
    assert found.documents[2].end_line < issues.WHOLE.count("\n") + 2 <= found.documents[3].start_line


def test_a_running_head_begins_no_new_issue() -> None:
    head = "云川市人民政府公报\n2019年第3期（总第27期）\n"
    text = issues.WHOLE.replace("一、总则", head + "一、总则")
    assert {document.issue_index for document in extract(text).documents} == {0}


def test_contents_whose_heading_is_garbled() -> None:
    found = extract(issues.WHOLE.replace("目　录", "日 绿"))
    assert [entry.title for entry in found.toc] == TITLES
    assert [document.title for document in found.documents] == TITLES


def test_progress_is_reported() -> None:
    heard: list[tuple[int, int]] = []
    parse(issues.WHOLE.encode(), "x", lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
