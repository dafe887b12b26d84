"""Makes an index agree with the catalogue again, a batch of differences at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from gazette.ports import Entries, IndexEntry
from services.index.compare import Difference, Fault, look_again
from services.index.holdings import Holdings

BATCH = 200
GONE = (Fault.ORPHANED, Fault.TOMBSTONE)


@dataclass(frozen=True, slots=True)
class Mender:
    """What the catalogue says goes into `index`; tombstones are old whose issue was last touched before then."""

    holdings: Holdings
    index: Entries
    before: datetime

    def mend(self, found: Iterable[Difference]) -> Iterator[tuple[Difference, bool]]:
        """Each difference that was still there when looked at again, with whether it is gone now.

        What changed once more since it was looked at is another matter, and on its way.
        """
        differing = iter(found)
        while batch := list(islice(differing, BATCH)):
            there = self.still(batch)
            self._mend_all(there)
            entries = {entry.id: entry for entry in self.index.lookup([one.id for one in there])}
            yield from ((one, _is_mended(one, entries.get(one.id))) for one in there)

    def still(self, differing: Sequence[Difference]) -> list[Difference]:
        """Those that are there yet, as they are now."""
        ids = [one.id for one in differing]
        return look_again(self.holdings.catalogue, self.index, ids, self.before)

    def _mend_all(self, differing: Sequence[Difference]) -> None:
        self.index.forget([one.entry for one in differing if one.fault in GONE and one.entry])
        for one in differing:
            if one.fault is Fault.AHEAD:
                self._catch_up(one)
        wanted: dict[str, set[str]] = {}
        for one in differing:
            if one.state and one.fault not in GONE:
                wanted.setdefault(one.state.issue_id, set()).add(one.id)
        for issue_id, ids in wanted.items():
            self.index.write(self.holdings.entries_at_least(issue_id, ids))

    def _catch_up(self, one: Difference) -> None:
        """The index knows a later revision than a catalogue that was restored: the row gets a still later one."""
        if one.state is None or one.entry is None:
            return
        with self.holdings.catalogue.transaction() as tables:
            held = tables.documents.of_issue(one.state.issue_id, deleted=True, lock=True)
            behind = [record for record in held if record.id == one.id and record.revision <= one.entry.revision]
            tables.documents.save(replace(record, revision=one.entry.revision + 1) for record in behind)


def _is_mended(one: Difference, entry: IndexEntry | None) -> bool:
    """Whether the index now says at least what the catalogue said when it was looked at."""
    if one.fault in GONE:
        return entry != one.entry
    if one.fault is Fault.AHEAD and one.entry:
        return entry is not None and entry.revision > one.entry.revision
    if entry is None or one.state is None or entry.revision < one.state.revision:
        return False
    return entry.revision > one.state.revision or entry.deleted == one.state.deleted
