"""The fields of a document as rows of a table, each with its place in the text. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.api.agencies import AgencyShape
from services.api.pages.wording import FIELDS, Words, day
from services.api.shapes import DocumentShape


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: its name in both languages, its values, the line where it stands, and whether it is doubtful.

    `facet` is what its values can be searched by, `field` its name in the API, `page` the page where its box is drawn.
    """

    name: Words
    values: tuple[str, ...]
    line: int | None = None
    doubtful: bool = False
    facet: str | None = None
    field: str = ""
    page: int | None = None


SURE = 0.7
"""Short forms below this are shown by the API alone."""
FACETED = {"doc_type": "doc_type", "issuer": "issuer", "topics": "topic"}
AGENCY: Words = ("代字所属", "Whose number")


def facts(answer: DocumentShape, agencies: Sequence[AgencyShape] = ()) -> list[Fact]:
    """Every field that has a value, or that is doubtful without one, in the order in which they are read.

    Behind the number stands which `agencies` use its code: likely, never for certain.
    """
    lines = {name: found["start_line"] for name, found in answer["provenance"].items()}
    pages = {name: found["page"] for name, found in answer["provenance"].items() if found["box"]}
    doubtful = frozenset(answer["doubtful"])
    found = [
        Fact(
            FIELDS[name],
            values,
            lines.get(name),
            name in doubtful,
            FACETED.get(name) if answer.get(name) else None,
            name,
            answer["page"] if name == "page" else pages.get(name),
        )
        for name, values in _values(answer).items()
        if values or name in doubtful
    ]
    return [*found[:1], Fact(AGENCY, tuple(map(_told, agencies)), doubtful=True), *found[1:]] if agencies else found


def further_doubts(answer: DocumentShape) -> Iterator[Words]:
    """What is doubtful besides the fields of the table."""
    shown = _values(answer).keys()
    return (FIELDS.get(name, (name, name)) for name in answer["doubtful"] if name not in shown)


def _told(one: AgencyShape) -> str:
    count = one["document_count"]
    return f"{one['body']}（{f'馆藏 {count} 件如此署名' if count else '机关代字表'}）"


def _values(answer: DocumentShape) -> Mapping[str, tuple[str, ...]]:
    page = answer["page"]
    return {
        "doc_number": _one(answer["doc_number"]),
        "doc_type": _one(answer["doc_type"] or answer["instrument"]),
        "instrument": _one(answer["instrument"] if answer["doc_type"] else None),
        "issuer": _one(answer["issuer"]),
        "signatory": _one(answer["signatory"]),
        "addressees": tuple(answer["addressees"]),
        "issued_date": _one(day(answer["issued_date"])),
        "effective_date": _one(day(answer["effective_date"])),
        "effective_clause": _one(answer["effective_clause"]),
        "interpreted_by": _one(answer["interpreted_by"]),
        "promulgates": tuple(f"《{one['title']}》" for one in answer["promulgates"]),
        "topics": tuple(topic["class"] for topic in answer["topics"]),
        "aliases": tuple(f"{one['short']}：{one['long']}" for one in answer["aliases"] if one["confidence"] >= SURE),
        "attachment_of": _one(answer["attachment_of"]),
        "attachment_no": _one(answer["attachment_no"]),
        "section": _one(answer["section"]),
        "page": () if page is None else (f"第 {page} 页",),
    }


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
