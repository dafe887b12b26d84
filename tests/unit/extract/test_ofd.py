"""OFD: text in reading order with its place, whatever stands around it on the page."""

import pytest

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.formats.source import Source
from tests.formats.ofd import content, make_ofd, ofd, path_object, text_object
from tests.formats.typeset import JOURNAL, OFFICIAL, Design, Piece, typeset


def paragraph(k: int) -> str:
    """Running text that does not repeat itself."""
    return "".join(chr(0x4E00 + (k * 151 + at * 7) % 9_000) for at in range(150)) + "。"


def page(*pieces: Piece, rules: tuple[tuple[float, float, float, float], ...] = ()) -> str:
    return content([*map(text_object, pieces), *(path_object(*rule) for rule in rules)])


def read(*pages: str, templates: tuple[str, ...] = ()) -> Source:
    return formats.read(ofd(pages, templates))


def lines(*pages: str) -> list[str]:
    return read(*pages).text.split("\n")


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("design", [OFFICIAL, JOURNAL])
def test_every_line_in_reading_order_and_nothing_else(design: Design) -> None:
    text = "\n".join(f"第{k}条　{paragraph(k)}" for k in range(1, 60))
    source = formats.read(make_ofd(text, design))
    printed = [bare(piece.text) for sheet in typeset(text, design) for piece in sheet.pieces]
    assert [bare(line) for line in source.text.split("\n") if line] == printed
    assert source.notes == ()


def test_where_a_line_stands() -> None:
    source = read(page(Piece("公报", 72, 100, 16)), page(Piece("目录", 72, 200, 16)))
    assert source.layout is not None
    assert [(frame.number, frame.first_line) for frame in source.layout.pages] == [(1, 1), (2, 2)]
    assert (source.layout.pages[0].width, source.layout.pages[0].height) == pytest.approx((595, 842), abs=0.1)
    box = source.layout.boxes[1]
    assert box is not None
    assert (box.left, box.right) == pytest.approx((72, 104), abs=0.1)
    assert box.top < 200 < box.bottom
    assert box.bottom - box.top == pytest.approx(16, abs=0.1)


def test_objects_in_any_order_make_lines() -> None:
    pieces = (Piece("乙", 88, 100, 16), Piece("丙", 72, 130, 16), Piece("甲", 72, 100.5, 16), Piece("丁", 152, 130, 16))
    assert lines(page(*pieces)) == ["甲乙", "丙　　　　丁"]


def test_bold_by_printing_twice_is_read_once() -> None:
    assert lines(page(Piece("决定", 72, 100, 16), Piece("决定", 72.4, 100, 16))) == ["决定"]


def test_words_are_kept_apart_and_figures_together() -> None:
    assert lines(page(Piece("GDP growth 12.5%", 72, 100, 16))) == ["GDP growth 12.5%"]


@pytest.mark.parametrize(
    ("deltas", "text"), [("g 2 5.6", "甲乙丙"), ("5.6 5.6", "甲乙丙"), ("5.6 28", "甲乙　　　　丙"), ("", "甲乙丙")]
)
def test_steps_between_characters(deltas: str, text: str) -> None:
    code = f'<ofd:TextCode X="0" Y="5" DeltaX="{deltas}">甲乙丙</ofd:TextCode>'
    assert lines(content([f'<ofd:TextObject Boundary="20 20 90 9" Size="5.6">{code}</ofd:TextObject>'])) == [text]


def test_what_fills_a_shape_as_its_pattern_is_no_text() -> None:
    cell = f"<ofd:Pattern><ofd:CellContent>{text_object(Piece('水印', 72, 100, 16))}</ofd:CellContent></ofd:Pattern>"
    shape = f'<ofd:PathObject Boundary="0 0 99 99"><ofd:FillColor>{cell}</ofd:FillColor></ofd:PathObject>'
    assert lines(content([shape, text_object(Piece("公报", 72, 100, 16))])) == ["公报"]


def test_two_characters_may_stand_one_below_the_other() -> None:
    both = text_object(Piece("备注", 72, 100, 16)).replace('DeltaX="5.644"', 'DeltaY="10"')
    assert lines(content([both])) == ["备", "注"]


def test_a_matrix_scales_and_moves() -> None:
    code = '<ofd:TextCode X="0" Y="1" DeltaX="1">甲乙</ofd:TextCode>'
    scaled = f'<ofd:TextObject Boundary="20 20 90 9" Size="1" CTM="5 0 0 5 10 0">{code}</ofd:TextObject>'
    layout = read(content([scaled])).layout
    assert layout is not None
    assert layout.boxes[0] is not None
    assert layout.boxes[0].left == pytest.approx(30 * 72 / 25.4, abs=0.01)
    assert layout.boxes[0].right == pytest.approx(40 * 72 / 25.4, abs=0.01)


def test_ruled_tables_are_rows_and_merged_cells_keep_their_columns() -> None:
    upright = tuple((x, 100.0, x, 190.0) for x in (72.0, 172.0, 372.0))
    inner = (272.0, 130.0, 272.0, 190.0)
    level = (
        (72.0, 100.0, 372.0, 100.0),
        (72.0, 130.0, 372.0, 130.0),
        (172.0, 160.0, 372.0, 160.0),
        (72.0, 190.0, 372.0, 190.0),
    )
    cells = (
        Piece("指标", 80, 120, 12),
        Piece("数值一览表格", 200, 120, 12),
        Piece("粮食", 80, 150, 12),
        Piece("产量", 80, 165, 12),
        Piece("1", 180, 150, 12),
        Piece("2", 280, 150, 12),
        Piece("3|4", 180, 180, 12),
    )
    found = lines(page(Piece("前", 72, 80, 12), *cells, Piece("后", 72, 220, 12), rules=(*upright, inner, *level)))
    assert found == ["前", "| 指标 | 数值一览表格 |  |", "| 粮食产量 | 1 | 2 |", "|  | 3\\|4 |  |", "后"]


def test_repeated_heads_and_counting_numbers_are_no_text_but_enclosures_are() -> None:
    pages = [
        page(
            Piece("公报", 72, 40, 9),
            Piece("附件", 72, 90, 16),
            Piece(f"附件{k * k}", 72, 60, 16),
            Piece(f"正文{k}", 72, 300, 16),
            Piece(f"- {k + 6} -", 280, 810, 12),
        )
        for k in range(1, 5)
    ]
    source = read(*pages)
    assert [line for line in source.text.split("\n") if line][:3] == ["附件1", "正文1", "附件4"]
    assert "公报" not in source.text
    assert "- 7 -" not in source.text


def test_a_lone_page_has_a_number_and_the_name_of_its_gazette_in_small_type() -> None:
    text = [Piece("各区人民政府：", 72, 100 + 30 * k, 16) for k in range(5)]
    found = read(page(Piece("某市人民政府公报 2021年第3期", 72, 40, 9), *text, Piece("— 12 —", 280, 810, 12)))
    assert set(found.text.split()) == {"各区人民政府："}
    figure = read(page(Piece("30%", 72, 40, 16), *text))
    assert figure.text.split()[0] == "30%"
    kept = read(page(Piece("某市人民政府公报", 72, 40, 16), *text, Piece("（12）", 280, 810, 12)))
    assert kept.text.split()[0] == "某市人民政府公报"
    assert kept.text.split()[-1] == "（12）"


def test_templates_are_furniture_unless_there_is_but_one_page() -> None:
    template = page(Piece("密级模板", 72, 400, 16))
    used = '<ofd:Template TemplateID="1"/>'
    one = content([text_object(Piece("文", 72, 100, 16))], used)
    assert read(one, one, templates=(template,)).text.split("\n") == ["文", "文"]
    assert "密级模板" in read(one, templates=(template,)).text


def test_hidden_and_turned_text_is_not_read() -> None:
    hidden = text_object(Piece("隐藏", 72, 100, 16), more='Visible="false"')
    turned = text_object(Piece("水印", 72, 200, 16), more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    source = read(content([hidden, turned, text_object(Piece("正文", 72, 300, 16))]))
    assert source.text == "正文"
    assert source.notes == ("有 2 个字符不是横排正立（水印或旋转的文字），未读取。",)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"Doc_0/Encryptions.xml": "<a/>"}, "encrypted"),
        ({"OFD.xml": "<a>"}, "damaged"),
        ({"Doc_0/Document.xml": "<a/>"}, "empty"),
        ({"Doc_0/Pages/Page_0/Content.xml": "<a>" * 500}, "too_deep"),
    ],
)
def test_what_cannot_be_read_is_refused(parts: dict[str, str], code: str) -> None:
    with pytest.raises(RejectedError) as refused:
        formats.read(ofd([page(Piece("文", 72, 100, 16))], (), parts))
    assert refused.value.code == code


def test_too_many_pages_are_refused() -> None:
    leaves = '<Page BaseLoc="Pages/Page_0/Content.xml"/>' * 5_001
    with pytest.raises(RejectedError) as refused:
        formats.read(ofd([], (), {"Doc_0/Document.xml": f"<Document><Pages>{leaves}</Pages></Document>"}))
    assert refused.value.code == "too_many_pages"
