"""What is asked of the search index, and what it answers."""

from dataclasses import dataclass, field
from enum import StrEnum

from gazette.query import Query

FACETS = ("doc_type", "issuer", "topic", "legal_status", "year")
RELEVANCE_LIMIT = 1_000


class Sort(StrEnum):
    """Order of the hits. Every order ends in the id."""

    RELEVANCE = "relevance"
    OLDEST = "date"
    NEWEST = "-date"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the search index sees it. Its text begins in line `start_line` of the text of record.

    `lines` are (offset in the text, line of the text of record) wherever the line changes; empty where each line of the
    text is one of the text of record.
    """

    id: str
    issue_id: str
    revision: int
    order_key: int
    title: str = ""
    text: str = ""
    start_line: int = 1
    lines: tuple[tuple[int, int], ...] = ()
    doc_number: str | None = None
    doc_number_key: str | None = None
    issuers: tuple[str, ...] = ()
    doc_type: str | None = None
    topics: tuple[str, ...] = ()
    legal_status: str = "unknown"
    issued_date: str | None = None
    persons: tuple[str, ...] = ()
    cited_keys: tuple[str, ...] = ()
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact values that a hit must have. Within one field any of the values will do."""

    doc_type: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    legal_status: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    issued_from: str | None = None
    issued_to: str | None = None
    issue_id: str | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page of a search. `query` None means every document.

    `after` is the order key of the last hit seen (explicit sorts); `offset` pages relevance up to RELEVANCE_LIMIT.
    Without `snippets` the hits carry no marks, which is quicker for lists and exports.
    """

    query: Query | None = None
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    after: int | None = None
    facets: tuple[str, ...] = ()
    snippets: bool = True


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text around a match. `marks` are (from, to) in `text`; `line` is where the first match begins."""

    text: str
    marks: tuple[tuple[int, int], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document. `title_marks` are the matched stretches of the title."""

    document: IndexedDocument
    score: float | None
    snippets: tuple[Snippet, ...] = ()
    title_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many hits have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits of one page, the exact total, and the facets asked for. `more` says that a next page exists."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
