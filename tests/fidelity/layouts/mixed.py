"""Every document in a manner of its own, as where each came from another office's word processor."""

from collections.abc import Sequence
from datetime import date
from random import Random

from tests.fidelity.layouts import others, pieces
from tests.fidelity.layouts.issues import Plan, plan
from tests.fidelity.layouts.leaders import behind_issuer
from tests.fidelity.layouts.pieces import Piece
from tests.fidelity.layouts.sheet import Manner, Sheet, arabic, chinese, entry, whole

KINDS = (*pieces.LOCAL, *others.OTHER, pieces.ministry)


def with_contents(rng: Random) -> Sheet:
    """Explanations of policies are among the documents."""
    made = plan(rng, (*KINDS, others.reading), 18)
    sheet = _covered(made)
    sheet.put("目录")
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 3)
        sheet.put(f"{row['title']}{f' {piece.number}' if piece.number else ''}………{page * 3}")
        sheet.toc.append(row)
    sheet.blank(2)
    return _set(rng, sheet, made.pieces)


def without_contents(rng: Random) -> Sheet:
    made = plan(rng, KINDS, 18)
    return _set(rng, _covered(made), made.pieces)


def _covered(made: Plan) -> Sheet:
    sheet = Sheet(issue=made.masthead())
    sheet.put(*made.cover()[:3], arabic(made.day), "")
    return sheet


def _set(rng: Random, sheet: Sheet, made: Sequence[Piece]) -> Sheet:
    for piece in made:
        sheet.document(piece, _manner(rng))
    return sheet


def _manner(rng: Random) -> Manner:
    return Manner(
        title=rng.choice((whole, behind_issuer, _bold, _marked)),
        number=rng.choice(("below", "above", "brackets", "beside")),
        day=rng.choice((arabic, chinese, _spaced)),
        indent=rng.choice(("", "　　", "    ")),
        gap=rng.choice((0, 1)),
        right=rng.choice(("", " " * 20)),
        one_line=rng.random() < 0.3,
        label=rng.choice(("{}", "{}：", "{}:")),
    )


def _bold(piece: Piece) -> list[str]:
    return [f"**{piece.title}**"]


def _marked(piece: Piece) -> list[str]:
    return [f"# {piece.title}"]


def _spaced(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
