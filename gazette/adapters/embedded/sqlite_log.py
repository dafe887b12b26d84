"""The event log on tables of the catalogue's SQLite file: what the outbox holds is what consumers read.

Partitions by key, offsets per group, and leases that share the partitions out among a group's members.
"""

import os
import socket
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from gazette.adapters.embedded.wake import Wake
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import translated, upsert
from gazette.adapters.sql.envelopes import from_row
from gazette.adapters.sql.leases import is_gone
from gazette.adapters.sql.schema import leases, outbox, positions
from gazette.adapters.sql.work import PARTITIONS
from gazette.events import Envelope, now
from gazette.ports import Delivery, Lag

LOOK_SECONDS = 0.1
KEEP_SECONDS = 1.0
LEASE_SECONDS = 10.0


FORWARD = (
    positions.update()
    .where(
        positions.c.group == sa.bindparam("of_group"),
        positions.c.partition == sa.bindparam("of"),
        positions.c.offset < sa.bindparam("to"),
    )
    .values(offset=sa.bindparam("to"))
)


@dataclass(frozen=True, slots=True)
class Timing:
    """How often a member looks for events of other processes, keeps its leases, and how long those last (seconds)."""

    look: float = LOOK_SECONDS
    keep: float = KEEP_SECONDS
    lease: float = LEASE_SECONDS


class SqliteLog:
    """gazette.ports.EventLog."""

    def __init__(self, catalogue: SqlCatalogue, wake: Wake, timing: Timing | None = None) -> None:
        self.catalogue, self.wake, self.timing = catalogue, wake, timing or Timing()

    def append(self, envelopes: Sequence[Envelope]) -> None:
        with self.catalogue.transaction() as tables:
            tables.work.emit(envelopes)

    def subscribe(self, group: str) -> "SqliteSubscription":
        return SqliteSubscription(self.catalogue, self.wake, self.timing, group)

    def lag(self, group: str) -> Sequence[Lag]:
        """Partition by partition, so that what the group has heard is not looked at again."""
        with translated(), self.catalogue.read_engine.begin() as connection:
            return [_lag(connection, group, number) for number in range(PARTITIONS)]

    def check(self) -> None:
        self.catalogue.check()

    def close(self) -> None:
        """The catalogue owns the connections."""


class SqliteSubscription:
    """gazette.ports.Subscription."""

    def __init__(self, catalogue: SqlCatalogue, wake: Wake, timing: Timing, group: str) -> None:
        self.catalogue, self.wake, self.timing, self.group = catalogue, wake, timing, group
        self.member = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.read: dict[int, int] = {}
        self.kept_at = float("-inf")

    def poll(self, timeout: float, limit: int = 1) -> Sequence[Delivery]:
        deadline = time.monotonic() + timeout
        while True:
            seen = self.wake.count
            if time.monotonic() - self.kept_at >= self.timing.keep:
                self._share_out()
            deliveries = self._fetch(limit)
            left = deadline - time.monotonic()
            if deliveries or left <= 0:
                return deliveries
            self.wake.wait(seen, min(left, self.timing.look))

    def commit(self, deliveries: Sequence[Delivery]) -> None:
        reached = {one.partition: one.offset for one in sorted(deliveries, key=lambda one: one.offset)}
        if reached:
            rows = [{"of_group": self.group, "of": number, "to": offset} for number, offset in reached.items()]
            with self.catalogue.writing(durable=False) as connection:
                connection.execute(FORWARD, rows)

    def seek(self, delivery: Delivery) -> None:
        if delivery.partition in self.read:
            self.read[delivery.partition] = min(self.read[delivery.partition], delivery.offset - 1)

    def holds(self, delivery: Delivery) -> bool:
        return delivery.offset <= self.read.get(delivery.partition, -1)

    def keep(self) -> None:
        if time.monotonic() - self.kept_at >= self.timing.keep:
            with self.catalogue.writing(durable=False) as connection:
                connection.execute(leases.update().where(leases.c.holder == self.member).values(until=self._until()))
            self.kept_at = time.monotonic()

    def close(self) -> None:
        with self.catalogue.writing(durable=False) as connection:
            connection.execute(leases.delete().where(leases.c.holder == self.member))
        self.read.clear()
        self.wake.ring()

    def _fetch(self, limit: int) -> list[Delivery]:
        if not self.read:
            return []
        unread = [sa.and_(outbox.c.partition == number, outbox.c.id > at) for number, at in self.read.items()]
        statement = sa.select(outbox).where(sa.or_(*unread), _meant_for(self.group)).order_by(outbox.c.id).limit(limit)
        with translated(), self.catalogue.read_engine.begin() as connection:
            rows = connection.execute(statement).all()
        deliveries = [Delivery(row.partition, row.id, from_row(row)) for row in rows]
        self.read |= {delivery.partition: delivery.offset for delivery in deliveries}
        return deliveries

    def _share_out(self) -> None:
        """Keep this member alive, give back what is no longer its share, take what is free of its share."""
        with self.catalogue.writing(durable=False) as connection:
            held = self._leases(connection)
            members = sorted({*held.get("member", {}).values(), self.member})
            share = set(range(PARTITIONS)[members.index(self.member) :: len(members)])
            holders = held.get("partition", {})
            kept = {number for number in share if holders.get(number) == self.member}
            mine = kept | (share - holders.keys())
            self._write_leases(connection, mine)
            self._begin_reading(connection, mine, kept)
        self.kept_at = time.monotonic()

    def _leases(self, connection: sa.Connection) -> dict[str, dict[int, str]]:
        """Living leases of the group: kind → number → holder."""
        prefix = f"{self.group}/"
        statement = sa.select(leases).where(leases.c.name.startswith(prefix, autoescape=True), leases.c.until > now())
        found: dict[str, dict[int, str]] = {}
        for row in connection.execute(statement):
            kind, _, number = row.name.removeprefix(prefix).partition("/")
            if row.holder == self.member or not is_gone(row.holder):
                found.setdefault(kind, {})[int(number, 16)] = row.holder
        return found

    def _write_leases(self, connection: sa.Connection, mine: set[int]) -> None:
        names = [f"{self.group}/member/{self.member.rpartition(':')[2]}"]
        names += [f"{self.group}/partition/{number:x}" for number in sorted(mine)]
        connection.execute(leases.delete().where(leases.c.holder == self.member, leases.c.name.not_in(names)))
        upsert(connection, leases, [{"name": name, "holder": self.member, "until": self._until()} for name in names])

    def _begin_reading(self, connection: sa.Connection, mine: set[int], kept: set[int]) -> None:
        """New partitions are read from what the group has committed, kept ones go on.

        A group that has committed nothing yet is written down too: nothing is purged before it was heard.
        """
        statement = sa.select(positions.c.partition, positions.c.offset).where(positions.c.group == self.group)
        committed: dict[int, int] = {row.partition: row.offset for row in connection.execute(statement)}
        new = [{"group": self.group, "partition": number, "offset": 0} for number in mine - committed.keys()]
        upsert(connection, positions, new, keep=["offset"])
        begin = {number: committed.get(number, 0) for number in mine}
        self.read = begin | {number: self.read[number] for number in kept & self.read.keys()}

    def _until(self) -> datetime:
        return now() + timedelta(seconds=self.timing.lease)


def _lag(connection: sa.Connection, group: str, number: int) -> Lag:
    mine = sa.select(positions.c.offset).where(positions.c.group == group, positions.c.partition == number)
    end = connection.execute(sa.select(sa.func.max(outbox.c.id)).where(outbox.c.partition == number)).scalar()
    if end is None:
        return Lag(group, number, 0, 0, 0)
    reached = connection.execute(mine).scalar() or 0
    unheard = (outbox.c.partition == number, outbox.c.id > reached, _meant_for(group))
    waiting = sa.select(sa.func.count(), sa.func.min(outbox.c.time)).where(*unheard)
    return Lag(group, number, reached, end, *connection.execute(waiting).one())


def _meant_for(group: str) -> sa.ColumnElement[bool]:
    return sa.or_(outbox.c.group.is_(None), outbox.c.group == group)
