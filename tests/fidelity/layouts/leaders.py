"""Contents pages with dotted leaders."""

from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.others import OTHER, reading
from tests.fidelity.layouts.pieces import LOCAL, Piece
from tests.fidelity.layouts.sheet import Manner, Sheet, arabic, chinese, entry


def dots(rng: Random) -> Sheet:
    """Dots and a tab before the page; titles broken behind the issuer, days in Chinese numerals."""
    made = plan(rng)
    sheet = Sheet(issue=made.masthead())
    sheet.put(
        f"{made.year}年第{made.serial}期（总第{made.total}期）", made.name, f"出版日期：{arabic(made.day)}", "", "目录"
    )
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page + 2)
        tail = f"（{piece.number}）" if piece.number else ""
        sheet.put(f"{row['title']}{tail}{'.' * 12}\t{page + 2}")
        sheet.toc.append(row)
    sheet.blank(3)
    for piece in made.pieces:
        sheet.document(piece, Manner(title=behind_issuer, day=chinese, right="　" * 10))
    return sheet


def behind_issuer(piece: Piece) -> list[str]:
    """The title on two lines, broken before 关于."""
    head, about, rest = piece.title.partition("关于")
    return [head, about + rest] if about and head else [piece.title]


def number_before(rng: Random) -> Sheet:
    """Number on a line, title and leaders on the next; explanations of policies among the documents."""
    made = plan(rng, (*OTHER, reading, *LOCAL[:3]), 13)
    sheet = Sheet(issue=made.masthead(f"{made.name.removesuffix('公报')}研究室"))
    publisher = f"{made.name.removesuffix('公报')}研究室"
    sheet.put(
        f"{made.name}  {made.year}年第{made.serial}期（总第{made.total}期）",
        f"主办：{publisher}",
        arabic(made.day),
        "",
        "本期要目",
    )
    for page, piece in enumerate(made.pieces, 1):
        row = entry(piece, page * 2)
        sheet.put(*([piece.number] if piece.number else []), f"　　{row['title']} {'·' * 16} {page * 2}")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, Manner(gap=1, indent="", title=behind_issuer))
    return sheet
