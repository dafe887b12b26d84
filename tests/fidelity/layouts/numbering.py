"""Numbers where others do not print them."""

from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.others import OTHER
from tests.fidelity.layouts.pieces import LOCAL
from tests.fidelity.layouts.sheet import Manner, Sheet, chinese, entry


def bracketed(rng: Random) -> Sheet:
    """（number） under the title, in the contents as in the body."""
    made = plan(rng)
    sheet = Sheet(issue=made.masthead())
    cover = [line for line in made.cover() if "主办" not in line]
    sheet.put(*cover, "目  录", "")
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 5)
        sheet.put(f"{row['title']}\t{page * 5}", *([f"（{piece.number}）"] if piece.number else []))
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(number="brackets", gap=1, label="{}："))
    return sheet


def above(rng: Random) -> Sheet:
    """Number above the title, as on a letterhead, at the right; days in Chinese numerals."""
    made = plan(rng, (*LOCAL, *OTHER), 16, year=rng.randint(2003, 2011))
    sheet = Sheet(issue=made.masthead())
    sheet.put(
        "",
        made.name,
        f"第{made.serial}期",
        f"（总第{made.total}期）",
        f"{made.year}年",
        chinese(made.day),
        "",
        "目　录",
        "",
    )
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page)
        tail = f"（{piece.number}）" if piece.number else ""
        sheet.put(f"{row['title']}{tail} （{page}）")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(number="above", day=chinese, right="　" * 14))
    return sheet
