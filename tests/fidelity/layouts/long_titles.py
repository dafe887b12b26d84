"""Titles of up to several hundred characters: notices of notices of notices, and long lists of organs."""

from dataclasses import replace
from random import Random

from tests.fidelity.layouts.issues import plan
from tests.fidelity.layouts.pieces import Kind, Piece, forwarding, joint, ministry, notice, promulgation
from tests.fidelity.layouts.places import MINISTRIES, Place, office
from tests.fidelity.layouts.sheet import Manner, Sheet, Title, entry
from tests.fidelity.layouts.subjects import SUBJECTS

HIGHER = "东岭省"


def nested(rng: Random, place: Place, year: int) -> Piece:
    """转发…关于转发…关于…的通知的通知的通知: three to six deep."""
    made, depth = notice(rng, place, year), rng.randint(2, 5)
    title = f"{HIGHER}{rng.choice(SUBJECTS).office}{made.title[made.title.index('关于') :]}"
    for _ in range(depth):
        above = rng.sample(SUBJECTS, 3)
        title = f"{''.join(HIGHER + subject.office for subject in above)}关于转发{title}的通知"
    return replace(made, title=f"{made.signers[0]}转发{title}的通知")


def of_many(rng: Random, place: Place, year: int) -> Piece:
    """A notice of all ministries together."""
    made, signers = ministry(rng, place, year), tuple(rng.sample(MINISTRIES, len(MINISTRIES)))
    return replace(made, signers=signers, title=" ".join(signers) + made.title[made.title.index("关于") :])


def of_offices(rng: Random, place: Place, year: int) -> Piece:
    """A notice of ten offices of one government."""
    made = joint(rng, place, year)
    offices = dict.fromkeys(place.name + subject.office for subject in rng.sample(SUBJECTS, 14))
    signers = tuple(dict.fromkeys((office(place), *offices)))[:10]
    return replace(made, signers=signers, title="　".join(signers) + made.title[made.title.index("关于") :])


KINDS: tuple[Kind, ...] = (nested, of_many, of_offices, promulgation, forwarding)


def cut_at(width: int) -> Title:
    """A title in lines of so many characters."""
    return lambda piece: [piece.title[k : k + width] for k in range(0, len(piece.title), width)]


def organ_by_organ(piece: Piece) -> list[str]:
    """Each organ on a line of its own, the last one with the rest."""
    return piece.title.replace("　", " ").split(" ")


def _set(rng: Random, manner: Manner, listed: bool) -> Sheet:
    made = plan(rng, KINDS, 10)
    sheet = Sheet(issue=made.masthead(f"{office(made.place)}"))
    sheet.put(*made.cover())
    if listed:
        sheet.put("目　录", "")
    for page, piece in enumerate(made.pieces if listed else (), 2):
        row = entry(piece, page)
        sheet.put(f"{row['title']}（{piece.number}）{'…' * 6}{page}")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made.pieces:
        sheet.document(piece, manner)
    return sheet


def whole(rng: Random) -> Sheet:
    """Each on one line, however long; listed likewise."""
    return _set(rng, Manner(indent="", gap=1), True)


def cut(rng: Random) -> Sheet:
    """Cut at 26 characters, the number above."""
    return _set(rng, Manner(title=cut_at(26), number="above"), False)


def by_organ(rng: Random) -> Sheet:
    """An organ a line."""
    return _set(rng, Manner(title=organ_by_organ), False)
