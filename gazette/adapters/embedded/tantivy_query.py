"""Our query tree and filters as tantivy queries."""

from collections.abc import Iterable, Sequence
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from gazette.adapters.embedded.tantivy_schema import schema
from gazette.adapters.search_fields import ANYWHERE, EXACT, FACET_FIELDS, NUMBER_BOOST, WORDS, day, possible
from gazette.query import AllOf, AnyOf, Exact, Not, Phrase, Query, Years
from gazette.search import Filters, SearchRequest, Sort

SCHEMA = schema()
LAST_KEY = 2**63 - 2


def compiled(query: Query | None, filters: Filters) -> Any:
    """What a request finds, without paging. Filters do not count in the score; deleted documents are never found."""
    asked = [] if query is None else [(Occur.Must, _tree(query))]
    kept = [(Occur.Must, _unscored(part)) for part in _filters(filters)]
    return tantivy.Query.boolean_query([*(asked + kept or [_everything()]), _not_deleted()])


def beyond(request: SearchRequest) -> Any:
    """The documents that come after the last hit seen."""
    seen = min(max(request.after or 0, 0), LAST_KEY)
    return (
        _between("order_key", None, seen - 1) if request.sort is Sort.NEWEST else _between("order_key", seen + 1, None)
    )


def both(first: Any, second: Any) -> Any:
    """What both queries find."""
    return tantivy.Query.boolean_query([(Occur.Must, first), (Occur.Must, second)])


def by_id(identifier: str) -> Any:
    """The one document of this id, deleted or not."""
    return tantivy.Query.term_query(SCHEMA, "id", identifier, "basic")


def _tree(query: Query) -> Any:
    match query:
        case Phrase():
            return _phrase(query)
        case Exact(field, value):
            return _unscored(tantivy.Query.term_query(SCHEMA, EXACT[field], value, "basic"))
        case Years(first, last):
            return _unscored(_between("year", first, last))
        case AllOf(parts):
            return tantivy.Query.boolean_query(_conjunction(parts))
        case AnyOf(parts):
            return _any([_tree(part) for part in parts])
        case Not():
            return tantivy.Query.boolean_query(_conjunction((query,)))


def _conjunction(parts: Sequence[Query]) -> list[tuple[Occur, Any]]:
    """What must and must not match; where nothing must, everything does."""
    wanted = [(Occur.Must, _tree(part)) for part in parts if not isinstance(part, Not)]
    unwanted = [(Occur.MustNot, _tree(part.part)) for part in parts if isinstance(part, Not)]
    return (wanted or [_everything()]) + unwanted


def _phrase(phrase: Phrase) -> Any:
    if phrase.field is not None:
        places = [_in_a_row(WORDS[phrase.field], phrase.tokens)]
    else:
        places = [_boosted(_in_a_row(name, phrase.tokens), boost) for name, boost in ANYWHERE.items()]
    if phrase.key is not None:
        places.append(_boosted(tantivy.Query.term_query(SCHEMA, "number_key", phrase.key, "basic"), NUMBER_BOOST))
    return _any(places)


def _in_a_row(name: str, words: tuple[str, ...]) -> Any:
    if len(words) == 1:
        return tantivy.Query.term_query(SCHEMA, name, words[0])
    return tantivy.Query.phrase_query(SCHEMA, name, list(words))


def _filters(filters: Filters) -> Iterable[Any]:
    for name in FACET_FIELDS:
        if values := getattr(filters, name):
            yield tantivy.Query.term_set_query(SCHEMA, name, list(values))
    if filters.year:
        yield tantivy.Query.term_set_query(SCHEMA, "year", possible(filters.year))
    if filters.issue_id is not None:
        yield tantivy.Query.term_query(SCHEMA, "issue_id", filters.issue_id, "basic")
    if filters.issued_from or filters.issued_to:
        first, last = filters.issued_from, filters.issued_to
        yield _between("day", day(first) if first else None, day(last) if last else None)


def _between(name: str, first: int | None, last: int | None) -> Any:
    """Both ends included; None is open."""
    return tantivy.Query.range_query(SCHEMA, name, FieldType.Integer, first, last)


def _any(parts: list[Any]) -> Any:
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(Occur.Should, part) for part in parts])


def _boosted(query: Any, boost: float) -> Any:
    return query if boost == 1 else tantivy.Query.boost_query(query, boost)


def _unscored(query: Any) -> Any:
    return tantivy.Query.const_score_query(query, 0.0)


def _everything() -> tuple[Occur, Any]:
    return Occur.Must, tantivy.Query.all_query()


def _not_deleted() -> tuple[Occur, Any]:
    return Occur.MustNot, tantivy.Query.term_query(SCHEMA, "deleted", True, "basic")
