"""Issues without a contents page, or with it at the end."""

from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.others import OTHER
from tests.fidelity.layouts.pieces import LOCAL
from tests.fidelity.layouts.sheet import Manner, Sheet, arabic, entry


def without_contents(rng: Random) -> Sheet:
    """A cover line, then one document after the other."""
    made = plan(rng)
    sheet = Sheet(issue=made.masthead())
    sheet.put(
        made.name,
        f"{made.day.year}年{made.day.month}月{made.day.day}日　{made.year}年第{made.serial}期（总第{made.total}期）",
        "",
    )
    for piece in made.pieces:
        sheet.document(piece, Manner(gap=1))
    return sheet


def contents_last(rng: Random) -> Sheet:
    """The contents close the issue."""
    made = plan(rng, (*OTHER, *LOCAL[5:]), 15)
    sheet = Sheet(issue=made.masthead())
    sheet.put(f"{made.name}", f"{made.year}年第{made.serial}期 总第{made.total}期", f"{arabic(made.day)}出版", "")
    for piece in made.pieces:
        sheet.document(piece, Manner(indent="  ", label="{}:", spaced_person=False))
    sheet.put("本期目录", "")
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 4)
        sheet.put(row["title"], *([piece.number] if piece.number else []), f"……{page * 4}")
        sheet.toc.append(row)
    return sheet
