"""Sentences that a page end cut: behind footnotes, and where the line of a page was full."""

import pytest

from services.extract.parse import paragraphs
from services.extract.parsing import page_ends
from services.extract.parsing.repair import lines

HALF = "各有关部门要按照职责分工抓好各项任务落实，加强对本项工作的日常监督检查和"
REST = "考核评价，确保取得实效。"
NOTE = "<sup>11</sup>两清单：责任清单、任务清单。"
WIDTH = 56


def texts(text: str) -> list[str]:
    return [line.text for line in paragraphs(text)]


def of_columns(columns: int, mark: str = "，") -> str:
    """A beginning of a sentence that takes so many columns."""
    return ("推进各项重点工作任务落实见效" * 12)[: columns // 2 - 4] + mark + "不断加"


def pages(short: str, after: str) -> str:
    """A text of paragraphs, ten of which the ends of pages cut; `short` stands alone before `after`."""
    cut = [f"{of_columns(WIDTH * k - 4)}\n\n强统筹协调。\n\n各单位要抓好落实。" for k in (2, 3, 2, 4, 2, 3, 5, 2, 3, 2)]
    return "\n\n".join([*cut, short, after])


def test_a_sentence_goes_on_behind_footnotes() -> None:
    text = "\n\n".join((HALF, "---", NOTE, "12 五新：新基建、新场景。", REST, "特此通知。"))
    assert texts(text) == [HALF + REST, "11两清单：责任清单、任务清单。", "12 五新：新基建、新场景。", "特此通知。"]


def test_places_of_both_parts_are_kept() -> None:
    whole, note, _ = paragraphs(f"{HALF}\n---\n{NOTE}\n{REST}\n特此通知。")
    assert (whole.first, whole.last, note.first) == (1, 4, 3)
    assert whole.source(len(HALF)) == (4, 0)


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_a_sentence_of_several_lines_goes_on_behind_footnotes(indent: str) -> None:
    sentence = "各部门要认真落实河道管理的各项规定，切实做好巡查工作" * 9
    whole = f"{indent}{sentence[: 26 * 3 + 13]}。"
    cut = [whole[k : k + 26] for k in range(0, len(whole), 26)]
    plain = "\n".join(cut * 12)
    parts = (*cut[:2], "---", "12 五新：新基建、新场景。", *cut[2:])
    found = paragraphs("\n".join((plain, *parts, plain)))
    assert [line.text for line in found].count(whole.lstrip("\u3000")) == 25
    assert all(runs == sorted(runs) for runs in ([run[1:] for run in line.runs] for line in found))


def test_a_note_in_several_lines() -> None:
    note = ("3三平台：中国国际服务贸易交易会、", "中关村论坛、金融街论坛。")
    assert texts("\n\n".join((HALF, "———", *note, REST)))[0] == HALF + REST


BEGINNINGS = [
    "二、工作目标", "## 工作目标", "\u3000\u3000各区要加强领导。", "甲\t乙", "云川市人民政府关于做好防汛工作的通知",
    "云川市人民政府", "附件：1. 值班表", "各区人民政府：", "2021年3月5日",
]  # fmt: skip


@pytest.mark.parametrize("between", BEGINNINGS)
def test_what_begins_anew_is_not_drawn_up(between: str) -> None:
    assert HALF in texts("\n\n".join((HALF, "---", NOTE, between, REST)))


def test_a_whole_sentence_stays_whole() -> None:
    assert texts(f"{REST}\n\n---\n\n{NOTE}\n\n各区要加强领导。")[0] == REST


def test_a_rule_alone_parts() -> None:
    assert texts(f"{HALF}\n\n---\n\n{REST}") == [HALF, "---", REST]


def test_page_ends_tell_how_wide_a_page_is() -> None:
    assert page_ends.printed_width(lines(pages("短行", "末行。"))) == WIDTH
    assert page_ends.printed_width(lines("\n".join([HALF, REST] * 3))) is None


def test_cuts_of_any_length_tell_no_width() -> None:
    cut = [f"{of_columns(2 * (32 + 3 * k))}\n\n强统筹协调。" for k in range(24)]
    assert page_ends.printed_width(lines("\n\n".join(cut))) is None


def test_a_short_line_that_fills_the_page_is_no_heading() -> None:
    full = of_columns(WIDTH - 4)
    after = "强统筹协调，完善工作机制，形成工作合力，按照职责分工抓好落实。"
    assert full + after in texts(pages(full, after))


@pytest.mark.parametrize(
    "heading", [of_columns(WIDTH - 12), of_columns(WIDTH - 4, "的"), f"一、{of_columns(WIDTH - 8)}"]
)
def test_a_heading_stays_one(heading: str) -> None:
    after = "强统筹协调，完善工作机制，形成工作合力，按照职责分工抓好落实。"
    assert heading in texts(pages(heading, after))
