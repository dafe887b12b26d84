"""Outbox, inbox with attempts, delayed events and dead letters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zlib import crc32

import sqlalchemy as sa

from gazette.adapters.sql.commands import forget_ended
from gazette.adapters.sql.dead_letters import forget_settled, letter_of, row_of
from gazette.adapters.sql.engine import inserting, notify, try_lock
from gazette.adapters.sql.envelopes import from_row, to_row
from gazette.adapters.sql.leases import SqlLeases
from gazette.adapters.sql.schema import dead_letters, delayed, inbox, outbox, positions
from gazette.events import Envelope, now
from gazette.ports import Attempt, DeadLetter, Unsent

PARTITIONS = 8
MINE = sa.and_(inbox.c.group == sa.bindparam("of_group"), inbox.c.event_id == sa.bindparam("of_event"))
RELEASE = inbox.update().where(MINE, ~inbox.c.done, inbox.c.attempts > 0).values(attempts=inbox.c.attempts - 1)
FINISH = inbox.update().where(MINE, ~inbox.c.done).values(done=True, at=sa.bindparam("moment"))
FINISH_ALL = (
    inbox.update()
    .where(inbox.c.group == sa.bindparam("of_group"), inbox.c.event_id.in_(sa.bindparam("of_events", expanding=True)))
    .where(~inbox.c.done)
    .values(done=True, at=sa.bindparam("moment"))
    .returning(inbox.c.event_id)
)
EMIT = outbox.insert()
UNSENT_FIRST = sa.select(outbox).where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id)
RELAY_LOCK = 7_301
CHANNEL = "gazette_outbox"
LONGEST_DELAY = timedelta(minutes=30)


def partition(key: str) -> int:
    """The partition of a key: the same for every process and every time."""
    return crc32(key.encode()) % PARTITIONS


class SqlWork(SqlLeases):
    """gazette.ports.Work. `emitted` is called when events were written."""

    def __init__(self, connection: sa.Connection, emitted: Callable[[], None]) -> None:
        super().__init__(connection)
        self.emitted = emitted

    def emit(self, envelopes: Iterable[Envelope]) -> None:
        rows = [to_row(envelope) | {"partition": partition(envelope.key)} for envelope in envelopes]
        if rows:
            self.connection.execute(EMIT, rows)
            notify(self.connection, CHANNEL)
            self.emitted()

    def unsent(self, limit: int) -> Sequence[Unsent]:
        if not try_lock(self.connection, RELAY_LOCK):
            return ()
        return [Unsent(row.id, from_row(row)) for row in self.connection.execute(UNSENT_FIRST.limit(limit))]

    def mark_sent(self, numbers: Iterable[int]) -> None:
        self.connection.execute(outbox.update().where(outbox.c.id.in_(list(numbers))).values(sent_at=now()))

    def begin(self, group: str, envelope: Envelope) -> Attempt:
        return self.begin_all(group, [envelope])[envelope.id]

    def begin_all(self, group: str, envelopes: Iterable[Envelope]) -> Mapping[str, Attempt]:
        first = {"group": group, "attempts": 1, "done": False, "at": now()}
        rows = [first | {"event_id": one} for one in sorted({envelope.id for envelope in envelopes})]
        begun = self.connection.execute(_begin(self.connection.dialect.name), rows) if rows else ()
        return {row.event_id: Attempt(row.attempts, row.done) for row in begun}

    def release(self, group: str, event_id: str) -> None:
        self.connection.execute(RELEASE, _wanted(group, event_id))

    def finish(self, group: str, event_id: str) -> bool:
        return bool(self.connection.execute(FINISH, _wanted(group, event_id) | {"moment": now()}).rowcount)

    def finish_all(self, group: str, event_ids: Iterable[str]) -> frozenset[str]:
        claimed = {"of_group": group, "moment": now(), "of_events": sorted(set(event_ids))}
        return frozenset(self.connection.execute(FINISH_ALL, claimed).scalars())

    def delay(self, group: str, envelope: Envelope, due: datetime) -> None:
        self.connection.execute(delayed.insert().values(to_row(envelope) | {"group": group, "due": due}))

    def is_due(self, now: datetime) -> bool:
        ready = sa.exists().where(_is_due(now))
        return bool(self.connection.execute(sa.select(ready)).scalar())

    def release_due(self, now: datetime, limit: int) -> int:
        ready = sa.select(delayed).where(_is_due(now)).order_by(delayed.c.due, delayed.c.id).limit(limit)
        rows = self.connection.execute(ready.with_for_update(skip_locked=True)).all()
        self.connection.execute(delayed.delete().where(delayed.c.id.in_([row.id for row in rows])))
        self.emit(from_row(row) for row in rows)
        return len(rows)

    def bury(self, letter: DeadLetter) -> None:
        self.connection.execute(dead_letters.insert().values(row_of(letter)))

    def dead_letters(self, limit: int) -> Sequence[DeadLetter]:
        newest = sa.select(dead_letters).where(dead_letters.c.settled.is_(None)).order_by(dead_letters.c.id.desc())
        return [letter_of(row) for row in self.connection.execute(newest.limit(limit))]

    def purge(self, before: datetime) -> int:
        self.forget_dead(before)
        forget_settled(self.connection, before)
        forget_ended(self.connection, before)
        old = self.connection.execute(inbox.delete().where(inbox.c.done, inbox.c.at < before)).rowcount
        handled = sa.select(sa.func.min(positions.c.offset)).where(positions.c.partition == outbox.c.partition)
        is_handled = sa.and_(outbox.c.time < before, outbox.c.id <= handled.scalar_subquery())
        passed = outbox.delete().where(sa.or_(outbox.c.sent_at < before, is_handled))
        return old + self.connection.execute(passed).rowcount


@cache
def _begin(dialect: str) -> Any:
    """One more attempt at what is not done; how it stands now."""
    insert = inserting(dialect, inbox)
    number = inbox.c.attempts + sa.case((inbox.c.done, 0), else_=1)
    moment = sa.case((inbox.c.done, inbox.c.at), else_=insert.excluded.at)
    counted = insert.on_conflict_do_update(
        index_elements=list(inbox.primary_key), set_={"attempts": number, "at": moment}
    )
    return counted.returning(inbox.c.event_id, inbox.c.attempts, inbox.c.done)


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    """Its time has come, or it was reckoned by a clock that has been set back since."""
    return sa.or_(delayed.c.due <= now, delayed.c.due > now + LONGEST_DELAY)


def _wanted(group: str, event_id: str) -> dict[str, Any]:
    return {"of_group": group, "of_event": event_id}
