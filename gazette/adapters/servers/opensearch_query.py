"""Our query tree and filters as OpenSearch queries."""

from collections.abc import Iterator, Sequence
from typing import Any

from gazette.adapters.search_fields import ANYWHERE, EXACT, FACET_FIELDS, NUMBER_BOOST, WORDS, day, possible
from gazette.query import AllOf, AnyOf, Exact, Not, Phrase, Query, Years
from gazette.search import Filters

Clause = dict[str, Any]

EVERYTHING: Clause = {"match_all": {}}
LIVE: Clause = {"term": {"deleted": False}}


def scored(query: Query | None) -> Clause:
    """What a query finds, with its score."""
    return EVERYTHING if query is None else _tree(query)


def kept(filters: Filters) -> Iterator[tuple[str, Clause]]:
    """Each filter that is set, and what it keeps."""
    for name in FACET_FIELDS:
        if values := getattr(filters, name):
            yield name, {"terms": {name: [_sound(value) for value in values]}}
    if filters.year:
        yield "year", {"terms": {"year": possible(filters.year)}}
    if filters.issue_id is not None:
        yield "issue_id", _term("issue_id", filters.issue_id)
    if filters.issued_from or filters.issued_to:
        first, last = filters.issued_from, filters.issued_to
        yield "day", _between("day", day(first) if first else None, day(last) if last else None)


def _tree(query: Query) -> Clause:
    match query:
        case Phrase():
            return _phrase(query)
        case Exact(field, value):
            return _unscored(_term(EXACT[field], value))
        case Years(first, last):
            return _unscored(_between("year", first, last))
        case AllOf(parts):
            return _conjunction(parts)
        case AnyOf(parts):
            return _any([_tree(part) for part in parts])
        case Not():
            return _conjunction((query,))


def _conjunction(parts: Sequence[Query]) -> Clause:
    """What must and must not match; where nothing must, everything does."""
    wanted = [_tree(part) for part in parts if not isinstance(part, Not)]
    unwanted = [_tree(part.part) for part in parts if isinstance(part, Not)]
    return {"bool": {"must": wanted or [EVERYTHING], "must_not": unwanted}}


def _phrase(phrase: Phrase) -> Clause:
    if phrase.field is not None:
        places = [_in_a_row(WORDS[phrase.field], phrase.tokens, 1)]
    else:
        places = [_in_a_row(name, phrase.tokens, boost) for name, boost in ANYWHERE.items()]
    if phrase.key is not None:
        places.append(_term("number_key", phrase.key, NUMBER_BOOST))
    return _any(places)


def _in_a_row(name: str, words: tuple[str, ...], boost: float) -> Clause:
    if len(words) == 1:
        return _term(name, words[0], boost)
    return {"match_phrase": {name: {"query": " ".join(words), "boost": boost}}}


def _term(name: str, value: str, boost: float = 1) -> Clause:
    return {"term": {name: {"value": _sound(value), "boost": boost}}}


def _between(name: str, first: int | None, last: int | None) -> Clause:
    """Both ends included; None is open."""
    return {"range": {name: {"gte": first, "lte": last}}}


def _any(parts: list[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else {"bool": {"should": parts}}


def _unscored(clause: Clause) -> Clause:
    return {"constant_score": {"filter": clause, "boost": 0}}


def _sound(value: str) -> str:
    """A value that can be sent: lone surrogates stand in no document."""
    return value.encode(errors="replace").decode()
