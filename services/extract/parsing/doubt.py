"""What is doubtful: values that the rest of the issue speaks against, or that no second sign speaks for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gazette import numbers
from gazette.model import Document, Masthead, Mention, Personnel, TocEntry
from services.extract.parsing import shapes
from services.extract.parsing.signals import Head
from services.extract.parsing.signature import title_organ
from services.extract.parsing.values import core, folded

SURE_SCORE, SURE_SHAPE = 6.5, 2.0
MOST_SLIPS, SLIP_SHARE = 4, 0.2
MOST_COMMON = 100
LEAST_CODE, LEAST_PLACE = 4, 5
STYLES = "发函办字规令文公告"
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


def peers(documents: Sequence[Document], entries: Iterable[TocEntry], masthead: Masthead | None) -> Peers:
    """Count codes, issuers and addressees of an issue."""
    printed = [d.doc_number for d in documents] + [e.doc_number for e in entries]
    printed += [m.doc_number for d in documents for m in (*d.cites, *d.repeals)]
    return Peers(
        _common(code for number in printed if number and (code := _code(number))),
        _common(d.issuer for d in documents if d.issuer),
        _common(d.addressees for d in documents if d.addressees),
        masthead.publication_date if masthead else None,
    )


def _common(values: Iterable[str]) -> Counter[str]:
    return Counter(dict(Counter(values).most_common(MOST_COMMON)))


def doubted(document: Document, head: Head, entry: TocEntry | None, common: Peers) -> Document:
    """The document with the names of its doubtful keys, and its doubtful rows marked."""
    organ = title_organ(document.title)
    names = {*document.doubtful, *_heading(document, head, entry, common), *_signing(document, organ, common)}
    return replace(
        document,
        doubtful=tuple(sorted(names)),
        personnel=tuple(_person(row, organ) for row in document.personnel),
        cites=tuple(_mention(row, common) for row in document.cites),
        repeals=tuple(_mention(row, common) for row in document.repeals),
    )


def slipped(one: str, other: str) -> bool:
    """Whether two texts differ as a recogniser's slip differs from the truth: same length, few other characters."""
    if one == other or len(one) != len(other):
        return False
    differ = sum(a != b for a, b in zip(one, other, strict=True))
    return differ <= max(1, min(MOST_SLIPS, int(SLIP_SHARE * len(one))))


def _heading(document: Document, head: Head, entry: TocEntry | None, common: Peers) -> Iterator[str]:
    if head.score < SURE_SCORE and "report" not in head.signals:
        yield "start_line"
    if "report" not in head.signals and (head.title.shape < SURE_SHAPE or not shapes.balanced(document.title)):
        yield "title"
    if entry is not None and folded(entry.title) != folded(document.title):
        yield "title"
    if entry is not None and entry.doc_number and entry.doc_number != document.doc_number:
        yield "doc_number"
    if "broken number" in head.signals:
        yield "doc_number"
    if document.doc_number and _rare(_code(document.doc_number), common.codes):
        yield "doc_number"
    if document.addressees is None and ADDRESSED.search(document.title):
        yield "addressees"
    if document.addressees and _rare(document.addressees, common.addressees):
        yield "addressees"


def _signing(document: Document, organ: str | None, common: Peers) -> Iterator[str]:
    issuer = document.issuer
    if issuer and organ and core(issuer) != core(organ) and slipped(core(issuer), core(organ)):
        yield from ("issuer", "title")
    if (issuer is None) != (document.issued_date is None) or (issuer and _rare(issuer, common.issuers)):
        yield "issuer" if document.issued_date else "issued_date"
    if document.issued_date is None:
        return
    year = numbers.parse(document.doc_number).year if document.doc_number else None  # type: ignore[union-attr]
    if year is not None and not 0 <= year - int(document.issued_date[:4]) <= 1:
        yield "issued_date"
    if common.published and document.issued_date > common.published:
        yield "issued_date"


def _person(row: Personnel, organ: str | None) -> Personnel:
    place = (organ or "").partition("人民政府")[0]
    glued = len(place) >= LEAST_PLACE and slipped(row.position[: len(place)], place)
    odd = glued or not OFFICE.search(row.position)
    return replace(row, doubtful=True) if odd else row


def _mention(row: Mention, common: Peers) -> Mention:
    doubt = row.doc_number is not None and _rare(_code(row.doc_number), common.codes)
    return replace(row, doubtful=True) if doubt else row


def _rare(value: str | None, counts: Counter[str]) -> bool:
    """Whether something common and more frequent differs from it as by a slip."""
    if value is None or len(value) < LEAST_CODE:
        return False
    return any(
        count > max(1, counts[value]) and slipped(value, other) and not _other_style(value, other)
        for other, count in counts.items()
    )


def _other_style(one: str, other: str) -> bool:
    """京政发 and 京政函 are two series, not a slip."""
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(a in STYLES and b in STYLES for a, b in differing)


def _code(number: str) -> str | None:
    parsed = numbers.parse(number)
    return parsed.code if parsed else None
