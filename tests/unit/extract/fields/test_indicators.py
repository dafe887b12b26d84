"""Tables of indicators."""

from gazette.model import Document
from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said

TABS = """类别\t序号\t指标\t目标\t属性
绿色发展\t1\t森林覆盖率（%）★\t67\t约束性
\t2\t河道水质★◇\t达到市级要求\t预期性"""
PIPES = """| 二级指标 | 单位 | 2020年 | 2025年目标值 |
|---|---|---|---|
| 人均收入 | 万元 | 3.1 | 4 |"""


def rows(found: Document) -> list[tuple[str, str | None, list[tuple[str, str]], str | None]]:
    return [(one.name, one.unit, [(f.column, f.value) for f in one.figures], one.nature) for one in found.indicators]


def test_name_unit_value_and_nature() -> None:
    text = notice(f"现通知如下：\n\n{TABS}")
    found = only(text)
    assert rows(found) == [
        ("森林覆盖率", "%", [("目标", "67")], "约束性"),
        ("河道水质", None, [("目标", "达到市级要求")], "预期性"),
    ]
    assert said(text, found.indicators[0].place) == "森林覆盖率（%）★"


def test_pipes_and_two_columns_of_values() -> None:
    assert rows(read(f"现通知如下：\n\n{PIPES}")) == [
        ("人均收入", "万元", [("2020年", "3.1"), ("2025年目标值", "4")], None)
    ]


def test_a_row_in_parts_is_doubtful() -> None:
    parted = read(f"现通知如下：\n\n{TABS}\n\t3\t粮食安全◇\t粮食（万吨）\t2.5\t约束性").indicators[-1]
    assert (parted.name, parted.unit, parted.figures[0].value, parted.nature) == ("粮食", "万吨", "2.5", "约束性")
    assert parted.confidence < 0.7


def test_a_table_that_only_talks_of_indicators_is_none() -> None:
    assert rows(read("现通知如下：\n\n序号\t任务\t牵头单位\n1\t完成各项指标\t市水务局")) == []
