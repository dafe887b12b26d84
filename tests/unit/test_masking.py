"""Masks over lines: name lists, numbers over a line end, every line as long as before."""

import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from gazette import logs
from gazette.masking import masked_lines
from gazette.repaired import as_printed
from services.extract.parse import parse


def masked(*lines: str) -> list[str]:
    return masked_lines(lines, as_printed(lines))


def test_private_addresses_of_a_name_list_are_masked_as_far_as_the_table_goes() -> None:
    assert masked(
        "序号\t姓名\t家庭住址\t工作单位",
        "1\t赵六\t某县某镇某村3号\t某县水务局",
        "",
        "2\t钱七\t无\t某镇人民政府",
        "本表由某县某镇某村填报。",
        "3\t孙八\t某县某镇某村5号\t某县教育局",
    ) == [
        "序号\t姓名\t家庭住址\t工作单位",
        "1\t赵六\t●●●●●●●●\t某县水务局",
        "",
        "2\t钱七\t无\t某镇人民政府",
        "本表由某县某镇某村填报。",
        "3\t孙八\t某县某镇某村5号\t某县教育局",
    ]


def test_an_address_is_private_where_people_are_listed_and_not_where_offices_are() -> None:
    assert masked("姓名\t性别\t地址", "赵六\t男\t某县某镇某村3号")[1] == "赵六\t男\t●●●●●●●●"
    offices = ("单位名称\t地址\t电话", "某县水务局\t某县某路3号\t010-69961234")
    assert masked(*offices) == list(offices)


def test_a_form_has_its_values_beside_their_names() -> None:
    form = ("姓名\t赵六\t住址\t某县某镇某村十二组3号", "电话\t13812345678\t备注\t某县某镇的村民")
    assert masked(*form) == ["姓名\t赵六\t住址\t●●●●●●●●●●●", "电话\t●●●●●●●●●●●\t备注\t某县某镇的村民"]


def test_columns_tell_numbers_from_numbers() -> None:
    rows = ("| 姓名 | 身份证号 | 银行卡号 | 补助金额 |", "| 赵六 | 110105194912310020 | 43674200123456 | 13812345678 |")
    assert masked(*rows)[1] == f"| 赵六 | {'●' * 18} | {'●' * 14} | 13812345678 |"


def test_a_number_over_a_line_end_is_masked_in_both_lines() -> None:
    sentence = "各级人民政府应当加强组织领导，落实工作责任，完善保障措施，确保各项任务按期完成，"
    said = sentence * 20 + "联系人赵六，手机13812345678，" + sentence * 20
    cut = next(width for width in range(20, 40) if 0 < (said.index("5678") % width) < 5)
    text = "\n".join(said[at : at + cut] for at in range(0, len(said), cut))
    assert "13812345678" not in text
    found = parse(text.encode(), "x.txt")
    lines = text.split("\n")
    hidden = masked_lines(lines, found.paragraphs)
    assert "".join(hidden) == said.replace("13812345678", "●" * 11)
    assert [len(one) for one in hidden] == [len(one) for one in lines]


def test_marks_within_a_number_stay() -> None:
    text = "联系人：138<b>1234</b>5678"
    found = parse(text.encode(), "x.txt")
    assert masked_lines([text], found.paragraphs) == ["联系人：●●●<b>●●●●</b>●●●●"]


@pytest.mark.parametrize("line", ["", "\t\t", "|", "||", "姓名", "住址：", "\t住址"])
def test_what_holds_nothing_stays(line: str) -> None:
    assert masked(line, line) == [line, line]


@given(st.lists(st.text("赵13805 \t|姓名住址省村：元号", max_size=30), max_size=6))
def test_masks_change_no_length_and_no_white_space(lines: list[str]) -> None:
    hidden = masked(*lines)
    assert [len(line) for line in hidden] == [len(line) for line in lines]
    for before, after in zip("\n".join(lines), "\n".join(hidden), strict=True):
        assert after == before or (after == "●" and not before.isspace())


@pytest.mark.parametrize("style", ["plain", "json"])
def test_log_lines_are_masked_with_their_tracebacks(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    handlers = list(logging.getLogger().handlers)
    try:
        logs.configure(style, "INFO")
        try:
            raise ValueError("赵六 13812345678")
        except ValueError:
            structlog.get_logger().exception("broken", line="电话13912345678", issue_id="1" * 16)
        logging.getLogger("library").warning("联系人13712345678")
    finally:
        structlog.configure(**before)
        logging.getLogger().handlers[:] = handlers
    said = capsys.readouterr().err
    assert [number in said for number in ("13812345678", "13912345678", "13712345678")] == [False] * 3
    assert said.count("●" * 11) >= 3
    assert "1" * 16 in said
