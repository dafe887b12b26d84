"""Catalogue and index side by side, both in order of the ids: what differs, found with little memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gazette.model import IssueStatus
from gazette.ports import Catalogue, DocumentState, Entries, IndexEntry, Tables

PAGE = 500


class Fault(StrEnum):
    """How an index differs from the catalogue."""

    MISSING = "index_missing"
    STALE = "index_stale"
    AHEAD = "index_ahead"
    ORPHANED = "index_orphaned"
    TOMBSTONE = "tombstone_old"


@dataclass(frozen=True, slots=True)
class Difference:
    """One document that the index has otherwise than the catalogue."""

    fault: Fault
    id: str
    state: DocumentState | None
    entry: IndexEntry | None


def differences(
    catalogue: Catalogue, index: Entries, before: datetime, seen: Callable[[], None] = lambda: None
) -> Iterator[Difference]:
    """Everything that differs; tombstones are old whose issue was last touched before then.

    Both sides go on changing meanwhile: look again before doing anything about it. `seen` is called for each id.
    """
    for state, entry in _joined(_states(catalogue), index.entries()):
        seen()
        found = fault(state, entry, before)
        if found is not None:
            yield Difference(found, (state or entry).id, state, entry)  # type: ignore[union-attr]


def look_again(catalogue: Catalogue, index: Entries, ids: Sequence[str], before: datetime) -> list[Difference]:
    """What is still different of these documents, as both sides are now: the index first, for it follows."""
    entries = {entry.id: entry for entry in index.lookup(ids)}
    with catalogue.reading() as tables:
        states = {one: _state(tables, one) for one in ids}
    found = [(one, fault(states[one], entries.get(one), before)) for one in ids]
    return [Difference(wrong, one, states[one], entries.get(one)) for one, wrong in found if wrong]


def fault(state: DocumentState | None, entry: IndexEntry | None, before: datetime) -> Fault | None:
    """What is wrong between a row and its entry. Issues that are on their way, or failed, are not judged."""
    if state is None:
        return None if entry is None else Fault.ORPHANED
    if state.deleted and entry is not None and entry.deleted:
        return Fault.TOMBSTONE if state.touched < before else None
    if state.status != IssueStatus.READY:
        return None
    if entry is None:
        return None if state.deleted else Fault.MISSING
    if entry.revision > state.revision:
        return Fault.AHEAD
    differs = entry.revision < state.revision or entry.deleted != state.deleted
    return Fault.STALE if differs else None


def _joined(
    states: Iterator[DocumentState], entries: Iterator[IndexEntry]
) -> Iterator[tuple[DocumentState | None, IndexEntry | None]]:
    state, entry = next(states, None), next(entries, None)
    while state is not None or entry is not None:
        if entry is None or (state is not None and state.id < entry.id):
            yield state, None
            state = next(states, None)
        elif state is None or entry.id < state.id:
            yield None, entry
            entry = next(entries, None)
        else:
            yield state, entry
            state, entry = next(states, None), next(entries, None)


def _states(catalogue: Catalogue) -> Iterator[DocumentState]:
    after = ""
    while True:
        with catalogue.reading() as tables:
            page = tables.documents.states(after, PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].id


def _state(tables: Tables, document_id: str) -> DocumentState | None:
    record = tables.documents.get(document_id)
    issue = tables.issues.get(record.issue_id) if record else None
    if record is None or issue is None:
        return None
    touched = issue.updated_at or issue.uploaded_at
    return DocumentState(record.id, record.issue_id, record.revision, record.deleted, issue.status, touched)
