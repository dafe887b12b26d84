"""Tables of indicators: name, unit, values by column, 约束性 or 预期性."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gazette.fields import Figure, Indicator
from services.extract.parsing.scope import Scope
from services.extract.parsing.tables import TABLES, Row
from services.extract.parsing.values import printed

REGULAR, RAGGED = 0.95, 0.6
MOST = 1000
NAME = re.compile(r"(?:一级|二级|三级|具体|主要|核心|考核|规划|发展|监测|绩效)?指标(?:名称|内容|项目)?")
UNIT = re.compile(r"(?:计量)?单位")
NATURE = re.compile(r"(?:指标)?(?:属性|性质|类型)")
FIGURE = re.compile(
    r".*(?:目标|现状|基期|基准|预期|完成|实际|计划|数值|指标值|值|累计|年均|增速|任务|(?:19|20)\d\d\s?年?).*"
)
NUMBERED = re.compile(r"序号|编号|No\.?|类别|类型|领域|维度|备注|责任.*|牵头.*")
MARKS = re.compile(r"[★☆◇◆▲△●○■□※*\[\]]+|<[^<>]{1,20}>|[①-⑳]")
TRAILING_UNIT = re.compile(r"[（(]([^（()）]{1,16})[）)]$")
LEVELS = ("三级", "二级", "具体", "")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what."""

    name: int
    unit: int | None
    nature: int | None
    figures: tuple[int, ...]


def indicators(scope: Scope) -> tuple[Indicator, ...]:
    """Rows of every table whose heads name indicators and values."""
    found: list[Indicator] = []
    for row in scope.rows():
        columns = _columns(row.heads)
        if columns is not None and len(found) < MOST:
            found += _of_row(row, columns)
    return tuple(found)


@lru_cache(maxsize=TABLES)
def _columns(heads: tuple[str, ...]) -> _Columns | None:
    names = [k for k, head in enumerate(heads) if NAME.fullmatch(head)]
    if not names:
        return None
    name = max(names, key=lambda k: (_level(heads[k]), k))
    unit = next((k for k, head in enumerate(heads) if UNIT.fullmatch(head)), None)
    nature = next((k for k, head in enumerate(heads) if NATURE.fullmatch(head)), None)
    figures = tuple(
        k
        for k, head in enumerate(heads)
        if k > name and k not in (unit, nature) and FIGURE.fullmatch(head) and not NUMBERED.fullmatch(head)
    )
    return _Columns(name, unit, nature, figures) if figures else None


def _level(head: str) -> int:
    """The finer the level, the better it is the name of the row."""
    return next((3 - rank for rank, word in enumerate(LEVELS) if head.startswith(word)), 0)


def _of_row(row: Row, columns: _Columns) -> Iterator[Indicator]:
    shift = 1 if row.ragged or _is_parted(row, columns) else 0
    name = row.cell(columns.name + shift) or row.cell(columns.name)
    figures = tuple(
        Figure(row.heads[k], printed(cell.text)) for k in columns.figures if (cell := row.cell(k + shift)) is not None
    )
    if name is None or not figures or not re.search(r"[\u4e00-\u9fffA-Za-z]", name.text):
        return
    title, inside = _name(name.text)
    unit = row.cell(columns.unit + shift) if columns.unit is not None else None
    nature = row.cell(columns.nature + shift) if columns.nature is not None else None
    yield Indicator(
        title,
        row.place(name),
        printed(unit.text) if unit else inside,
        figures,
        printed(nature.text) if nature and not any(c.isdigit() for c in nature.text) else None,
        RAGGED if shift or len(row.cells) < len(row.heads) - 1 else REGULAR,
    )


def _is_parted(row: Row, columns: _Columns) -> bool:
    """Whether an indicator has parts in a column of their own, so that its values stand one column further on."""
    nature = row.cell(columns.nature) if columns.nature is not None else None
    return nature is not None and any(c.isdigit() for c in nature.text)


def _name(text: str) -> tuple[str, str | None]:
    """The name without legend marks, and the unit that stands in brackets behind it."""
    plain = printed(MARKS.sub("", text))
    unit = TRAILING_UNIT.search(plain)
    return (plain[: unit.start()], unit[1]) if unit and unit.start() else (plain, None)
