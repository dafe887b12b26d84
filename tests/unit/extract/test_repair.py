"""Repaired characters know their source; soft breaks are joined, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extract.parse import paragraphs
from services.extract.parsing import noise, repair, wrap

LOREM = "各级人民政府应当加强组织领导，落实工作责任，完善保障措施，确保各项任务按期完成，并及时报告进展情况。"


def at(text: str, line: int, column: int) -> str:
    return text.split("\n")[line - 1][column]


def test_marks_tags_and_invisible_characters_go_and_the_rest_keeps_its_place() -> None:
    text = "\n## **一、总<b>则</b>\u200b** \n  ⼀般"
    first, second = repair.lines(text)
    assert (first.text, first.marked, first.gap) == ("一、总则", True, 1)
    assert second.text == "一般"
    for line in (first, second):
        for offset, char in enumerate(line.text):
            source = at(text, *line.source(offset))
            assert source == char or (source, char) == ("⼀", "一")


def test_nothing_is_corrected_silently() -> None:
    (line,) = repair.lines("東城區 ＡＢ１（一）ﬁ")
    assert line.text == "東城區 ＡＢ１（一）ﬁ"


def test_rows_are_told() -> None:
    assert [line.row for line in repair.lines("a\tb\n| a | b |\n普通\n末尾\t")] == [True, True, False, True]


@given(st.text(alphabet="国务院 #*<b>\n\u200b⼀\t-\\_1.（"))
def test_every_repaired_character_is_at_its_source_place(text: str) -> None:
    for line in paragraphs(text):
        for offset, char in enumerate(line.text):
            source = at(text, *line.source(offset))
            assert source == char or source in "⼀"


def chopped(text: str, width: int, blank: str = "") -> str:
    parts = [line[k : k + width] + blank for line in text.split("\n") for k in range(0, max(1, len(line)), width)]
    return "\n".join(parts)


def test_chopped_lines_are_joined_again() -> None:
    whole = "\n\n".join(f"一、任务{n}\n\n{LOREM * n}" for n in (1, 2, 3, 2, 1, 3, 1, 2, 3, 1))
    for blank in ("", "\n"):
        joined = [line.text for line in paragraphs(chopped(whole, 28, blank))]
        assert joined == [line for line in whole.split("\n") if line]


def test_unwrapped_lines_stay_apart() -> None:
    text = "\n\n".join([LOREM] * 40)
    assert len(paragraphs(text)) == 40
    assert wrap.detect(repair.lines(text)) is None or len(paragraphs(text)) == 40


def test_a_page_end_does_not_cut_a_sentence() -> None:
    cut = LOREM[:38] + "\n\n\n\n" + LOREM[38:]
    (line,) = paragraphs(cut)
    assert line.text == LOREM
    assert (line.first, line.last) == (1, 5)


def test_a_number_broken_after_the_year_is_joined() -> None:
    assert [line.text for line in paragraphs("云政发〔2019〕\n\n11号\n\n各县：")] == ["云政发〔2019〕11号", "各县："]


def test_title_and_addressees_are_not_joined() -> None:
    title = "云川市人民政府关于印发《云川市国民经济和社会发展第十三个五年规划纲要》的通知"
    assert len(paragraphs(f"{title}\n各县、区人民政府，市政府各部门：\n正文。")) == 3


def test_page_numbers_and_the_heads_beside_them_are_noise() -> None:
    page = "云川市人民政府公报"
    text = page + "\n" + "\n".join(f"{LOREM}\n— {n} —\n{page}" for n in range(1, 6))
    lines = repair.lines(text)
    kept = [line.bare for k, line in enumerate(lines) if k not in noise.noise(lines)]
    assert kept == [page] + [LOREM] * 5


def typeset(width: int) -> str:
    """Ten indented paragraphs of three and a half lines of full-width characters."""
    sentence = "各部门要认真落实河道管理的各项规定并切实做好巡查工作" * 9
    text = f"　　{sentence[: 3 * width + width // 2]}。"
    return "\n".join(text[k : k + width] for _ in range(10) for k in range(0, len(text), width))


@pytest.mark.parametrize("width", [21, 26, 34])
@pytest.mark.parametrize("figure", ["11.25%，", "1,203,750.5", "A4-2021/11"])
def test_a_figure_that_had_no_room_ends_no_paragraph(width: int, figure: str) -> None:
    room = width - len(figure) // 2
    first = ("一般公共预算收入预计完成情况好于往年同期并且好于预算安排" * 2)[:room]
    text = f"{typeset(width)}\n　　{first[2:]}\n{figure}增速居第二位。\n{typeset(width)}"
    assert f"{first[2:]}{figure}增速居第二位。" in [line.text for line in paragraphs(text)]


def test_a_short_line_without_a_stop_stays_a_paragraph() -> None:
    text = f"{typeset(26)}\n总体要求和基本原则\n2021年以来，各地做了许多工作。\n{typeset(26)}"
    assert "总体要求和基本原则" in [line.text for line in paragraphs(text)]


def test_after_a_stop_inside_a_short_line_the_sentence_goes_on() -> None:
    cut = "强化资金保障。建立有利于绿色发展的财政支出结构，加强\n\n预算与规划的衔接，确保基本支出。"
    cut += "\n\n总体要求\n\n各地要抓好落实。"
    assert [line.first for line in paragraphs(cut)] == [1, 5, 7]


@pytest.mark.parametrize("width", [22, 26, 34])
def test_a_first_line_without_its_indent_breaks_off_in_its_second_sentence(width: int) -> None:
    plain = typeset(width).replace("\u3000", "")
    first = ("加强河道保护。各部门要认真落实各项规定并切实做好巡查工作" * 2)[: width - 4]
    text = f"{plain}\n{first}\n，确保安全。\n{plain}"
    assert f"{first}，确保安全。" in [line.text for line in paragraphs(text)]


@pytest.mark.parametrize("width", [22, 26, 34])
@pytest.mark.parametrize("missing", [0, 2])
def test_behind_a_full_line_with_a_stop_a_line_short_by_an_indent_begins_a_paragraph(width: int, missing: int) -> None:
    plain = "".join(line.lstrip("\u3000") + "\n" for line in typeset(width).split("\n"))
    words = "各部门要认真落实各项规定并切实做好巡查工作" * 9
    whole, next_line = f"{words[: width - 1]}。", words[: width - missing]
    found = [line.text for line in paragraphs(f"{plain}{words[: width - 2]}\n{whole}\n{next_line}\n抓好。\n{plain}")]
    assert (f"{next_line}抓好。" in found) == (missing == 2)


def test_a_title_behind_a_full_last_line_begins_anew() -> None:
    plain = "".join(line.lstrip("\u3000") + "\n" for line in typeset(26).split("\n"))
    last = "22.关于加强河道管理和保护工作的通知(云政发〔2017〕6号)"
    title = "云川市人民政府关于张三等任职的通知"
    assert title in [line.text for line in paragraphs(f"{plain}{last}\n{title}\n云政发〔2021〕10号\n{plain}")]
