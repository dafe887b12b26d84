"""A weekly whose documents stand under sections of three levels."""

from collections.abc import Iterator
from random import Random

from tests.fidelity.layouts.issues import Plan, plan
from tests.fidelity.layouts.others import OTHER
from tests.fidelity.layouts.pieces import LOCAL, Piece
from tests.fidelity.layouts.sheet import Manner, Sheet, arabic, entry

TREE = {
    "法规规章": ("省级规章", "重要决定"),
    "政府文件": ("规范性文件", "其他文件"),
    "人事与公告": ("人事任免", "公告通告"),
}


def sections(made: Plan) -> Iterator[tuple[tuple[str, str, str], Piece]]:
    """Each document with its three sections; neighbours share them."""
    paths = [(top, middle) for top, middles in TREE.items() for middle in middles]
    for k, piece in enumerate(made.pieces):
        top, middle = paths[k * len(paths) // len(made.pieces)]
        yield (top, middle, "综合" if k % 2 else "民生"), piece


def bracketed(rng: Random) -> Sheet:
    """【top】, ●middle and ▲lowest, in contents and body."""
    made = plan(rng, count=15)
    sheet = Sheet(issue=made.masthead())
    sheet.put(
        made.name, f"（周报）{made.year}年第{made.serial}期 总第{made.total}期", arabic(made.day), "", "目  录", ""
    )
    _contents(sheet, made)
    held = ("", "", "")
    for path, piece in sections(made):
        sheet.put(*[text for text, one, other in zip(_marked(path), path, held, strict=True) if one != other])
        sheet.blank()
        held = path
        sheet.document(piece, Manner(gap=1, indent=""))
    return sheet


def _marked(path: tuple[str, str, str]) -> tuple[str, str, str]:
    return f"【{path[0]}】", f"●{path[1]}●", f"▲{path[2]}▲"


def _contents(sheet: Sheet, made: Plan) -> None:
    held = ("", "", "")
    for page, (path, piece) in enumerate(sections(made), 1):
        sheet.put(*[text for text, one, other in zip(_marked(path), path, held, strict=True) if one != other])
        held = path
        row = entry(piece, page * 4, path[2])
        sheet.put(
            *(
                [row["title"], f"{piece.number}..... {page * 4}"]
                if piece.number
                else [f"{row['title']}..... {page * 4}"]
            )
        )
        sheet.toc.append(row)
    sheet.blank(2)


def plain(rng: Random) -> Sheet:
    """第一部分, ◆ and ◇; another voice."""
    made = plan(rng, (*OTHER, *LOCAL[:4]), 13)
    sheet = Sheet(issue=made.masthead())
    sheet.put(
        f"{made.year}年第{made.serial}期",
        f"总第{made.total}期",
        f"{made.day.year}年1月15日出版",
        made.name,
        "目　　次",
        "",
    )
    for page, (heads, piece) in enumerate(_heads(made), 1):
        row = entry(piece, page, heads[-1].strip("◇ ") if heads else None)
        row["section"] = None
        tail = f" {piece.number}" if piece.number else ""
        sheet.put(*heads, f"{row['title']}{tail}……{page}")
        sheet.toc.append(row)
    sheet.blank(2)
    for heads, piece in _heads(made):
        sheet.put(*heads, *([""] if heads else []))
        sheet.document(piece, Manner(right=" " * 24, title=_centred))
    return sheet


def _heads(made: Plan) -> Iterator[tuple[list[str], Piece]]:
    held = ("", "", "")
    names = {top: f"第{n}部分　{top}" for n, top in zip("一二三", TREE, strict=True)}
    for path, piece in sections(made):
        shown = (names[path[0]], f"◆ {path[1]}", f"◇ {path[2]}")
        yield [text for text, one, other in zip(shown, path, held, strict=True) if one != other], piece
        held = path


def _centred(piece: Piece) -> list[str]:
    """On several lines, each indented to stand in the middle."""
    text = piece.title
    return [" " * (20 - len(part) // 2) + part for part in (text[k : k + 18] for k in range(0, len(text), 18))]
