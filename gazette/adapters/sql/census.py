"""Counts that are answered from indexes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from gazette.adapters.sql.schema import dead_letters, delayed, inbox, issues, outbox
from gazette.ports.census import Backlog, Tally

KEYS = (issues.c.status, issues.c.kind, issues.c.reason_code)
TALLIES = (
    sa.select(*KEYS, sa.func.count(), sa.func.sum(issues.c.document_count), sa.func.sum(issues.c.size))
    .where(~issues.c.deleted)
    .group_by(*KEYS)
)
FIRST_UNSENT = sa.select(outbox.c.time).where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id).limit(1)
SIZES = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
}


class SqlCensus:
    """gazette.ports.census.Census."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def issues(self) -> Sequence[Tally]:
        rows = self.connection.execute(TALLIES)
        return [Tally(row[0], row[1], row[2], row[3], int(row[4]), int(row[5])) for row in rows]

    def backlog(self, limit: int = 100_000) -> Backlog:
        unsent = self._count(sa.select(outbox.c.id).where(outbox.c.sent_at.is_(None)), limit)
        oldest = self.connection.execute(FIRST_UNSENT).scalar_one_or_none()
        return Backlog(unsent, oldest, self._count(sa.select(delayed.c.id), limit))

    def dead_letters(self) -> Mapping[tuple[str, str], int]:
        keys = (dead_letters.c.failed_group, dead_letters.c.cause)
        rows = self.connection.execute(
            sa.select(*keys, sa.func.count()).where(dead_letters.c.settled.is_(None)).group_by(*keys)
        )
        return {(row[0], row[1]): row[2] for row in rows}

    def handled(self, since: datetime) -> Mapping[str, int]:
        lately = sa.select(inbox.c.group, sa.func.count()).where(inbox.c.done, inbox.c.at >= since)
        return {row[0]: row[1] for row in self.connection.execute(lately.group_by(inbox.c.group))}

    def size(self) -> int:
        return int(self.connection.execute(sa.text(SIZES[self.connection.dialect.name])).scalar_one())

    def _count(self, found: "sa.Select[tuple[int]]", limit: int) -> int:
        counted = sa.select(sa.func.count()).select_from(found.limit(limit).subquery())
        return self.connection.execute(counted).scalar_one()
