"""What every search engine answers with, made from what it found."""

from collections.abc import Iterable

from gazette.highlight import Highlighter
from gazette.query import phrases
from gazette.search import FacetValue, Hit, IndexedDocument, SearchRequest, Sort

MOST_FACET_VALUES = 100


def is_scored(request: SearchRequest) -> bool:
    """Whether the hits are ranked; where no word gives a score, relevance means newest first."""
    return request.sort is Sort.RELEVANCE and any(phrases(request.query))


def hits(request: SearchRequest, found: Iterable[tuple[IndexedDocument, float | None]]) -> tuple[Hit, ...]:
    """Found documents with their scores, marked as the request wants them."""
    if not request.snippets or request.query is None:
        return tuple(Hit(document, score) for document, score in found)
    marker = Highlighter(request.query)
    return tuple(
        Hit(
            document,
            score,
            marker.snippets(document.text, document.start_line, document.lines),
            marker.title_marks(document.title),
        )
        for document, score in found
    )


def facet(counted: Iterable[tuple[str | float, int]]) -> tuple[FacetValue, ...]:
    """The most frequent values, equal counts in order of the value."""
    found = [FacetValue(value if isinstance(value, str) else str(int(value)), count) for value, count in counted]
    return tuple(sorted(found, key=lambda one: (-one.count, one.value))[:MOST_FACET_VALUES])
