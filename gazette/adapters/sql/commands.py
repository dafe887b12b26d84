"""Table of commands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.schema import commands
from gazette.events import now
from gazette.ports import Command, CommandState, Progress

PENDING = commands.c.state.in_((CommandState.ASKED, CommandState.RUNNING))
SHOWN = [commands.c[name] for name in Command.__slots__]
MOST_ATTEMPTS = 10


class SqlCommands:
    """gazette.ports.Commands."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def ask(self, name: str, arguments: Mapping[str, Any], by: str) -> Command:
        for held in self._all(sa.select(*SHOWN).where(PENDING, commands.c.name == name)):
            if held.arguments == arguments:
                return held
        row = {"name": name, "arguments": dict(arguments), "state": CommandState.ASKED, "asked_at": now()}
        empty = {"done": 0, "total": 0, "message": "", "checkpoint": {}, "result": {}, "attempts": 0}
        made = self.connection.execute(commands.insert().values(row | empty | {"asked_by": by}).returning(*SHOWN))
        return Command(**made.one()._mapping)

    def get(self, number: int) -> Command | None:
        found = self._all(sa.select(*SHOWN).where(commands.c.id == number))
        return found[0] if found else None

    def recent(self, limit: int) -> Sequence[Command]:
        return self._all(sa.select(*SHOWN).order_by(PENDING.desc(), commands.c.id.desc()).limit(limit))

    def take(self, names: Sequence[str], holder: str) -> Command | None:
        waiting = sa.select(commands).where(PENDING, commands.c.name.in_(names)).order_by(commands.c.id).limit(1)
        row = self.connection.execute(waiting.with_for_update()).one_or_none()
        if row is None:
            return None
        begun = {"state": CommandState.RUNNING, "holder": holder, "attempts": row.attempts + 1, "updated_at": now()}
        if row.started_at is None:
            begun["started_at"] = begun["updated_at"]
        self.connection.execute(commands.update().where(commands.c.id == row.id).values(begun))
        if row.attempts < MOST_ATTEMPTS:
            return self.get(row.id)
        message = f"the process that carried it out ended {MOST_ATTEMPTS} times; see its log, then ask for it again"
        self.end(row.id, holder, CommandState.FAILED, message, {})
        return None

    def report(self, number: int, holder: str, progress: Progress) -> bool:
        told = {"done": progress.done, "total": progress.total, "message": progress.message}
        return self._update(number, holder, told | {"checkpoint": dict(progress.checkpoint)})

    def end(self, number: int, holder: str, state: CommandState, message: str, result: Mapping[str, Any]) -> bool:
        told = {"state": state, "message": message, "result": dict(result), "ended_at": now()}
        return self._update(number, holder, told)

    def _update(self, number: int, holder: str, values: Mapping[str, Any]) -> bool:
        mine = (commands.c.id == number, commands.c.holder == holder, commands.c.state == CommandState.RUNNING)
        changed = commands.update().where(*mine).values(dict(values) | {"updated_at": now()})
        return bool(self.connection.execute(changed).rowcount)

    def _all(self, chosen: sa.Select[Any]) -> list[Command]:
        return [Command(**row._mapping) for row in self.connection.execute(chosen)]


def forget_ended(connection: sa.Connection, before: datetime) -> None:
    """Drop what ended before then."""
    connection.execute(commands.delete().where(commands.c.ended_at < before))
