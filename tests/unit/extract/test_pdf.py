"""PDF: text in reading order with its place; what cannot be read is told apart; what is broken does no harm."""

from contextlib import suppress
from random import Random

import pytest

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.formats import pdf as reader
from services.extract.formats.source import Source
from services.extract.limits import Limits
from services.extract.parse import parse
from services.extract.scans import Desk
from tests.formats.pdf import by_hand, shown
from tests.formats.recognised import printed, saying

RUNNING = "云川市人民政府关于印发河道管理办法的通知各县区人民政府市政府各部门现将有关事项通知如下"
SLANTED, UPWARDS = ".7 .7 -.7 .7", "0 1 -1 0"
SCAN = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"


def read(*contents: str, more: str = "") -> Source:
    return formats.read(by_hand(contents, more))


def refused(data: bytes, desk: Desk | None = None) -> RejectedError:
    with pytest.raises(RejectedError) as error:
        formats.read(data, desk=desk)
    assert error.value.chinese
    return error.value


def paragraph(k: int) -> str:
    return RUNNING[k % 7 :] + RUNNING[: k % 7]


def test_pages_lines_and_boxes() -> None:
    source = read(shown("第一页", 72, 700) + shown("文字", 300, 700), shown("第二页", 72, 700, 20))
    assert source.text == "第一页" + "　" * 11 + "文字\n第二页"
    assert source.layout is not None
    assert [(page.number, page.width, page.first_line) for page in source.layout.pages] == [(1, 595, 1), (2, 595, 2)]
    box = source.layout.boxes[1]
    assert box is not None
    assert (box.left, box.right) == pytest.approx((72, 132), abs=0.1)
    assert box.top < 842 - 700 < box.bottom


def test_indents_are_kept_and_bold_printed_twice_is_read_once() -> None:
    lines = shown("公报", 72, 700), shown("　　各县", 72, 670), shown("市", 112, 640), shown("市", 112.5, 640)
    assert read(" ".join(lines)).text == "公报\n　　各县\n　　市"


def test_room_between_spread_characters_is_no_space_but_more_is() -> None:
    spread, apart = (
        " ".join(shown(text, 72 + step * k, 700) for k, text in enumerate("政府公报")) for step in (17.5, 20.5)
    )
    assert (read(spread).text, read(apart).text) == ("政府公报", "政 府 公 报")


def test_two_columns_whose_lines_do_not_stand_on_one_level() -> None:
    left = [shown(paragraph(k)[:20], 50, 760 - 18 * k, 11) for k in range(30)]
    right = [shown(paragraph(k + 3)[:20], 310, 752 - 18 * k, 11) for k in range(30)]
    text = read(" ".join(line for pair in zip(left, right, strict=True) for line in pair)).text
    assert text.split("\n") == [*(paragraph(k)[:20] for k in range(30)), *(paragraph(k + 3)[:20] for k in range(30))]


def test_a_page_turned_by_its_own_entry() -> None:
    source = read(shown("云川市人民政府公报", 500, 72, 16, UPWARDS), more="/Rotate 90")
    assert source.layout is not None
    page, box = source.layout.pages[0], source.layout.boxes[0]
    assert (source.text, page.width, page.height) == ("云川市人民政府公报", 842, 595)
    assert box is not None
    assert (box.left, box.right) == pytest.approx((72, 216), abs=0.1)
    assert box.top < 500 < box.bottom


def test_text_that_runs_upwards_on_an_upright_page_keeps_its_place() -> None:
    source = read(shown("云川市人民政府公报", 300, 72, 16, UPWARDS))
    assert source.layout is not None
    page, box = source.layout.pages[0], source.layout.boxes[0]
    assert (source.text, page.width, page.height) == ("云川市人民政府公报", 595, 842)
    assert box is not None
    assert (box.bottom, box.top) == pytest.approx((842 - 72, 842 - 216), abs=0.1)
    assert box.left < 300 < box.right


def test_vertical_text_from_the_right() -> None:
    columns = [shown(c, 500 - k // 12 * 30, 700 - k % 12 * 18) for k, c in enumerate(RUNNING)]
    assert read(" ".join(columns)).text.replace("\n", "") == RUNNING


def test_narrow_cells_are_not_vertical_text() -> None:
    stacked = [shown(c, 72 + k // 8 * 40, 700 - k % 8 * 24) for k, c in enumerate(RUNNING[:32])]
    first, *_ = read(" ".join(stacked)).text.split("\n")
    assert "".join(first.split()) == RUNNING[0:32:8]


def test_a_watermark_is_left_out_and_noted() -> None:
    source = read(shown(RUNNING[:20], 72, 700) + shown("水印文字", 200, 300, 60, SLANTED))
    assert source.text == RUNNING[:20]
    assert source.notes == ("有 4 个字符与版面方向不一致（水印或旋转的文字），未读取。",)


@pytest.mark.parametrize("stroke", ["{} {} m {} {} l S", "{} {} {} {} re f"])
def test_a_table_by_its_rules(stroke: str) -> None:
    def drawn(x: int, y: int, to_x: int, to_y: int) -> str:
        ends = (x, y, to_x, to_y) if "l" in stroke else (x, y, max(1, to_x - x), max(1, to_y - y))
        return stroke.format(*ends)

    rules = [drawn(72, y, 372, y) for y in (600, 640, 680)] + [drawn(x, 600, x, 680) for x in (72, 172, 372)]
    cells = [shown("指标", 80, 655), shown("2025年", 180, 655), shown("绿化率", 80, 615), shown("45%", 180, 615)]
    text = read(" ".join([shown("附表", 72, 720), *rules, *cells])).text
    assert text == "附表\n| 指标 | 2025年 |\n| 绿化率 | 45% |"


def test_running_heads_and_page_numbers_are_no_text() -> None:
    pages = [
        shown("政府公报", 270, 800, 9) + shown(paragraph(k)[:18], 72, 500) + shown(f"— {k} —", 280, 40, 12)
        for k in range(1, 6)
    ]
    assert read(*pages).text.split("\n") == [paragraph(k)[:18] for k in range(1, 6)]


def test_a_paragraph_goes_on_over_a_page_end_and_values_know_their_page() -> None:
    lines = [f"第{k}条　{paragraph(k)}。" for k in range(40)]
    head = ["云川市人民政府关于河道的通知", "云政发〔2019〕1号", "各县、区人民政府："]
    printed = [row for line in [*head, *lines] for row in (line[:26], line[26:]) if row]
    sheets = [printed[at : at + 22] for at in range(0, len(printed), 22)]
    pages = [" ".join(shown(row, 72, 760 - 30 * k) for k, row in enumerate(sheet)) for sheet in sheets]
    first = shown("云川市人民政府公报", 72, 700)
    found = parse(by_hand([first, *pages]), "x")
    document = found.documents[0]
    assert (document.doc_number, document.page) == ("云政发〔2019〕1号", 2)
    assert {proof.place.page for proof in document.provenance.values()} == {2}
    over_the_end = [paragraph for paragraph in found.paragraphs if {slice_[0] for slice_ in paragraph} >= {23, 24}]
    assert over_the_end


def test_text_has_no_pages() -> None:
    found = parse("云川市人民政府关于河道的通知\n云政发〔2019〕1号\n各县、区人民政府：\n请遵照执行。".encode(), "x")
    assert {proof.place.page for document in found.documents for proof in document.provenance.values()} == {None}


@pytest.mark.parametrize(
    "content", [SCAN, shown("\ue000\ue001\ue002" * 9, 72, 700), shown("ÔÆ´¨ÊÐÈËÃñ" * 3, 72, 700, 8)]
)
def test_pages_that_only_a_recogniser_could_read(content: str) -> None:
    error = refused(by_hand([content, content, shown(RUNNING[:20], 72, 700)]), Desk(None))
    assert (error.code, "3 页中有 2 页" in error.chinese) == ("needs_ocr", True)


def test_a_few_such_pages_are_named() -> None:
    pages = [shown(RUNNING[:20], 72, 700), SCAN, shown(RUNNING[5:25], 72, 700)]
    source = formats.read(by_hand(pages), desk=Desk(None))
    assert source.text == f"{RUNNING[:20]}\n{RUNNING[5:25]}"
    assert source.notes == ("第 2 页（共 1 页）没有可读的文字（扫描图片，或字体缺少文字编码），未读取。",)


def test_radicals_of_a_font_become_characters() -> None:
    assert read(shown("⼈⺠政府⻓", 72, 700)).text == "人民政府长"


def test_a_file_without_anything_on_its_pages() -> None:
    assert refused(by_hand([""])).code == "empty"


def test_a_password() -> None:
    data = by_hand([shown("公报", 72, 700)])
    locked = b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"
    data = data.replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<41><41>]/Encrypt " + locked)
    assert refused(data).code == "encrypted"


def test_too_many_pages() -> None:
    with pytest.raises(RejectedError, match="has 3 pages; 2 are read") as error:
        reader.read(by_hand([shown("公报", 72, 700)] * 3), Limits(pages=2))
    assert error.value.code == "too_many_pages"


def test_a_tree_of_pages_that_bites_its_tail() -> None:
    data = by_hand([shown("公报", 72, 700)]).replace(b"/Kids[5 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")
    assert refused(data).code in ("damaged", "empty")


@pytest.mark.parametrize("seed", range(20))
def test_mutants_end_in_text_or_a_reason(seed: int) -> None:
    chance = Random(seed)
    whole = by_hand([shown(paragraph(k)[:20], 72, 700) + " 72 600 300 1 re f" for k in range(3)])
    data = bytearray(whole[: chance.randrange(1, len(whole))] if seed % 4 == 0 else whole)
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    if seed % 4 == 1:
        data = data.replace(b"6 0 R", b"5 0 R").replace(b"3 0 R", b"1 0 R")
    with suppress(RejectedError):
        assert formats.read(bytes(data), desk=saying(printed(RUNNING))).text.strip()
