"""Cursors: opaque to clients, a page's end to us. They hold nothing secret and grant nothing."""

import base64
import binascii
import json
from dataclasses import dataclass

from gazette.search import RELEVANCE_LIMIT, SearchPage, Sort
from services.api.problems import Fault, Problem

SIGNED_64 = 2**63


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins: after an order key (explicit sorts) or at an offset (relevance)."""

    sort: Sort
    after: int | None = None
    offset: int = 0


def encode(cursor: Cursor) -> str:
    """The cursor as a word that is safe in a URL."""
    place = cursor.offset if cursor.after is None else cursor.after
    return base64.urlsafe_b64encode(json.dumps([cursor.sort, place]).encode()).decode().rstrip("=")


def decode(text: str | None, sort: Sort) -> Cursor:
    """The cursor of a request; the beginning without one. Problem `bad_cursor` where it is none of ours."""
    if not text:
        return Cursor(sort)
    try:
        held, place = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, TypeError, RecursionError) as error:
        raise broken() from error
    if held != sort:
        raise broken(f"it belongs to sort={held}" if held in list(Sort) else None)
    return _placed(sort, place)


def following(page: SearchPage, place: Cursor) -> str | None:
    """The cursor of the page after this one; None on the last, and where relevance ends."""
    if not page.more or not page.hits:
        return None
    if place.sort is not Sort.RELEVANCE:
        return encode(Cursor(place.sort, after=page.hits[-1].document.order_key))
    seen = place.offset + len(page.hits)
    return encode(Cursor(place.sort, offset=seen)) if seen < RELEVANCE_LIMIT else None


def broken(why: str | None = None) -> Problem:
    """The problem for a cursor that cannot be used."""
    because = f" ({why})" if why else ""
    message = f"not a cursor of this listing{because}"
    detail = f"This is not a cursor of this listing{because}. Ask without `cursor` to begin at the first page."
    return Problem("bad_cursor", detail, errors=[Fault("cursor", message)])


def _placed(sort: Sort, place: object) -> Cursor:
    if not isinstance(place, int) or isinstance(place, bool):
        raise broken()
    if sort is not Sort.RELEVANCE and 0 <= place < SIGNED_64:
        return Cursor(sort, after=place)
    if sort is Sort.RELEVANCE and 0 <= place < RELEVANCE_LIMIT:
        return Cursor(sort, offset=place)
    raise broken()
