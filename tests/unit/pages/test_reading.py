from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from services.api.pages.pieces import mentioned
from services.api.pages.reading import Block, Guide, blocks


def plain(_printed: str) -> str | None:
    return None


def read(lines: Sequence[str], guide: Guide = Guide(), first: int = 1) -> list[Block]:  # noqa: B008
    return list(blocks(lines, first, guide, plain))


def words(block: Block) -> str:
    return "".join(piece.text for line in block.lines for piece in line.pieces)


def cells(block: Block) -> list[list[str]]:
    return [["/".join("".join(p.text for p in line) for line in cell) for cell in row.cells] for row in block.rows]


def test_blank_lines_part_paragraphs_and_keep_the_count() -> None:
    found = read(["甲。", "", "　", "乙。"], first=10)
    assert [(block.kind, block.line, words(block)) for block in found] == [
        ("paragraph", 10, "甲。"),
        ("paragraph", 13, "乙。"),
    ]


def numbered(found: Sequence[Block]) -> list[list[int]]:
    return [[line.number for line in block.lines] for block in found]


def test_lines_of_one_paragraph_are_read_together() -> None:
    guide = Guide(goes_on={3: 1, 4: 1, 6: 5})
    found = read(["各单位要加强", "", "检查ABC，及", "DEF。", "又", "及"], guide)
    assert numbered(found) == [[1, 3, 4], [5, 6]]
    assert words(found[0]) == "各单位要加强检查ABC，及DEF。"


def test_footnotes_follow_the_paragraph_that_they_part() -> None:
    guide = Guide(goes_on={4: 1, 6: 5})
    found = read(["甲", "---", "11 注。", "乙。", "又", "及"], guide)
    assert [(block.kind, [line.number for line in block.lines]) for block in found] == [
        ("paragraph", [1, 4]), ("rule", [2]), ("paragraph", [3]), ("paragraph", [5, 6]),
    ]  # fmt: skip


def test_what_has_a_role_parts_lines_of_a_paragraph() -> None:
    guide = Guide(roles={2: "signature"}, goes_on={2: 1, 3: 1})
    assert numbered(read(["某局", "某日", "乙"], guide)) == [[1], [2], [3]]


def test_a_number_that_a_line_end_cuts_leads_somewhere() -> None:
    guide = Guide(goes_on={2: 1})
    lines = ["根据**某政发〔20**", "21〕3号及某政发〔2020〕4号"]
    (found,) = blocks(lines, 1, guide, lambda printed: f"/{printed}")
    assert words(found) == "根据某政发〔2021〕3号及某政发〔2020〕4号"
    assert [[(piece.text, piece.strong, piece.url) for piece in line.pieces] for line in found.lines] == [
        [("根据", False, None), ("某政发〔20", True, "/某政发〔2021〕3号")],
        [
            ("21〕3号", False, "/某政发〔2021〕3号"),
            ("及", False, None),
            ("某政发〔2020〕4号", False, "/某政发〔2020〕4号"),
        ],
    ]


def test_a_heading_is_a_line_of_its_own_or_the_beginning_of_one() -> None:
    guide = Guide({1: (3, "一、总体要求"), 2: (4, "1.先种树")})
    alone, beginning = read(["**一、 总体要求**", "1.先种树。沿河种树。"], guide)
    assert (alone.kind, alone.level) == ("heading", 3)
    assert (beginning.kind, beginning.level) == ("paragraph", 4)
    assert words(alone) == "一、 总体要求"


def test_a_heading_may_take_several_lines() -> None:
    guide = Guide({1: (3, "第一章筑牢底线优化环境"), 5: (4, "（一）先种树"), 7: (4, "（二）后浇水")}, goes_on={6: 5})
    lines = ["# 第一章 筑牢底线", "", "## 优化环境", "甲。", "（一）先种", "树。沿河种树。", "（二）后浇", "水"]
    found = read(lines, guide)
    assert [(block.kind, block.level, [line.number for line in block.lines]) for block in found] == [
        ("heading", 3, [1, 3]), ("paragraph", 0, [4]), ("paragraph", 4, [5, 6]), ("heading", 4, [7, 8]),
    ]  # fmt: skip


def test_markup_is_read_and_everything_else_stays() -> None:
    (block,) = read(["## 甲**乙**丙<b>丁</b> <script>x</script> a < b"])
    assert words(block) == "甲乙丙丁 <script>x</script> a < b"
    assert [piece.text for piece in block.lines[0].pieces if piece.strong] == ["乙"]


def test_rows_with_tabs_are_a_table_with_its_head_and_rows_across() -> None:
    (table,) = read(["序号\t事项\t单位", "任务一\t\t", "1\t种树<br>护岸\t甲局", "\t浇水\t乙局", "序号\t事项\t单位"])
    assert table.kind == "table"
    assert table.columns == 3
    assert cells(table)[1:4] == [["任务一"], ["1", "种树/护岸", "甲局"], ["", "浇水", "乙局"]]
    assert [row.head for row in table.rows] == [True, False, False, False, True]
    assert [row.line for row in table.rows] == [1, 2, 3, 4, 5]


def test_a_table_without_names_of_columns_has_no_head() -> None:
    (table,) = read(["1\t种树\t甲局", "2\t护岸\t乙局"])
    assert not any(row.head for row in table.rows)


def test_markdown_tables_lose_their_dashes() -> None:
    (table,) = read(["| 姓名 | 职务 |", "|---|:--:|", "| 张三 | 河长 |"])
    assert cells(table) == [["姓名", "职务"], ["张三", "河长"]]


def test_numbers_lead_where_the_link_says() -> None:
    def link(printed: str) -> str | None:
        return "/documents/x" if "3号" in printed else None

    found = list(blocks(["据临政发〔2021〕3号和临政发〔2021〕4号，", "甲\t临政发[2021]3号"], 1, Guide(), link))
    assert [(piece.text, piece.url) for piece in found[0].lines[0].pieces if piece.url] == [
        ("临政发〔2021〕3号", "/documents/x")
    ]
    assert words(found[0]) == "据临政发〔2021〕3号和临政发〔2021〕4号，"
    assert found[1].rows[0].cells[1][0][0].url == "/documents/x"


def test_mentioned_numbers_have_one_key_for_all_their_forms() -> None:
    assert len(mentioned(["临政发〔2021〕3号", "甲\t临政发[2021]3号", "（临政发〔2021〕4号）"])) == 2


def test_roles_stand_on_their_lines() -> None:
    found = read(["关于种树的通知", "此致"], Guide(roles={1: "title"}))
    assert [block.role for block in found] == ["title", ""]


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n"), max_size=60), max_size=12))
def test_no_line_is_lost_or_out_of_order(lines: list[str]) -> None:
    found = read(lines)
    shown = [n for block in found for n in [row.line for row in block.rows] + [line.number for line in block.lines]]
    assert shown == sorted(set(shown))
    assert all(1 <= line <= len(lines) for line in shown)
