"""A document from its lines: every field with its place, its confidence and the rule that found it."""

from collections.abc import Sequence

from gazette import numbers
from gazette.model import Document, Place, Provenance, TocEntry
from gazette.numbers import DocNumber, NumberKind
from services.extract.parsing import heads
from services.extract.parsing.effective import effective
from services.extract.parsing.enclosures import enclosures
from services.extract.parsing.outline import outline
from services.extract.parsing.particulars import particulars
from services.extract.parsing.personnel import personnel
from services.extract.parsing.relations import relations
from services.extract.parsing.repair import Line
from services.extract.parsing.signature import Signature, signature, title_organ
from services.extract.parsing.split import Part

SIGNED, DATED_ONLY, CLAUSE = 0.95, 0.6, 0.9


def document(lines: Sequence[Line], part: Part, entry: TocEntry | None) -> Document:
    """All fields of the document in `lines[part.head.start:part.end]`; `entry` is its line of the contents page."""
    head = part.head
    proofs: dict[str, Provenance] = {}
    title, proofs["title"] = heads.title(lines, head)
    proofs["start_line"] = heads.boundary(lines, head)
    number = _kept(proofs, "doc_number", heads.number(lines, head))
    addressees = _kept(proofs, "addressees", heads.addressees(lines, head))
    signed = signature(lines, head.body, part.end, _signing_title(title, head.number))
    clause = effective(lines, head.body, part.end)
    enclosed = enclosures(lines, head.body, part.end, signed.end if signed else None, title)
    issued = signed.date if signed else None
    others = relations(lines, head.body, part.end, signed.end if signed else None, title, number, issued, enclosed)
    proofs |= _signing(signed) | _proof("effective_clause", clause.place if clause else None, CLAUSE, "clause")
    found = Document(
        title=title,
        start_line=lines[head.start].first,
        end_line=max(line.last for line in lines[head.start : part.end]),
        doc_number=number,
        doc_number_toc=entry.doc_number if entry and number is None else None,
        issuer=signed.issuer if signed else None,
        signatory=signed.signatory if signed else None,
        addressees=addressees,
        issued_date=issued,
        effective_date=clause.date if clause else None,
        effective_clause=clause.clause if clause else None,
        attachment_of=numbers.format(part.attachment.of) if part.attachment and part.attachment.of else None,
        attachment_no=part.attachment.number if part.attachment else None,
        section=entry.section if entry else None,
        page=entry.page if entry else None,
        enclosures=enclosed,
        personnel=personnel(lines, head.body, signed.begin if signed else part.end, title),
        repeals=others.repeals,
        cites=others.cites,
        continues=others.continues,
        outline=outline(lines, head.body, part.end, [e.start_line for e in enclosed]),
        provenance=proofs,
        confidence=heads.confidence(head),
    )
    return particulars(lines, head.body, part.end, found)


def _signing_title(title: str, number: DocNumber | None) -> str:
    """What names the organ that signs: the title, or of a text below whose title the order stands, the order."""
    order = number is not None and number.kind is NumberKind.ORDER and title_organ(title) is None
    return number.code if number and order else title


def _kept(proofs: dict[str, Provenance], name: str, found: tuple[str, Provenance] | None) -> str | None:
    if found is None:
        return None
    proofs[name] = found[1]
    return found[0]


def _signing(signed: Signature | None) -> dict[str, Provenance]:
    if signed is None:
        return {}
    sure = SIGNED if signed.sure else DATED_ONLY
    return (
        _proof("issuer", signed.issuer_place if signed.issuer else None, sure, "signature")
        | _proof("signatory", signed.issuer_place if signed.signatory else None, sure, "signature")
        | _proof("issued_date", signed.date_place, sure, "signature")
    )


def _proof(name: str, place: Place | None, confidence: float, source: str) -> dict[str, Provenance]:
    return {name: Provenance(place, confidence, source)} if place else {}
