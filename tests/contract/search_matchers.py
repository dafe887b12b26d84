"""What a query must find, by predicates on documents that share no code with Gazette.

The tokens come from walking over the characters one by one.
"""

from collections.abc import Callable
from itertools import groupby

from gazette.search import IndexedDocument

Matcher = Callable[[IndexedDocument], bool]

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF), (0x3007, 0x3007))
RADICALS = {"⼼": "心", "⽅": "方"}


def kind_of(letter: str) -> str:
    if any(low <= ord(letter) <= high for low, high in HAN):
        return letter
    return "run" if letter.isalnum() else ""


def halved(letter: str) -> str:
    letter = RADICALS.get(letter, letter)
    return (chr(ord(letter) - 65248) if "！" <= letter <= "～" else letter).lower()


def row(text: str) -> list[str]:
    """The tokens of a text, walked over; equal neighbours of a Han character are tokens of their own."""
    found: list[str] = []
    for kind, letters in groupby(map(halved, text), kind_of):
        whole = "".join(letters)
        found += [whole] if kind == "run" else list(whole) if kind else []
    return found


def stands_in(words: str, text: str | None) -> bool:
    wanted, held = row(words), row(text or "")
    return any(held[at : at + len(wanted)] == wanted for at in range(len(held)))


def word(words: str) -> Matcher:
    """In one of the fields that a word without a field is looked for in."""
    return lambda one: any(
        stands_in(words, text) for text in (one.title, one.text, one.doc_number, *one.issuers, *one.persons)
    )


def title(words: str) -> Matcher:
    return lambda one: stands_in(words, one.title)


def number(words: str, key: str | None = None) -> Matcher:
    return lambda one: stands_in(words, one.doc_number) or (key is not None and one.doc_number_key == key)


def issuer(words: str) -> Matcher:
    return lambda one: any(stands_in(words, name) for name in one.issuers)


def person(words: str) -> Matcher:
    return lambda one: any(stands_in(words, name) for name in one.persons)


def topic(words: str) -> Matcher:
    return lambda one: any(stands_in(words, name) for name in one.topics)


def of_type(name: str) -> Matcher:
    return lambda one: one.doc_type == name


def cites(key: str) -> Matcher:
    return lambda one: key in one.cited_keys


def keyed(key: str) -> Matcher:
    return lambda one: one.doc_number_key == key


def years(first: int, last: int) -> Matcher:
    return lambda one: one.issued_date is not None and first <= int(one.issued_date[:4]) <= last


def every(*parts: Matcher) -> Matcher:
    return lambda one: all(part(one) for part in parts)


def some(*parts: Matcher) -> Matcher:
    return lambda one: any(part(one) for part in parts)


def no(part: Matcher) -> Matcher:
    return lambda one: not part(one)
