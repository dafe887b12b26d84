"""Contents pages set as a table."""

from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.others import OTHER
from tests.fidelity.layouts.pieces import LOCAL
from tests.fidelity.layouts.places import office
from tests.fidelity.layouts.sheet import Manner, Sheet, entry


def pipes(rng: Random) -> Sheet:
    """A markdown table with a head row; documents with markdown heads."""
    made = plan(rng)
    sheet = Sheet(issue=made.masthead(office(made.place)))
    sheet.put(*made.cover(), "## 目录", "", "| 序号 | 标题 | 发文字号 | 页码 |", "| --- | --- | --- | ---: |")
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 2)
        sheet.put(f"| {page} | {row['title']} | {row['doc_number'] or ''} | {row['page']} |")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(title=lambda p: [f"# {p.title}", ""], gap=1, indent=""))
    return sheet


def columns(rng: Random) -> Sheet:
    """Columns held apart by tabs and spaces under a head row; documents in another voice."""
    made = plan(rng, (*OTHER, *LOCAL[6:]), 14)
    sheet = Sheet(issue=made.masthead(office(made.place)))
    sheet.put(*made.cover(), "## 目录", "", "| 序号 | 标题 | 发文字号 | 页码 |", "| --- | --- | --- | ---: |")
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 2)
        sheet.put(f"| {page} | {row['title']} | {row['doc_number'] or ''} | {row['page']} |")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(title=lambda p: [f"# {p.title}", ""], gap=1, indent=""))
    return sheet
