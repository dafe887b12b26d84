"""The state of a search as it stands in the address, and the addresses one step away. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from gazette.search import FACETS, Filters, Sort
from services.api.pages.wording import value_name


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet; `url` is the search with it taken in or, where it is chosen, without it."""

    name: str
    count: int | None
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Searching:
    """What is asked: everything that the address of the search page holds."""

    q: str
    filters: Filters
    sort: Sort | None = None
    cursor: str | None = None

    @property
    def order(self) -> Sort:
        """The order that holds where none is chosen: relevance where there is a query."""
        return self.sort or (Sort.RELEVANCE if self.q.strip() else Sort.NEWEST)

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is asked."""
        return not (self.q.strip() or self.sort or self.cursor) and self.filters == Filters()

    @property
    def url(self) -> str:
        """The address of this very search."""
        query = urlencode(list(self.pairs()), doseq=True)
        return f"/?{query}" if query else "/"

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Names and values of the address, in a fixed order."""
        if self.q:
            yield "q", self.q
        yield from self.kept()
        if self.cursor:
            yield "cursor", self.cursor

    def kept(self) -> Iterator[tuple[str, str]]:
        """What a new query keeps: filters and the chosen order."""
        for facet in FACETS:
            for value in getattr(self.filters, facet):
                yield facet, str(value)
        spans = {"from": self.filters.issued_from, "to": self.filters.issued_to, "issue_id": self.filters.issue_id}
        yield from ((name, value) for name, value in spans.items() if value)
        if self.sort:
            yield "sort", self.sort.value

    def ordered(self, sort: str) -> str:
        """The address of the same search in another order."""
        return replace(self, sort=Sort(sort), cursor=None).url

    def at(self, cursor: str | None) -> str:
        """The address of another page of it."""
        return replace(self, cursor=cursor).url

    def toggled(self, facet: str, value: str) -> str:
        """The address with a facet's value taken in, or left out where it is chosen."""
        chosen = [str(one) for one in getattr(self.filters, facet)]
        values = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        typed = tuple(int(one) for one in values) if facet == "year" else tuple(values)
        return replace(self, filters=_with(self.filters, {facet: typed}), cursor=None).url

    def without(self, *fields: str) -> str:
        """The address with these filters open."""
        return replace(self, filters=_with(self.filters, dict.fromkeys(fields)), cursor=None).url

    def unfiltered(self) -> str:
        """The address of the query alone; all documents where there is none."""
        sort = self.sort or (None if self.q.strip() else Sort.NEWEST)
        return replace(self, filters=Filters(), sort=sort, cursor=None).url


def facet_values(state: Searching, counted: Mapping[str, list[tuple[str, int]]]) -> dict[str, list[Value]]:
    """The values of each facet, chosen ones first; a chosen one without hits stays so that it can be left out."""
    return {facet: _values(state, facet, counted.get(facet, [])) for facet in FACETS}


def _with(filters: Filters, changes: Mapping[str, Any]) -> Filters:
    return replace(filters, **changes)


def _values(state: Searching, facet: str, counted: list[tuple[str, int]]) -> list[Value]:
    chosen = [str(one) for one in getattr(state.filters, facet)]
    counts = {**dict.fromkeys(chosen, 0), **dict(counted)}
    values = [
        Value(value_name(facet, value), count, value in chosen, state.toggled(facet, value))
        for value, count in counts.items()
    ]
    return sorted(values, key=lambda one: not one.chosen)


def chips(state: Searching) -> list[Value]:
    """What the search is narrowed to, each with the address that lifts it."""
    filters = state.filters
    found = [
        Value(value_name(facet, str(value)), None, True, state.toggled(facet, str(value)))
        for facet in FACETS
        for value in getattr(filters, facet)
    ]
    if filters.issued_from or filters.issued_to:
        span = f"{filters.issued_from or '…'} 至 {filters.issued_to or '…'}"
        found.append(Value(span, None, True, state.without("issued_from", "issued_to")))
    if filters.issue_id:
        found.append(Value("本期公报", None, True, state.without("issue_id")))
    return found
