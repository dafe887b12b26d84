"""Enclosures, persons, relations, effective clauses, outline and doubt, each on a small text."""

import pytest

from gazette.model import Action, Document
from services.extract.parsing.outline import outline
from services.extract.parsing.repair import lines
from services.extract.parsing.slips import slipped
from tests.unit.extract import issues
from tests.unit.extract.issues import extract, only

SIGNED = "云川市人民政府\n2019年4月12日\n"


def test_enclosures_are_the_promulgated_text_and_the_labelled_attachments() -> None:
    found = only(issues.RIVERS)
    assert [(e.label, e.title) for e in found.enclosures] == [
        (None, "云川市河道管理办法"),
        ("附件1", "河道名录"),
        ("附件2", "巡查记录表"),
    ]
    lines = issues.RIVERS.split("\n")
    assert [lines[e.start_line - 1] for e in found.enclosures] == ["云川市河道管理办法", "附件1", "附件2"]


def test_copies_and_printing_notes_are_no_enclosures() -> None:
    colophon = "2019年4月2日\n\n抄送：市委各部门，市人大常委会办公室。\n云川市人民政府办公室　　2019年4月3日印发\n"
    found = only(issues.RIVERS.replace("2019年4月2日\n", colophon))
    assert [e.title for e in found.enclosures] == ["云川市河道管理办法", "河道名录", "巡查记录表"]


def test_an_attachment_without_a_label_is_known_from_the_list() -> None:
    found = only(issues.RIVERS.replace("附件2\n\n巡查", "巡查"))
    assert [(e.label, e.title) for e in found.enclosures][2] == ("附件2", "巡查记录表")


def persons(lines: str) -> list[tuple[str, str, str, str | None, str | None]]:
    text = f"云川市人民政府关于人事任免的通知\n云政发〔2019〕1号\n各县、区人民政府：\n{lines}\n" + SIGNED
    return [(p.person, str(p.action), p.position, p.effective_from, p.note) for p in only(text).personnel]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            "陈明同志任市水务局局长，免去其市审计局副局长职务；",
            [("陈明", "appoint", "市水务局局长", None, None), ("陈明", "remove", "市审计局副局长", None, None)],
        ),
        ("任命李晓云为云川市教育局局长。", [("李晓云", "appoint", "云川市教育局局长", None, None)]),
        ("免去王大海的云川市教育局局长职务。", [("王大海", "remove", "云川市教育局局长", None, None)]),
        (
            "研究决定免去：\n王大海云川市教育局局长（正处级）职务；\n赵丽云川市司法局副局长职务。",
            [
                ("王大海", "remove", "云川市教育局局长", None, "正处级"),
                ("赵丽", "remove", "云川市司法局副局长", None, None),
            ],
        ),
        (
            "同意周平同志为云川水务集团有限公司总经理人选（试用期一年），不再担任副总经理职务。",
            [
                ("周平", "nominate", "云川水务集团有限公司总经理", None, "试用期一年"),
                ("周平", "remove", "副总经理", None, None),
            ],
        ),
        (
            "周平同志任云川水务集团有限公司董事长，\n兼云川供水有限公司董事长。",
            [
                ("周平", "appoint", "云川水务集团有限公司董事长", None, None),
                ("周平", "appoint", "云川供水有限公司董事长", None, "兼"),
            ],
        ),
        (
            "陈明同志任市水务局局长，任职时间从2018年9月16日起计算。",
            [("陈明", "appoint", "市水务局局长", "2018-09-16", None)],
        ),
        (
            "陈明、李晓云同志任市政府参事。",
            [("陈明", "appoint", "市政府参事", None, None), ("李晓云", "appoint", "市政府参事", None, None)],
        ),
        ("以上任免事项，请按有关规定办理，结果报市人民政府备案。", []),
    ],
)
def test_appointments_and_removals(lines: str, rows: list[tuple[str, str, str, str | None, str | None]]) -> None:
    assert persons(lines) == rows


def test_persons_are_read_only_where_the_title_speaks_of_them() -> None:
    text = issues.FLOODS.replace("各地要落实防汛责任。", "陈明同志任指挥部主任。")
    assert only(text).personnel == ()


def relations(sentence: str, title: str = "关于加强档案工作的意见") -> Document:
    return only(
        f"云川市人民政府{title}\n云政发〔2019〕1号\n各县、区人民政府：\n{sentence}\n云川市人民政府\n2019年4月12日\n"
    )


@pytest.mark.parametrize(
    ("sentence", "cites"),
    [
        ("根据《档案条例》（江政发〔2018〕7号）办理。", [("档案条例", "江政发〔2018〕7号")]),
        (
            "按照《关于〈规划〉的意见》(江政办发[2018]9号，以下简称《意见》)办理。",
            [("关于〈规划〉的意见", "江政办发〔2018〕9号")],
        ),
        (
            "根据《甲》《乙》（江政发〔2018〕7号）和江政发〔2018〕8号办理。",
            [("乙", "江政发〔2018〕7号"), (None, "江政发〔2018〕8号")],
        ),
        ("见云政发〔2019〕1号。", []),
        ("先见江政发〔2018〕8号，后见江政发[2018]8号。", [(None, "江政发〔2018〕8号")]),
    ],
)
def test_each_number_is_cited_once_with_the_title_before_it(sentence: str, cites: list[tuple[str | None, str]]) -> None:
    assert [(m.title, m.doc_number) for m in relations(sentence).cites] == cites


@pytest.mark.parametrize(
    ("sentence", "repeals"),
    [
        ("《甲办法》（云政发〔2009〕3号）同时废止。", [("甲办法", "云政发〔2009〕3号", False)]),
        (
            "《甲办法》（云政发〔2009〕3号）、《乙办法》（云政发〔2010〕4号）予以废止。",
            [("甲办法", "云政发〔2009〕3号", False), ("乙办法", "云政发〔2010〕4号", False)],
        ),
        ("《甲办法》（云政发〔2009〕3号）自行失效。", [("甲办法", "云政发〔2009〕3号", True)]),
        ("《甲办法》同时废止。", [("甲办法", None, False)]),
        ("根据《条例》（江政发〔2018〕7号）要求，对文件进行清理，应当修改或者废止的要提出意见。", []),
        ("根据《关于宣布失效文件的决定》（江政发〔2018〕7号）要求办理。", []),
    ],
)
def test_what_is_repealed_is_told_from_what_is_cited(
    sentence: str, repeals: list[tuple[str, str | None, bool]]
) -> None:
    assert [(m.title, m.doc_number, m.lapses) for m in relations(sentence).repeals] == repeals


def test_a_decision_repeals_what_its_catalogue_lists() -> None:
    rows = (
        "附件\n\n宣布失效的文件目录\n\n1. 甲办法（云政发〔2001〕1号、云政发〔2005〕9号修改）\n"
        "2. 乙规定（试行）(云政发〔2002〕2号)\n3. 丙意见（云政发〔2003〕\n\n3号）\n"
    )
    found = only(
        "云川市人民政府关于宣布失效一批文件的决定\n云政发〔2019〕1号\n各县、区人民政府：\n"
        f"根据《清理办法》（江政发〔2018〕7号），决定宣布失效。\n云川市人民政府\n2019年4月12日\n{rows}"
    )
    assert [(m.title, m.doc_number) for m in found.repeals] == [
        ("甲办法", "云政发〔2001〕1号"),
        ("乙规定（试行）", "云政发〔2002〕2号"),
        ("丙意见", "云政发〔2003〕3号"),
    ]
    assert all(m.lapses for m in found.repeals)
    assert [m.doc_number for m in found.cites] == ["江政发〔2018〕7号"]


@pytest.mark.parametrize(
    ("sentence", "clause", "date"),
    [
        ("本办法自2019年5月1日起施行。", "自2019年5月1日起施行", "2019-05-01"),
        ("本意见自发布之日起实施。", "自发布之日起实施", None),
        ("本通知自印发之日起 30 日后执行。", "自印发之日起30日后执行", None),
        ("自然资源部门实施本办法。", None, None),
    ],
)
def test_effective_clauses(sentence: str, clause: str | None, date: str | None) -> None:
    found = relations(sentence)
    assert (found.effective_clause, found.effective_date) == (clause, date)


def test_the_outline_has_levels_and_leaves_list_items_out() -> None:
    assert [(h.level, h.label, h.text) for h in only(issues.RIVERS).outline] == [
        (1, "一、", "总则"),
        (2, "（一）", "适用范围"),
        (2, "（二）", "职责"),
        (1, "二、", "附则"),
    ]


@pytest.mark.parametrize(
    "line", ["1. 云川县集市管理办法（云政发〔1998〕3号）", "二、关于整治河道的通告（云川县人民政府通告2001年第2号）"]
)
def test_a_document_in_a_list_is_no_heading(line: str) -> None:
    text = f"附件\n{line}\n3. 组织领导\n各乡镇要加强领导。"
    assert [h.text for h in outline(lines(text), 0, 4, ())] == ["组织领导"]


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("云川市人民政府", "云川市人民政符", True),
        ("云川市", "云川市", False),
        ("云川市", "白鹿县", False),
        ("云川", "云川市", False),
    ],
)
def test_slips(one: str, other: str, slip: bool) -> None:
    assert slipped(one, other) is slip


def test_a_signature_that_differs_from_the_title_by_a_slip_is_doubtful() -> None:
    found = extract(issues.WHOLE.replace("云川市人民政府\n\n2019年4月2日", "云川市人民政符\n\n2019年4月2日")).documents[
        0
    ]
    assert found.issuer == "云川市人民政符"
    assert "issuer" in found.doubtful


def test_a_row_that_names_no_office_is_doubtful() -> None:
    text = "云川市人民政府关于人事任免的通知\n云政发〔2019〕1号\n各县：\n陈明同志任市水务局局章。\n" + SIGNED
    (row,) = only(text).personnel
    assert row.doubtful
    assert row.action is Action.APPOINT
