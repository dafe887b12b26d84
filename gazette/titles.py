"""Titles as keys: documents that are named by title alone. A key begins with 《, so that it is never a number's."""

import re
from collections.abc import Iterable

from gazette.model import Document

MARK = "《"
DROPPED = re.compile(r"[\s《》“”\"'‘’<>〈〉#*\-—–－·、，,：:（）()\[\]【】〔〕]+")
SHORTEST, LONGEST = 4, 200


def key(title: str) -> str | None:
    """The title without white space, marks and brackets; None for what is too short to tell documents apart."""
    folded = DROPPED.sub("", title)[:LONGEST]
    return MARK + folded if len(folded) >= SHORTEST else None


def keys(document: Document) -> frozenset[str]:
    """The titles under which a document may be named: its own, and those of the texts that it brings out."""
    brought = (one.title for one in document.promulgates)
    printed = (one.title for one in document.enclosures if one.label is None)
    return _all((document.title, *brought, *printed))


def is_title(target: str) -> bool:
    """Whether a target key is a title's."""
    return target.startswith(MARK)


def _all(titles: Iterable[str]) -> frozenset[str]:
    return frozenset(found for found in map(key, titles) if found)
