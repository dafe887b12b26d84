"""Contents pages set as a table."""

from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.sheet import Manner, Sheet, entry


def pipes(rng: Random) -> Sheet:
    """A markdown table with a head row; documents with markdown heads."""
    made = plan(rng)
    sheet = Sheet(
        issue=made.masthead(
            f"{made.name.removesuffix('公报')}{'办公厅' if made.place.name[-1] in '省市区州' and made.place.head != '县长' else '办公室'}"
        )
    )
    sheet.put(*made.cover(), "## 目录", "", "| 序号 | 标题 | 发文字号 | 页码 |", "| --- | --- | --- | ---: |")
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 2)
        sheet.put(f"| {page} | {row['title']} | {row['doc_number'] or ''} | {row['page']} |")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(title=lambda p: [f"# {p.title}", ""], gap=1, indent=""))
    return sheet
