"""Fields of several parts: what a document rests on, brings out, changes, whom it charges with what, and until when."""

from collections.abc import Sequence
from dataclasses import replace

from gazette import numbers
from gazette.model import Document, Place, Provenance
from services.extract.parsing.aliases import aliases, by_title
from services.extract.parsing.amends import amends
from services.extract.parsing.basis import basis
from services.extract.parsing.deadlines import deadlines
from services.extract.parsing.duties import duties
from services.extract.parsing.indicators import indicators
from services.extract.parsing.instrument import instrument
from services.extract.parsing.interpretation import interpreter
from services.extract.parsing.named import named
from services.extract.parsing.promulgates import promulgates
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope

INTERPRETED_BY, INSTRUMENT = "interpreted_by", "instrument"


def particulars(lines: Sequence[Line], body: int, end: int, document: Document) -> Document:
    """The document with these fields; `document` is what its lines `lines[body:end]` gave so far."""
    scope = _scope(lines, body, end, document)
    told = aliases(scope)
    short = by_title(told)
    outs = promulgates(scope)
    ends = [one.title for one in (*document.repeals, *document.continues) if one.title]
    own = {*(one.title for one in outs), *ends, *(one.title for one in document.cites if one.title)}
    found = replace(
        document,
        aliases=told,
        basis=basis(scope, short),
        named=named(scope, short, own),
        promulgates=outs,
        amends=amends(scope, short),
        duties=duties(scope),
        deadlines=deadlines(scope),
        indicators=indicators(scope),
    )
    told_by = instrument(document.title, scope.title_place, lines[body:end], document.enclosures)
    if told_by is not None:
        found = replace(found, provenance={**found.provenance, INSTRUMENT: told_by})
    body_that_interprets = interpreter(scope)
    if body_that_interprets is None:
        return found
    proof = Provenance(body_that_interprets.place, body_that_interprets.confidence, "clause")
    return replace(
        found, interpreted_by=body_that_interprets.body, provenance={**found.provenance, INTERPRETED_BY: proof}
    )


def _scope(lines: Sequence[Line], body: int, end: int, document: Document) -> Scope:
    starts = [one.start_line for one in document.enclosures]
    enclosed = next((k for k in range(body, end) if starts and lines[k].first >= starts[0]), end)
    title = document.provenance.get("title")
    return Scope(
        lines=lines,
        body=body,
        end=end,
        enclosed=enclosed,
        title=document.title,
        title_place=title.place if title else Place(document.start_line, 0, document.start_line, 0),
        enclosures=document.enclosures,
        number=document.doc_number,
        issued=document.issued_date,
        year=_year(document),
    )


def _year(document: Document) -> int | None:
    """The year that 年底前 means: of the issued date, else of the number."""
    if document.issued_date:
        return int(document.issued_date[:4])
    number = numbers.parse(document.doc_number) if document.doc_number else None
    return number.year if number else None
