"""Issues without a contents page, or with it at the end."""

from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.sheet import Manner, Sheet


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
