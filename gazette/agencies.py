"""Whose an agency code (机关代字) is: the bodies and codes that this version ships, and what a document testifies."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from gazette import numbers
from gazette.han import simplified
from gazette.model import Document

CLASS = re.compile(r"(?:令|公告|通告)$")
JOINT = "、"
STATE, PREFIX = "state_council", "中华人民共和国"
GOVERNMENT, OFFICE = "人民政府", "办公厅"
Row = Mapping[str, str]


class Match(StrEnum):
    """What of a code tells whose it is: all of it, the stem of a family of codes, or the name of the body in it."""

    CODE = "code"
    FAMILY = "family"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Body:
    """An organ: its name, how it is called for short, its codes, and the stems of families of its codes.

    `alone` says that no other body has these codes.
    """

    name: str
    short: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    alone: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the short ones."""
        return (self.name, *self.short)


@dataclass(frozen=True, slots=True)
class Claim:
    """A body that may have used a code, and what of the code tells so."""

    body: Body
    match: Match


@dataclass(frozen=True, slots=True)
class Shipped:
    """The bodies by kind, by code, by name, and by stem, the longest stem first."""

    kinds: Mapping[str, Sequence[Body]]
    codes: Mapping[str, Body]
    names: Mapping[str, Body]
    families: Mapping[str, Body]


def whose(code: str) -> Claim | None:
    """The body that the shipped table knows for a code as number keys have it; None where it knows none."""
    held = shipped()
    if code in held.codes:
        return Claim(held.codes[code], Match.CODE)
    named = held.names.get(CLASS.sub("", code)) if CLASS.search(code) else None
    if named is not None:
        return Claim(named, Match.NAME)
    stem = next((stem for stem in held.families if code.startswith(stem)), None)
    return Claim(held.families[stem], Match.FAMILY) if stem else None


def typed_code(typed: str) -> str:
    """The code that a number, a piece of one, or a bare code begins with, as number keys have it; may be empty."""
    return numbers.agency_code(typed) or re.split(r"[\d-]", numbers.key_part(typed), maxsplit=1)[0]


def signed_code(document: Document) -> tuple[str, str] | None:
    """Code and issuer of a document that testifies whose the code is: one body signed, and neither is doubtful."""
    if not document.doc_number or not document.issuer or {"doc_number", "issuer"} & {*document.doubtful}:
        return None
    code = numbers.agency_code(document.doc_number)
    return (code, document.issuer) if code and JOINT not in document.issuer else None


def signers(issuer: str) -> list[str]:
    """The bodies that an issuer names, as they are compared: simplified, and without 中华人民共和国 before them."""
    return [part.removeprefix(PREFIX) for part in simplified("".join(issuer.split())).split(JOINT)]


@cache
def shipped() -> Shipped:
    """The table of this version."""
    return read((files("gazette") / "agencies.toml").read_text(encoding="utf-8"))


def read(source: str) -> Shipped:
    """A table from its TOML. ValueError where a code, a stem or a name stands twice."""
    kinds = {kind: [one for row in rows for one in _bodies(kind, row)] for kind, rows in tomllib.loads(source).items()}
    bodies = [one for some in kinds.values() for one in some]
    families = _index((stem, one) for one in bodies for stem in one.families)
    return Shipped(
        kinds,
        _index((code, one) for one in bodies for code in one.codes),
        _index((name, one) for one in bodies for name in one.names),
        {stem: families[stem] for stem in sorted(families, key=len, reverse=True)},
    )


def _bodies(kind: str, row: Row) -> Iterator[Body]:
    """What a row stands for; a province's for its government and the general office of it."""
    if kind != "provinces":
        yield Body(row["name"], _words(row, "short"), _words(row, "codes"), _words(row, "families"), kind == STATE)
        return
    yield Body(row["name"] + GOVERNMENT, codes=_words(row, "codes"))
    yield Body(row["name"] + GOVERNMENT + OFFICE, codes=_words(row, "office"))


def _words(row: Row, key: str) -> tuple[str, ...]:
    return tuple(row.get(key, "").split())


def _index(rows: Iterator[tuple[str, Body]]) -> dict[str, Body]:
    found: dict[str, Body] = {}
    for word, body in rows:
        if word in found:
            raise ValueError(f"twice in the table of agencies: {word}")
        found[word] = body
    return found
