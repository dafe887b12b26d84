"""Fields of several parts of a parsed file, counted by document; `--json` has them whole."""

from collections.abc import Mapping
from typing import Any

from services.cli.console import give_table

COUNTED = (
    ("basis", "依据 basis"),
    ("cites", "引用 cites"),
    ("repeals", "废止 repeals"),
    ("amends", "修改 amends"),
    ("continues", "继续有效 continues"),
    ("promulgates", "印发 brings out"),
    ("personnel", "任免 personnel"),
    ("duties", "责任 duties"),
    ("deadlines", "时限 deadlines"),
    ("indicators", "指标 indicators"),
)


def give_particulars(found: Mapping[str, Any]) -> None:
    """A table with a row for each document that has any of them, and a column for each field that any document has."""
    documents = [(at, one) for at, one in enumerate(found["documents"], 1) if any(one[name] for name, _ in COUNTED)]
    columns = [(name, head) for name, head in COUNTED if any(one[name] for _, one in documents)]
    rows = [(at, *(len(one[name]) or None for name, _ in columns)) for at, one in documents]
    give_table("字段条数 Fields of several parts", ("", *(head for _, head in columns)), rows)
