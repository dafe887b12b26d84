"""Whose an agency code (机关代字) is: what the shipped table says, and what held documents testify."""

from collections.abc import Iterable, Sequence
from typing import Literal

from typing_extensions import TypedDict

from gazette import agencies
from gazette.agencies import Match
from gazette.ports import Evidence, Signer, Tables
from services.api.answers import document_links
from services.api.shapes import Links

BODIES, EXAMPLES = 20, 5
Source = Literal["shipped", "learnt"]


class EvidenceShape(TypedDict):
    """A held document that has the code and is signed beyond doubt, as of this `generation` of its issue."""

    document_id: str
    issue_id: str
    doc_number: str
    generation: int
    links: Links


class AgencyShape(TypedDict):
    """A body that uses a code. `source`: `shipped` with this version, or `learnt` from held documents alone.

    `match`: all of the `code`, the stem of a `family` of codes, or the `name` of the body in it. `document_count` says
    how many held documents it signed with this code; `evidence` are the newest of them.
    """

    body: str
    source: Source
    match: Literal["code", "family", "name"]
    document_count: int
    evidence: list[EvidenceShape]


class AgenciesShape(TypedDict):
    """The bodies that use a code: the one of the shipped table, then the others by how many documents they signed."""

    query: str
    code: str | None
    items: list[AgencyShape]


def agencies_of(tables: Tables, typed: str) -> AgenciesShape:
    """The bodies that use a bare code, or the code of a number; no items where nobody is known to."""
    code = agencies.typed_code(typed)
    signed = tables.codes.signers(code, BODIES, EXAMPLES) if code else ()
    claim = agencies.whose(code)
    ours = [one for one in signed if claim and {*agencies.signers(one.issuer)} & {*claim.body.names}]
    items = [_item(claim.body.name, "shipped", claim.match, ours)] if claim else []
    items += [_item(one.issuer, "learnt", Match.CODE, [one]) for one in signed if one not in ours]
    return {"query": typed, "code": code or None, "items": items}


def _item(body: str, source: Source, match: Match, signed: Sequence[Signer]) -> AgencyShape:
    evidence = [one for signer in signed for one in signer.evidence]
    return {
        "body": body,
        "source": source,
        "match": match.value,
        "document_count": sum(signer.count for signer in signed),
        "evidence": list(_evidence(evidence[:EXAMPLES])),
    }


def _evidence(found: Iterable[Evidence]) -> Iterable[EvidenceShape]:
    for one in found:
        yield {
            "document_id": one.document_id,
            "issue_id": one.issue_id,
            "doc_number": one.doc_number,
            "generation": one.generation,
            "links": document_links(one.document_id, one.issue_id),
        }
