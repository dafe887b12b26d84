"""Bodies and their roles."""

import pytest

from gazette.model import Document
from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said


def roles(found: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(one.role), one.bodies) for one in found.duties]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("清淤。（责任单位：市水务局、市财政局等部门，各县）", [("responsible", ("市水务局", "市财政局", "各县"))]),
        (
            "牵头单位：市水务局；配合单位：市财政局、市教委",
            [("lead", ("市水务局",)), ("supporting", ("市财政局", "市教委"))],
        ),
        (
            "清淤。（市水务局牵头，市财政局、市教委配合）",
            [("lead", ("市水务局",)), ("supporting", ("市财政局", "市教委"))],
        ),
        (
            "清淤。（市水务局、市财政局等和各县人民政府负责）",
            [("responsible", ("市水务局", "市财政局", "各县人民政府"))],
        ),
        (
            "责任单位：市公安局（交通支队、巡警支队）、市科技和信息化局",
            [("responsible", ("市公安局（交通支队·巡警支队）", "市科技和信息化局"))],
        ),
    ],
)
def test_labels_and_closing_brackets(printed: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = roles(read(f"现通知如下：\n\n{printed}"))
    assert [(role, tuple(b.replace("·", "、") for b in bodies)) for role, bodies in found] == [
        (role, tuple(b.replace("·", "、") for b in bodies)) for role, bodies in expected
    ]


TABLE = """序号\t任务\t责任部门\t\t完成时限
\t\t牵头部门\t配合部门\t
1\t清淤\t市水务局\t市财政局、市教委\t6月底前
2\t护坡\t\t各县\t全过程"""


def test_a_table_with_two_lines_of_heads() -> None:
    text = notice(f"现通知如下：\n\n{TABLE}")
    found = only(text)
    assert roles(found) == [("lead", ("市水务局",)), ("supporting", ("市财政局", "市教委")), ("supporting", ("各县",))]
    assert said(text, found.duties[1].place) == "市财政局、市教委"


def test_a_table_with_pipes() -> None:
    found = read("现通知如下：\n\n| 任务 | 牵头单位 | 协办单位 |\n|---|---|---|\n| 清淤 | 市水务局 市财政局 | — |")
    assert roles(found) == [("lead", ("市水务局", "市财政局"))]


@pytest.mark.parametrize(
    "line",
    [
        "各责任单位要密切配合。",
        "（以下由各县负责完成任务）",
        "注：排在第一位的部门为牵头部门",
        "责任单位：",
        "要落实责任（一岗双责）。",
    ],
)
def test_talk_of_duties_names_nobody(line: str) -> None:
    assert read(line).duties == ()


def test_a_list_that_breaks_off_is_doubtful() -> None:
    whole, torn = (read(f"现通知如下：\n\n责任单位：市水务局、{last}").duties[0] for last in ("市财政局", "市财"))
    assert torn.confidence < 0.7 < whole.confidence
