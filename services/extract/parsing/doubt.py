"""What is doubtful: values that the rest of the issue speaks against, or that no second sign speaks for."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gazette import numbers
from gazette.model import Document, Masthead, Mention, Personnel, Provenance, TocEntry
from services.extract.parsing import agency, shapes
from services.extract.parsing.doubt_rows import questioned
from services.extract.parsing.duties import WHOLE
from services.extract.parsing.repair import Line
from services.extract.parsing.signals import Head
from services.extract.parsing.signature import title_organ
from services.extract.parsing.slips import LEAST_LENGTH, STYLES, Pairs, pairs, rare, slipped
from services.extract.parsing.terms import TYPES
from services.extract.parsing.values import core, folded

SURE_SCORE, SURE_SHAPE = 6.5, 2.0
SUREST, REPORT, DOUBTED = 0.99, 0.95, 0.5
MOST_COMMON = 100
LEAST_PLACE, LONGEST_OFFICE = 5, 2
MOST_SIGNED = 0.6
TYPE_END = re.compile(rf"(?:{TYPES})(?:[（(].{{1,12}}[）)])?$")
STYLE_END = re.compile(rf"[{STYLES}]$")
PARTS = re.compile(r"[、，,；;]")
NO_NAME = re.compile(r"同意|免去|任命|聘任|决定|[其免职务]|^[同级兹经现以]")
NO_POST = re.compile(r"同志|免去|任命")
ADDRESSED = re.compile(r"(?:通知|意见|函|批复|通报|请示|报告)(?:[（(].{1,12}[）)])?$")
OFFICE = re.compile(
    r"(?:长|任|书记|席|理|员|官|师|督|监|使|事|家|授|助理|秘书|代表|参谋|政委|职|务|首席|顾问|校监|巡视|调研)(?:级)?$"
)


@dataclass(frozen=True, slots=True)
class Peers:
    """What the documents of one issue have in common."""

    codes: Counter[str]
    issuers: Counter[str]
    addressees: Counter[str]
    published: str | None
    pairs: Pairs
    signed: float


def peers(
    documents: Sequence[Document], entries: Iterable[TocEntry], masthead: Masthead | None, lines: Sequence[Line]
) -> Peers:
    """Count codes, issuers, addressees and pairs of characters of an issue, and which share of it is signed."""
    printed = [d.doc_number for d in documents] + [e.doc_number for e in entries]
    printed += [m.doc_number for d in documents for m in (*d.cites, *d.repeals)]
    return Peers(
        _common(code for number in printed if number and (code := _code(number))),
        _common(d.issuer for d in documents if d.issuer),
        _common(part for d in documents for part in _addressed(d)),
        masthead.publication_date if masthead else None,
        pairs(lines),
        sum(d.issued_date is not None for d in documents) / max(1, len(documents)),
    )


def _common(values: Iterable[str]) -> Counter[str]:
    return Counter(dict(Counter(values).most_common(MOST_COMMON)))


def doubted(document: Document, head: Head, entry: TocEntry | None, common: Peers) -> Document:
    """The document with the names of its doubtful keys, and its doubtful rows marked."""
    organ = title_organ(document.title)
    names = {*document.doubtful, *_heading(document, head, entry, common), *_signing(document, organ, common)}
    if document.interpreted_by and not WHOLE.search(document.interpreted_by):
        names.add("interpreted_by")
    if "title" in names:
        names |= {"instrument"} & document.provenance.keys()
    return replace(
        questioned(document, common.pairs),
        doubtful=tuple(sorted(names)),
        provenance={key: _calibrated(key, proof, names, head) for key, proof in document.provenance.items()},
        confidence=_sure(document.confidence, "start_line" in names, head),
        personnel=tuple(_person(row, organ, common) for row in document.personnel),
        cites=tuple(_mention(row, common) for row in document.cites),
        repeals=tuple(_mention(row, common) for row in document.repeals),
        basis=tuple(_mention(row, common) for row in document.basis),
    )


def _calibrated(key: str, proof: Provenance, doubtful: Collection[str], head: Head) -> Provenance:
    return replace(proof, confidence=_sure(proof.confidence, key in doubtful, head))


def _sure(confidence: float, doubted: bool, head: Head) -> float:
    """A confidence as it was measured on damaged texts: what is doubted is right about every second time."""
    if doubted:
        return min(confidence, DOUBTED)
    return REPORT if "report" in head.signals else min(confidence, SUREST)


def _heading(document: Document, head: Head, entry: TocEntry | None, common: Peers) -> Iterator[str]:
    if head.score < SURE_SCORE and "report" not in head.signals:
        yield "start_line"
    if "report" not in head.signals and (head.title.shape < SURE_SHAPE or not shapes.balanced(document.title)):
        yield "title"
    if entry is not None and _misread(folded(document.title), folded(entry.title), common):
        yield "title"
    if "report" not in head.signals and not document.attachment_of and not TYPE_END.search(document.title):
        yield "doc_type"
    if entry is not None and entry.doc_number and entry.doc_number != document.doc_number:
        yield "doc_number"
    if "broken number" in head.signals:
        yield "doc_number"
    if document.doc_number and rare(_code(document.doc_number), common.codes):
        yield "doc_number"
    if document.addressees is None and "report" not in head.signals and ADDRESSED.search(document.title):
        yield "addressees"
    if any(_is_new(part, common) for part in _addressed(document)):
        yield "addressees"


def _signing(document: Document, organ: str | None, common: Peers) -> Iterator[str]:
    issuer = document.issuer
    if issuer and organ and core(issuer) != core(organ) and slipped(core(issuer), core(organ)):
        yield from ("issuer", "title")
    if issuer and document.doc_number and agency.is_anothers(document.doc_number, issuer):
        yield "issuer"
    if (issuer is None) != (document.issued_date is None) or (issuer and _strange(issuer, common.issuers, common)):
        yield "issuer" if document.issued_date else "issued_date"
    addressed = document.addressees or (document.doc_number and ADDRESSED.search(document.title))
    if addressed and issuer is None and document.issued_date is None and common.signed >= MOST_SIGNED:
        yield from ("issuer", "issued_date")
    if document.issued_date is None:
        return
    year = numbers.parse(document.doc_number).year if document.doc_number else None  # type: ignore[union-attr]
    if year is not None and not 0 <= year - int(document.issued_date[:4]) <= 1:
        yield "issued_date"
    if common.published and document.issued_date > common.published:
        yield "issued_date"


def _person(row: Personnel, organ: str | None, common: Peers) -> Personnel:
    place = (organ or "").partition("人民政府")[0]
    glued = len(place) >= LEAST_PLACE and slipped(row.position[: len(place)], place)
    strange = NO_NAME.search(row.person) or NO_POST.search(row.position) or not OFFICE.search(row.position)
    return replace(row, doubtful=True) if glued or strange or common.pairs.odd(row.position[:-LONGEST_OFFICE]) else row


def _mention(row: Mention, common: Peers) -> Mention:
    """A number without a title, with a code that no government has, or one close to a commoner code."""
    if row.doc_number is None:
        return row
    code = _code(row.doc_number)
    strange = row.title is None or (code is not None and _is_strange(code))
    return replace(row, doubtful=True) if strange or rare(code, common.codes) else row


def _is_strange(code: str) -> bool:
    """Governments' codes end in a style; departments' need not, but have more than two characters."""
    return not STYLE_END.search(code) and ("政" in code or len(code) < LEAST_LENGTH)


def _misread(title: str, listed: str, common: Peers) -> bool:
    """Whether a title that the contents page has otherwise may be the one that was misread."""
    if title == listed or not common.pairs.text:
        return title != listed
    if len(title) != len(listed):
        return common.pairs.odd(title)
    return common.pairs.odd(title) or not common.pairs.odd(listed)


def _is_new(addressee: str, common: Peers) -> bool:
    """Made of characters that stand together nowhere else; in a short issue: close to a commoner one."""
    return common.pairs.doubts(addressee) if common.pairs.text else rare(addressee, common.addressees)


def _strange(value: str, counts: Counter[str], common: Peers) -> bool:
    """Close to a commoner value, and made of characters that stand together nowhere else."""
    return rare(value, counts) and common.pairs.doubts(value)


def _addressed(document: Document) -> list[str]:
    return [part for part in PARTS.split(document.addressees or "") if part]


def _code(number: str) -> str | None:
    parsed = numbers.parse(number)
    return parsed.code if parsed else None
