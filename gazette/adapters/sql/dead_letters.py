"""Table of dead letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.envelopes import from_row, to_row
from gazette.adapters.sql.schema import dead_letters, inbox
from gazette.events import Envelope, now
from gazette.ports import DeadCause, DeadFilter, DeadLetter

OPEN = dead_letters.c.settled.is_(None)
KIND = (dead_letters.c.failed_group.label("group"), dead_letters.c.type, dead_letters.c.cause)
FIGURES = (
    sa.func.count().label("count"),
    sa.func.min(dead_letters.c.at).label("first"),
    sa.func.max(dead_letters.c.at).label("last"),
    sa.func.max(dead_letters.c.id).label("newest"),
)
REPLAYED, DISCARDED = "replayed", "discarded"


class SqlDeadLetters:
    """gazette.ports.DeadLetters. `emit` writes events to the outbox."""

    def __init__(self, connection: sa.Connection, emit: Callable[[Iterable[Envelope]], None]) -> None:
        self.connection, self.emit = connection, emit

    def causes(self) -> Sequence[DeadCause]:
        grouped = sa.select(*KIND, *FIGURES).where(OPEN).group_by(*KIND).order_by(sa.func.count().desc(), *KIND)
        rows = [row._mapping for row in self.connection.execute(grouped)]
        said = sa.select(dead_letters.c.id, dead_letters.c.message)
        newest = self.connection.execute(said.where(dead_letters.c.id.in_([row["newest"] for row in rows])))
        messages = {row.id: row.message for row in newest}
        return [DeadCause(**row, message=messages[row["newest"]]) for row in rows]

    def count(self, wanted: DeadFilter) -> int:
        chosen = sa.select(sa.func.count()).select_from(dead_letters).where(*_conditions(wanted))
        return self.connection.execute(chosen).scalar_one()

    def page(self, wanted: DeadFilter, limit: int, after: int = 0) -> Sequence[DeadLetter]:
        chosen = sa.select(dead_letters).where(*_conditions(wanted), dead_letters.c.id > after)
        return self._all(chosen.order_by(dead_letters.c.id).limit(limit))

    def get(self, number: int) -> DeadLetter | None:
        found = self._all(sa.select(dead_letters).where(dead_letters.c.id == number))
        return found[0] if found else None

    def newest(self) -> int:
        return self.connection.execute(sa.select(sa.func.max(dead_letters.c.id))).scalar() or 0

    def history(self, letter: DeadLetter) -> Sequence[DeadLetter]:
        same = (dead_letters.c.failed_group == letter.group, dead_letters.c.event_id == letter.envelope.id)
        return self._all(sa.select(dead_letters).where(*same).order_by(dead_letters.c.id))

    def replay(self, number: int, by: str) -> DeadLetter | None:
        """Nobody else replays it meanwhile: of two, one finds it settled."""
        if not self._settle(DeadFilter(ids=(number,)), REPLAYED, by):
            return None
        letter = self.get(number)
        if letter is not None:
            mine = (inbox.c.group == letter.group, inbox.c.event_id == letter.envelope.id)
            self.connection.execute(inbox.delete().where(*mine))
            self.emit([replace(letter.envelope, group=letter.group)])
        return letter

    def discard(self, wanted: DeadFilter, by: str) -> int:
        return self._settle(wanted, DISCARDED, by)

    def _settle(self, wanted: DeadFilter, word: str, by: str) -> int:
        values = {"settled": word, "settled_at": now(), "settled_by": by}
        return self.connection.execute(dead_letters.update().where(*_conditions(wanted)).values(values)).rowcount

    def _all(self, chosen: sa.Select[Any]) -> list[DeadLetter]:
        return [letter_of(row) for row in self.connection.execute(chosen)]


def row_of(letter: DeadLetter) -> dict[str, Any]:
    """The columns of a dead letter that is buried."""
    return to_row(letter.envelope) | {
        "at": letter.at,
        "failed_group": letter.group,
        "cause": letter.cause,
        "message": letter.message,
        "attempts": letter.attempts,
    }


def letter_of(row: sa.Row[Any]) -> DeadLetter:
    """The dead letter in a row."""
    return DeadLetter(
        row.failed_group,
        from_row(row),
        row.cause,
        row.message,
        row.attempts,
        row.at,
        row.id,
        row.settled,
        row.settled_at,
        row.settled_by,
    )


def forget_settled(connection: sa.Connection, before: datetime) -> None:
    """Drop what was settled before then."""
    connection.execute(dead_letters.delete().where(dead_letters.c.settled_at < before))


def _conditions(wanted: DeadFilter) -> list[sa.ColumnElement[bool]]:
    asked = {"failed_group": wanted.group, "type": wanted.type, "cause": wanted.cause}
    where = [OPEN, *(dead_letters.c[name] == value for name, value in asked.items() if value is not None)]
    if wanted.ids:
        where.append(dead_letters.c.id.in_(wanted.ids))
    if wanted.until is not None:
        where.append(dead_letters.c.id <= wanted.until)
    return where
