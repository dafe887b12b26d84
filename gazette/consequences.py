"""What a change of one issue's documents means for the documents of other issues."""

from collections import defaultdict
from collections.abc import Iterable

from gazette.events import DocumentsChanged
from gazette.model import Relation
from gazette.ports import Tables
from gazette.titles import is_title

UNCLEAR = 2
"""So many documents of one title are none that a title could mean."""


def relate(
    tables: Tables, issue_id: str, defined: Iterable[str], relations: Iterable[Relation]
) -> list[DocumentsChanged]:
    """Write the relations that come from an issue's documents; whoever's answer changes gets a new revision.

    `defined` are the number and title keys that its documents have or had: who names one of them shows something else
    now. The caller has locked these keys, those that the relations name and those that earlier ones named.
    """
    targets = tables.relations.replace(issue_id, relations)
    touched = {one.id: one.issue_id for one in tables.documents.by_keys(targets)}
    return _touched(tables, issue_id, touched | _naming(tables, _told(tables, issue_id, defined)))


def reopened(tables: Tables, issue_id: str, lost: Iterable[str]) -> list[DocumentsChanged]:
    """Who names a key that no document of the issue has any longer shows an open place there again."""
    return _touched(tables, issue_id, _naming(tables, _told(tables, issue_id, lost)))


def _told(tables: Tables, issue_id: str, keys: Iterable[str]) -> list[str]:
    """Without titles that two documents elsewhere have: they lead nowhere, whatever this issue holds."""
    wanted = list(keys)
    own = {one.id for one in tables.documents.of_issue(issue_id, deleted=True)}
    held = tables.documents.by_titles(key for key in wanted if is_title(key))
    return [key for key in wanted if len(set(held.get(key, ())) - own) < UNCLEAR]


def _naming(tables: Tables, keys: Iterable[str]) -> dict[str, str]:
    """Document id → issue id of the documents that name one of these keys."""
    found = tables.relations.incoming(keys).values()
    return {one.source.id: one.source.issue_id for naming in found for one in naming}


def _touched(tables: Tables, issue_id: str, documents: dict[str, str]) -> list[DocumentsChanged]:
    """A new revision for these documents of other issues, and the events that tell of it."""
    elsewhere = defaultdict(list)
    for document_id, owner in documents.items():
        if owner != issue_id:
            elsewhere[owner].append(document_id)
    tables.documents.touch(document_id for ids in elsewhere.values() for document_id in ids)
    return [DocumentsChanged(owner, tuple(sorted(ids)), issue_id) for owner, ids in sorted(elsewhere.items())]
