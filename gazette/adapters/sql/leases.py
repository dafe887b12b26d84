"""Leases and signs of life of the running roles."""

import os
import socket
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from gazette.adapters.sql.engine import insert_new, upsert
from gazette.adapters.sql.schema import beats, leases
from gazette.events import now
from gazette.ports import Beat

CLOCKS_APART = 2
"""A lease that ends later than so many times its length was taken before the clock was set back: it is cut short."""


def is_gone(holder: str) -> bool:
    """Whether a holder, named `host:pid:…`, is a process of this machine that has ended."""
    host, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


class SqlLeases:
    """The part of gazette.ports.Work that says who is there and who holds what."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def lease(self, name: str, holder: str, seconds: float) -> bool:
        moment = now()
        row = {"name": name, "holder": holder, "until": moment + timedelta(seconds=seconds)}
        if insert_new(self.connection, leases, row):
            return True
        held = self.connection.execute(sa.select(leases).where(leases.c.name == name).with_for_update()).one()
        if held.holder != holder and held.until > moment and not is_gone(held.holder):
            if held.until > moment + timedelta(seconds=CLOCKS_APART * seconds):
                upsert(self.connection, leases, [row | {"holder": held.holder}])
            return False
        upsert(self.connection, leases, [row])
        return True

    def end_lease(self, name: str, holder: str) -> None:
        self.connection.execute(leases.delete().where(leases.c.name == name, leases.c.holder == holder))

    def beat(self, beat: Beat) -> None:
        upsert(self.connection, beats, [{name: getattr(beat, name) for name in Beat.__slots__}])

    def beats(self, since: datetime) -> Sequence[Beat]:
        recent = sa.select(beats).where(beats.c.at >= since).order_by(beats.c.role, beats.c.member)
        rows: Iterable[sa.Row[tuple[object, ...]]] = self.connection.execute(recent)
        alive = [Beat(**row._mapping) for row in rows]
        return [beat for beat in alive if not is_gone(f"{beat.host}:{beat.pid}:")]

    def end_beat(self, member: str) -> None:
        self.connection.execute(beats.delete().where(beats.c.member == member))

    def forget_dead(self, before: datetime) -> None:
        """Drop what killed processes left behind."""
        self.connection.execute(leases.delete().where(leases.c.until < before))
        self.connection.execute(beats.delete().where(beats.c.at < before))
