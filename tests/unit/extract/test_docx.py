"""Word documents: what is seen on paper, in the order in which it is read."""

import pytest

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.formats import docx as reader
from services.extract.formats.numerals import written
from tests.formats.docx import NAMESPACES, docx, level, lists, make_docx, numbered, pack, paragraph, run, table


def lines(body: str, **parts: str) -> list[str]:
    return formats.read(docx(body, **parts)).text.split("\n")


def text_box(text: str) -> str:
    inside = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, *result: str) -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    shown = middle + "".join(result) if result else ""
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{end}"


def notes(kind: str, text: str) -> str:
    return f'<w:{kind}s {NAMESPACES}><w:{kind} w:id="4">{paragraph(run(text))}</w:{kind}></w:{kind}s>'


@pytest.mark.parametrize(
    ("n", "form", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (11, "ideographDigital", "一一"),
        (105, "chineseCounting", "一〇五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (50, "decimalEnclosedCircle", "㊿"),
        (51, "decimalEnclosedCircle", "51"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (3, "decimalEnclosedParen", "⑶"),
        (14, "upperRoman", "XIV"),
        (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (11, "ideographTraditional", "甲"),
        (4, "unheardOf", "4"),
        (0, "chineseCounting", "〇"),
        (-5, "upperRoman", "-5"),
    ],
)
def test_numbers_as_printed(n: int, form: str, printed: str) -> None:
    assert written(n, form) == printed


def test_levels_count_and_begin_anew() -> None:
    definition = (
        level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    )
    at = [0, 1, 1, 2, 0, 1, 2]
    body = "".join(numbered("事项", 5, k) for k in at)
    expected = ["一、", "（一）", "（二）", "1.", "二、", "（一）", "1."]
    assert lines(body, numbering=lists({0: definition}, {5: (0, "")})) == [f"{label}事项" for label in expected]


def test_a_level_that_never_begins_anew() -> None:
    articles = level(0, "chineseCountingThousand", "第%1章") + level(
        1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'
    )
    body = "".join(numbered("x", 1, k) for k in (0, 1, 1, 0, 1))
    found = lines(body, numbering=lists({0: articles}, {1: (0, "")}))
    assert found == ["第一章 x", "第一条 x", "第二条 x", "第二章 x", "第三条 x"]


def test_lists_of_one_definition_count_on_unless_told_to_start() -> None:
    part = lists(
        {0: level(0, "decimal", "%1.")},
        {1: (0, ""), 2: (0, ""), 3: (0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')},
    )
    assert lines("".join(numbered("x", k) for k in (1, 2, 3, 3, 0)), numbering=part) == [
        "1.x",
        "2.x",
        "5.x",
        "6.x",
        "x",
    ]


def test_several_levels_in_one_number() -> None:
    definition = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert lines(numbered("x", 1, 0) + numbered("x", 1, 1), numbering=lists({0: definition}, {1: (0, "")})) == [
        "一、x",
        "1.1 x",
    ]


def test_numbers_by_style() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        "</w:styles>"
    )
    definition = level(0, "decimal", "%1、") + level(1, "decimalEnclosedCircle", "%2", '<w:pStyle w:val="b"/>')
    body = "".join(paragraph(run("x"), properties=f'<w:pStyle w:val="{style}"/>') for style in "abba")
    found = lines(body, styles=styles, numbering=lists({0: definition}, {1: (0, "")}))
    assert found == ["1、x", "① x", "② x", "2、x"]


def test_tables_are_rows_with_their_columns_in_place() -> None:
    spanned = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph(run("合计|总")) + "</w:tc>"
    below = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    body = table([["序号", "名称", "数量"]]).replace(
        "</w:tbl>", f"<w:tr>{spanned}<w:tc><w:p/></w:tc></w:tr><w:tr>{below * 3}</w:tr></w:tbl>"
    )
    assert lines(body) == ["| 序号 | 名称 | 数量 |", "| 合计\\|总 |  |  |", "|  |  |  |"]


@pytest.mark.parametrize("rows", [[["云政发〔2020〕7号", "签发人：张三"]], [["一"], ["二"]]])
def test_tables_that_only_frame_text_are_lines(rows: list[list[str]]) -> None:
    assert lines(table(rows)) == [cell for row in rows for cell in row]


def test_a_text_box_is_read_once() -> None:
    assert lines(paragraph(run("前"), text_box("云川市人民政府文件")) + paragraph(run("后"))) == [
        "前",
        "云川市人民政府文件",
        "后",
    ]


@pytest.mark.parametrize(("kind", "mark"), [("footnote", "[注1]"), ("endnote", "[尾注1]")])
def test_notes_stand_below_their_paragraph(kind: str, mark: str) -> None:
    body = paragraph(run("正文"), f'<w:r><w:{kind}Reference w:id="4"/></w:r>', run("。")) + paragraph(run("后"))
    assert lines(body, **{f"{kind}s": notes(kind, "说明")}) == [f"正文{mark}。", f"{mark} 说明", "后"]


def test_changes_as_accepted() -> None:
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
    joined = paragraph(run("上半"), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("下半"))
    source = formats.read(docx(paragraph(gone, f"<w:ins>{run('新')}</w:ins>") + joined))
    assert source.text.split("\n") == ["新", "上半下半"]
    assert any("修订" in note for note in source.notes)


def test_hidden_text_is_not_read_and_told() -> None:
    source = formats.read(docx(paragraph(run("见"), run("不见", "<w:vanish/>"), run("也见", '<w:vanish w:val="0"/>'))))
    assert source.text == "见也见"
    assert source.notes == ("有 1 处隐藏文字，未读取。",)


def test_results_of_fields_and_not_their_codes() -> None:
    nested = field(f"IF {field('PAGE', run('9'))} = 1", run("结果"))
    assert lines(paragraph(field("PAGE", run("12")), nested, field(r"eq \o\ac(○,3)"), run("完"))) == ["12结果③完"]


def test_signs_breaks_and_tabs() -> None:
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:softHyphen/><w:noBreakHyphen/><w:br/></w:r>'
    assert lines(paragraph(run("甲"), signs, run("乙\t丙")) + paragraph(run("\t1.\t丁"))) == ["甲☑-", "乙\t丙", "1.丁"]


def test_a_generated_contents_page_keeps_its_page_numbers() -> None:
    dotted = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
    entry = paragraph(field("TOC", run("关于防汛的通知\t3")), properties=dotted)
    assert lines(f"<w:sdt><w:sdtPr/><w:sdtContent>{entry}</w:sdtContent></w:sdt>") == ["关于防汛的通知……3"]


def test_headers_and_footers_are_left_out() -> None:
    assert "眉题" not in formats.read(make_docx("一\n二")).text


def test_other_namespaces_and_places_of_parts() -> None:
    strict = "http://purl.oclc.org/ooxml"
    relation = f'<Relationship Type="{strict}/officeDocument/relationships/officeDocument" Target="/word/main.xml"/>'
    main = f'<d xmlns="{strict}/wordprocessingml/main"><body><p><r><t>文</t></r></p></body></d>'
    data = pack({"_rels/.rels": f"<Relationships>{relation}</Relationships>", "word/main.xml": main})
    assert formats.read(data).text == "文"


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": "<a><b>" + " " * 40_000_000 + "</b></a>"}, "too_large_expanded"),
        ({"word/document.xml": "<a>" + "<b/>" * 2_000_000 + "</a>"}, "too_large_expanded"),
        ({"word/document.xml": "<a>" * 900 + "</a>" * 900}, "too_deep"),
        ({"word/document.xml": f"{BOMB}<a>&c;</a>"}, "damaged"),
        ({"word/document.xml": f"{OUTSIDE}<a>&c;</a>"}, "damaged"),
        ({"word/document.xml": "<a><b></a>"}, "damaged"),
        ({"word/document.xml": ""}, "damaged"),
        ({"word/other.xml": "<a/>"}, "damaged"),
        ({"word/document.xml": "<a/>", **{f"word/{k}": "" for k in range(20_001)}}, "archive"),
    ],
    ids=["blanks", "elements", "nested", "entities", "outside", "torn", "empty", "missing", "entries"],
)
def test_hostile_packages_are_refused(parts: dict[str, str], code: str) -> None:
    with pytest.raises(RejectedError) as refused:
        formats.read(pack(parts))
    assert refused.value.code == code
    assert refused.value.chinese


def test_a_password_is_named_as_the_reason() -> None:
    with pytest.raises(RejectedError) as refused:
        formats.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    assert refused.value.code == "encrypted"


def test_macros_are_left_alone() -> None:
    data = docx(paragraph(run("文")))
    assert reader.read(data).notes == ()
    main = f"<w:document {NAMESPACES}><w:body>{paragraph(run('文'))}</w:body></w:document>"
    assert reader.read(pack({"word/document.xml": main, "word/vbaProject.bin": b"x"})).notes == (
        "文件带有宏，已忽略。",
    )
