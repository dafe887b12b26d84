"""Heads and signatures of documents, in every order and shape that they come in."""

import pytest

from gazette.model import Document
from services.extract.parsing.bounds import bounded
from tests.unit.extract import issues
from tests.unit.extract.issues import extract, only

TITLE, NUMBER = "云川市人民政府关于加强档案工作的意见", "云政发〔2018〕3号"
BODY = "各县、区人民政府：\n\n档案工作很重要，各地要加强领导，完善制度。\n\n云川市人民政府\n\n2018年3月9日\n"


@pytest.mark.parametrize(
    "head",
    [
        f"{TITLE}\n\n{NUMBER}\n\n",
        f"{NUMBER}\n\n{TITLE}\n\n",
        f"{TITLE}\n（{NUMBER}）\n",
        f"{TITLE} {NUMBER}\n",
        f"{TITLE}（{NUMBER}）\n",
        f"云川市人民政府\n\n关于加强档案工作的意见\n\n{NUMBER}\n",
        f"云川市人民政府关于\n加强档案\n工作的意见\n{NUMBER}\n",
        f"云川市\n人民政府关于加强档案工作的意\n见\n{NUMBER}\n",
        f"{TITLE}　　— 12 —\n{NUMBER}\n",
        f"# **云川市人民政府  \n关于加强档案工作的意见**\n\n**{NUMBER}**\n",
        f"{' '.join(TITLE)}\n\n{NUMBER}\n",
        f"{TITLE}\n云政发〔２０１８〕３号\n",
        f"{TITLE}\n云政发[2018]\n\n3号\n",
    ],
)
def test_title_and_number_in_any_order_and_setting(head: str) -> None:
    document = only(head + BODY)
    assert (document.title, document.doc_number) == (TITLE, NUMBER)
    assert document.start_line == 1
    assert document.addressees == "各县、区人民政府"
    assert (document.issuer, document.issued_date) == ("云川市人民政府", "2018-03-09")
    assert document.doubtful == ()


@pytest.mark.parametrize("together", ["等七部门", "等13部门", "等三个单位"])
def test_a_title_of_several_departments_is_whole(together: str) -> None:
    title = f"云川市水务局{together}关于加强档案工作的意见"
    document = only(
        f"{title}\n云水发〔2018〕3号\n各直属海关：\n档案工作很重要，各地要加强领导。\n云川市水务局\n云川市财政局\n2018年3月9日\n"
    )
    assert (document.title, document.addressees, document.doubtful) == (title, "各直属海关", ())
    assert document.issuer == "云川市水务局、云川市财政局"


RECORDS = "索引号：000014688/2018-00079\n发布机构：云川市人民政府办公室\n分类：档案\n成文日期：2018年3月9日\n"


@pytest.mark.parametrize(
    ("page", "start"),
    [
        (f"{RECORDS}标题：{TITLE}\n发文字号：{NUMBER}\n\n{TITLE}\n{NUMBER}\n", 8),
        (f"{TITLE}\n\n{RECORDS}\n---\n\n{NUMBER}\n\n", 1),
        (f"{TITLE}\n{RECORDS}---\n政策全文\n{TITLE}\n{NUMBER}\n\n", 8),
        (f"{TITLE}\n{RECORDS}发文字号：{NUMBER}\n\n", 1),
        (f"{TITLE}\n{RECORDS}发文字号：{NUMBER}\n{TITLE}\n{NUMBER}\n", 7),
    ],
)
def test_what_a_web_page_prints_about_a_document_is_no_document(page: str, start: int) -> None:
    document = only(page + BODY)
    assert (document.title, document.doc_number, document.start_line) == (TITLE, NUMBER, start)
    assert (document.addressees, document.issuer) == ("各县、区人民政府", "云川市人民政府")


@pytest.mark.parametrize("head", ["{title}\n{number}\n", "{number}\n\n{title}\n\n"])
@pytest.mark.parametrize("title", ["云川市河道保护规划", "河道名录", "2018年档案工作安排"])
def test_number_and_addressees_are_enough_below_any_title(head: str, title: str) -> None:
    text = f"{issues.FLOODS}\n{head.format(title=title, number=NUMBER)}{BODY}"
    assert [d.title for d in extract(text).documents][1:] == [title]


@pytest.mark.parametrize("head", [f"{TITLE}\n\n", "云川市人民政府\n关于加强档案工作的意见\n\n"])
def test_a_document_without_a_number(head: str) -> None:
    document = only(head + BODY)
    assert (document.title, document.doc_number) == (TITLE, None)


@pytest.mark.parametrize(
    ("signed", "issuer", "date"),
    [
        ("云川市人民政府\n2018年3月9日", "云川市人民政府", "2018-03-09"),
        ("云川市人民政府\n\n2018 年 3 月 9 日\n\n（此件公开发布）", "云川市人民政府", "2018-03-09"),
        ("云川市人民政府　　　2018年3月9日", "云川市人民政府", "2018-03-09"),
        ("云川市人民政府\n二〇一八年十月二十一日", "云川市人民政府", "2018-10-21"),
        ("云川市人民政府\n二○一八年元月十日", "云川市人民政府", "2018-01-10"),
        ("云川市财政局　云川市教育局\n2018年3月9日", "云川市财政局、云川市教育局", "2018-03-09"),
        ("云川市财政局\n云川市教育局\n2018年3月9日", "云川市财政局、云川市教育局", "2018-03-09"),
        ("云川市人民政府\n中華民國107年3月9日", "云川市人民政府", "2018-03-09"),
        ("云川市人民政府\n2018年2月30日", "云川市人民政府", None),
        ("", None, None),
    ],
)
def test_signatures(signed: str, issuer: str | None, date: str | None) -> None:
    body = BODY.partition("云川市人民政府\n\n2018")[0]
    document = only(f"{TITLE}\n{NUMBER}\n{body}{signed}\n")
    assert (document.issuer, document.issued_date) == (issuer, date)


def test_an_order_is_signed_by_a_person_and_issued_by_the_organ() -> None:
    order = only(issues.ORDER)
    assert (order.title, order.doc_number) == ("江南省人民政府令", "江南省人民政府令第88号")
    assert (order.issuer, order.signatory, order.addressees) == ("江南省人民政府", "林向东", None)
    assert (order.issued_date, order.effective_date) == ("2019-11-05", "2020-01-01")
    assert [e.title for e in order.enclosures] == ["江南省湖泊保护规定"]
    assert [h.label for h in order.outline] == ["第一条", "第二条"]


def test_a_lone_attachment_belongs_to_a_document_that_is_not_held() -> None:
    document = only("云政发〔2018〕3号附件2\n\n档案馆（室）分布表\n\n序号\t名称\n1\t市档案馆\n")
    assert (document.doc_number, document.attachment_of, document.attachment_no) == (None, "云政发〔2018〕3号", "2")
    assert document.title == "档案馆（室）分布表"


def test_a_report_is_one_document_without_a_number() -> None:
    document = only(
        "云川市政府工作报告\n\n——2019年1月8日在云川市第九届人民代表大会上\n\n各位代表：\n\n一、2018年工作回顾\n"
    )
    assert (document.title, document.doc_number, document.issuer) == ("云川市政府工作报告", None, None)


def test_a_forwarded_text_with_its_own_signature_is_part_of_the_document() -> None:
    text = (
        "云川市人民政府办公室转发市水务局关于加强节水工作意见的通知\n云政办发〔2018〕5号\n各县、区人民政府：\n"
        "市水务局《关于加强节水工作的意见》已经市政府同意，现转发给你们。\n云川市人民政府办公室\n2018年5月2日\n"
        "关于加强节水工作的意见\n市水务局\n（2018年4月20日）\n为加强节水工作，提出如下意见。\n"
    )
    document = only(text)
    assert document.issuer == "云川市人民政府办公室"
    assert document.issued_date == "2018-05-02"


def test_forms_tables_and_quotations_are_no_documents() -> None:
    form = (
        "\n附件3\n\n不予批准通知书\n\n× × × ×（申请人姓名）：\n\n经审核，不予批准。\n\n特此通知。\n\n"
        "× × 乡人民政府（盖章）\n年 月 日\n"
    )
    rows = "1\t市财政局\t关于报审《预算方案》的请示\t\n2\t市教育局\t关于报审《规划》的请示\t\n"
    assert len(extract(issues.RIVERS + form + rows).documents) == 1


def test_a_catalogue_of_titles_and_numbers_is_no_row_of_documents() -> None:
    rows = "".join(f"云川市人民政府关于废止文件之{n}的通知\n云政发〔2001〕{n}号\n" for n in range(1, 9))
    assert len(extract(issues.RIVERS + "\n" + rows).documents) == 1


def test_values_stand_where_they_are_said_to_stand() -> None:
    text = "# **" + TITLE + "**\n\n  云政发〔2018〕 3 号\n\n" + BODY
    document = only(text)
    lines = text.split("\n")
    for name in ("title", "doc_number", "addressees", "issuer"):
        place = document.provenance[name].place
        assert place.start_line == place.end_line
        printed = lines[place.start_line - 1][place.start : place.end]
        assert "".join(printed.split()) == getattr(document, name), name
    place = document.provenance["issued_date"].place
    assert lines[place.start_line - 1][place.start : place.end] == "2018年3月9日"


def test_a_title_broken_inside_the_name_of_the_office() -> None:
    text = issues.FLOODS.replace(
        "云川市人民政府办公室\n关于做好防汛工作的通知", "云川市人民政府\n办公室关于做好防汛工作的通知", 1
    )
    assert only(text).title == "云川市人民政府办公室关于做好防汛工作的通知"


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_document_alone_gives_what_it_gives_within_its_issue(index: int) -> None:
    within = extract(issues.WHOLE).documents[index]
    lines = issues.WHOLE.split("\n")[within.start_line - 1 : within.end_line]
    alone = only("\n".join(lines))
    for name in ("title", "doc_number", "issuer", "issued_date", "addressees", "effective_clause"):
        assert getattr(alone, name) == getattr(within, name), name
    for name in ("cites", "repeals", "personnel", "enclosures", "outline"):
        assert len(getattr(alone, name)) == len(getattr(within, name)), name


def test_the_boundary_says_what_speaks_for_it() -> None:
    proof = only(TITLE + "\n" + NUMBER + "\n" + BODY).provenance["start_line"]
    assert proof.place.start_line == 1
    assert all(sign in proof.source for sign in ("number +3.0", "addressee +2.5", "title +3.0"))
    assert proof.confidence == 0.99


def test_a_garbled_number_is_doubtful_and_still_marks_the_head() -> None:
    document = only(f"{TITLE}\n\n云政发〔20的8〕3号\n\n{BODY}")
    assert (document.title, document.doc_number, document.addressees) == (TITLE, None, "各县、区人民政府")
    assert "doc_number" in document.doubtful


def test_values_beyond_their_bound_are_cut_and_doubtful() -> None:
    cut = bounded(Document("题" * 1001, 1, 2, issuer="府" * 301, doc_number="云政发〔2018〕3号"))
    assert (len(cut.title), len(cut.issuer or ""), cut.doc_number) == (1000, 300, "云政发〔2018〕3号")
    assert cut.doubtful == ("issuer", "title")


def test_labelled_documents_of_one_title_are_two() -> None:
    letter = (
        "雲川縣政府　函\n發文日期：中華民國108年2月{0}日\n發文字號：雲府財字第108547018{0}號\n"
        "受文者：本府各單位\n主旨：修正注意事項，請查照。\n說明：依據會議決議辦理。\n\n"
    )
    found = extract("".join(letter.format(day) for day in (1, 2, 3))).documents
    assert [document.issued_date for document in found] == ["2019-02-01", "2019-02-02", "2019-02-03"]
