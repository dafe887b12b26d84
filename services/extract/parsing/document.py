"""A document from its lines: every field with its place, its confidence and the rule that found it."""

from collections.abc import Mapping, Sequence

from gazette import numbers
from gazette.model import Document, Provenance, TocEntry
from services.extract.parsing import heads
from services.extract.parsing.repair import Line
from services.extract.parsing.signature import Signature, signature
from services.extract.parsing.split import Part


def document(lines: Sequence[Line], part: Part, entries: Sequence[TocEntry]) -> Document:
    """All fields of the document in `lines[part.head.start:part.end]`."""
    head = part.head
    proofs: dict[str, Provenance] = {}
    title, proofs["title"] = heads.title(lines, head)
    number = _kept(proofs, "doc_number", heads.number(lines, head))
    addressees = _kept(proofs, "addressees", heads.addressees(lines, head))
    signed = signature(lines, head.body, part.end, title)
    entry = entries[head.title.entry] if head.title.entry is not None else None
    _sign(proofs, signed)
    return Document(
        title=title,
        start_line=lines[head.start].first,
        end_line=lines[part.end - 1].last,
        doc_number=number,
        doc_number_toc=entry.doc_number if entry and number is None else None,
        issuer=signed.issuer if signed else None,
        signatory=signed.signatory if signed else None,
        addressees=addressees,
        issued_date=signed.date if signed else None,
        attachment_of=numbers.format(part.attachment.of) if part.attachment and part.attachment.of else None,
        attachment_no=part.attachment.number if part.attachment else None,
        section=entry.section if entry else None,
        page=entry.page if entry else None,
        provenance=proofs,
        confidence=heads.confidence(head),
    )


def _kept(proofs: dict[str, Provenance], name: str, found: tuple[str, Provenance] | None) -> str | None:
    if found is None:
        return None
    proofs[name] = found[1]
    return found[0]


def _sign(proofs: dict[str, Provenance], signed: Signature | None) -> None:
    if signed is None:
        return
    places = {"issuer": signed.issuer_place, "issued_date": signed.date_place}
    places["signatory"] = signed.issuer_place if signed.signatory else None
    sure = 0.95 if signed.sure else 0.6
    found: Mapping[str, Provenance] = {k: Provenance(p, sure, "signature") for k, p in places.items() if p}
    proofs.update(found)
