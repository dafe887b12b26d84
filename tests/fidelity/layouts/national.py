"""In national manner: contents lines without numbers, orders signed by the premier, lists of appointments."""

from random import Random

from tests.fidelity.layouts import others, pieces
from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.pieces import Piece
from tests.fidelity.layouts.places import person
from tests.fidelity.layouts.sheet import Gold, Manner, Sheet, arabic, entry

NAME = "中华人民共和国国务院公报"
KINDS = (pieces.state_council, pieces.ministry, pieces.ministry, pieces.ministry, pieces.state_council, pieces.ministry)


def listed_without_numbers(rng: Random) -> Sheet:
    """目录 of 题……（页）; what an order promulgates is listed as if it were a document."""
    made = plan(rng, KINDS, 6)
    documents = [*sorted(made.pieces, key=lambda piece: piece.number_line is None), _appointed(rng)]
    sheet = Sheet(issue=made.masthead(name=NAME) | {"publication_date": None})
    sheet.put(NAME, f"{made.year}年　第{made.serial}号（总号：{made.total}）", "", "目　　录", "")
    for page, piece in enumerate(documents, 3):
        _list(sheet, piece, 2 * page)
    sheet.blank(2)
    for piece in documents:
        sheet.document(piece, Manner(gap=1, right=" " * 30))
    return sheet


def _list(sheet: Sheet, piece: Piece, page: int) -> None:
    if piece.number_line is not None:
        rows: list[Gold] = [entry(piece, page), entry(piece, page, numbered=False) | {"title": piece.enclosed[0].title}]
        shown = [f"{piece.title}（{piece.number_line}）", piece.enclosed[0].title]
    else:
        rows, shown = [entry(piece, page, numbered=False)], [piece.title]
    sheet.put(*[f"{text}{'…' * 8}（{page}）" for text in shown])
    sheet.toc += rows


def _appointed(rng: Random) -> Piece:
    """No number, no addressee, no signature: days and names."""
    body, rows = [], []
    for day in rng.sample(range(1, 28), 3):
        come, gone = person(rng), person(rng)
        body += [
            f"2018年{rng.randint(1, 12)}月{day}日",
            f"任命{come}为民政部副部长。",
            f"免去{gone}的海关总署副署长职务。",
        ]
        rows += [_row(come, "appoint", "民政部副部长"), _row(gone, "remove", "海关总署副署长")]
    return Piece("国务院任免国家工作人员", tuple(body), None, (), None, facts={"personnel": rows})


def _row(name: str, action: str, position: str) -> Gold:
    return {"person": name, "action": action, "position": position, "effective_from": None, "note": None}


def by_issuer(rng: Random) -> Sheet:
    """Page in half-width brackets behind a space, notices of several ministries, ministers' orders."""
    kinds = (others.of_ministries, others.ministry_order, others.of_ministries, pieces.ministry, pieces.state_council)
    made = plan(rng, kinds, 8)
    sheet = Sheet(issue=made.masthead(name=NAME))
    sheet.put(f"{made.year} 年第 {made.serial} 号（总号：{made.total}）", arabic(made.day), "", NAME, "", "目  录", "")
    for page, piece in enumerate(made.pieces, 1):
        sheet.put(f"{piece.title}  ({page * 3})")
        sheet.toc.append(entry(piece, page * 3, numbered=False))
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(indent="    ", right="　" * 12))
    return sheet
