"""What the edges of columns and the room in lines tell of paragraphs, centred lines and spaces."""

from collections.abc import Iterator

from services.extract import formats
from services.extract.formats import html
from services.extract.formats.glyphs import Glyph
from services.extract.formats.reading_order import Sheet, lines
from tests.formats.pdf import by_hand, shown

SIZE = 10.0
FULL = "各县区人民政府和市政府各部门要认真贯彻落"


def set_at(left: float, row: int, text: str, step: float = SIZE) -> Iterator[Glyph]:
    return (Glyph(c, left + k * step, 100.0 + 16 * row, SIZE, advance=step) for k, c in enumerate(text))


def read(*rows: tuple[float, str] | tuple[float, str, float]) -> list[str]:
    glyphs = [glyph for k, (left, text, *step) in enumerate(rows) for glyph in set_at(left, k, text, *step)]
    return [line.text for line in lines(Sheet(glyphs, [], 400.0))]


def test_a_line_that_ends_although_the_next_character_fits_ends_a_paragraph() -> None:
    full = [(50.0, FULL)] * 5
    assert read(*full, (50.0, FULL[:-2]), (50.0, "云川市人民政府")) == [*[FULL] * 5, FULL[:-2], "", "云川市人民政府"]
    assert read(*full, (50.0, FULL[:-1]), (50.0, "《云川市志》")) == [*[FULL] * 5, FULL[:-1], "《云川市志》"]


def test_the_short_rest_of_a_centred_line_has_no_indent() -> None:
    full = [(50.0, FULL)] * 5
    centred = (52.5, FULL[:19], 195 / 19)
    assert read(*full, centred, (140.0, "办法"))[-2:] == [FULL[:19], "办法"]
    assert read(*full, centred, (150.0, "办法"))[-1] == "　" * 10 + "办法"


def test_a_page_of_short_lines_has_the_gutter_of_the_other_pages() -> None:
    left = [(30.0, "云川市人民政府办公室"), (30.0, "关于公布名单的通知")] * 6
    glyphs = [glyph for k, (x, text) in enumerate(left) for glyph in set_at(x, k, text)]
    glyphs += [glyph for k in range(12) for glyph in set_at(220.0 + k % 2 * 30, k, "张三　主任")]
    read_so = [line.text for line in lines(Sheet(glyphs, [], 400.0), 200.0)]
    assert [text.strip("　") for text in read_so if text][:12] == [text for _, text in left]


def test_room_beside_figures_is_no_space() -> None:
    near = shown("公报", 72, 700) + shown("2", 108, 700) + shown("年", 128, 700)
    far = shown("公报", 72, 700) + shown("2", 112, 700) + shown("年", 136, 700)
    assert formats.read(by_hand([near])).text == "公报2年"
    assert formats.read(by_hand([far])).text == "公报 2 年"


def test_a_line_spread_to_fill_its_column_has_no_spaces() -> None:
    spread = " ".join(shown(c, 72 + 21 * k, 700) for k, c in enumerate("民共和国行政区划代码"))
    assert formats.read(by_hand([spread])).text == "民共和国行政区划代码"


def test_hyphens_of_a_map_are_one() -> None:
    assert formats.read(by_hand([shown("（2021\u20112025年）", 72, 700)])).text == "（2021-2025年）"


def test_a_contents_table_of_a_page_is_read_as_entries_and_others_as_rows() -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("关于养老的通知", ""), ("云政发〔2020〕1号", "3"))
    )
    table = f"<table>{rows}</table>"
    page = f"<html><body><p>目 录</p>{table}<p>为做好工作，现通知如下。</p>{table}</body></html>"
    assert html.read(page.encode()).text.split("\n") == [
        "目 录",
        "关于养老的通知",
        "云政发〔2020〕1号……3",
        "为做好工作，现通知如下。",
        "| 关于养老的通知 |  |",
        "| 云政发〔2020〕1号 | 3 |",
    ]
