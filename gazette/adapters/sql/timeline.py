"""Timelines of issues, and idempotency keys of uploads."""

from collections.abc import Sequence

import sqlalchemy as sa

from gazette.adapters.sql.engine import insert_new
from gazette.adapters.sql.schema import submissions, timeline
from gazette.model import Step

NAMES = Step.__slots__
ADD = timeline.insert()


class SqlTimeline:
    """gazette.ports.Timeline."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def add(self, *steps: Step) -> None:
        if steps:
            self.connection.execute(ADD, [{name: getattr(step, name) for name in NAMES} for step in steps])

    def of(self, issue_id: str) -> Sequence[Step]:
        columns = [timeline.c[name] for name in NAMES]
        mine = sa.select(*columns).where(timeline.c.issue_id == issue_id).order_by(timeline.c.id)
        return [Step(**row._mapping) for row in self.connection.execute(mine)]


class SqlSubmissions:
    """gazette.ports.Submissions."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def remember(self, key: str, issue_id: str) -> str:
        insert_new(self.connection, submissions, {"key": key, "issue_id": issue_id})
        return self.recall(key) or issue_id

    def recall(self, key: str) -> str | None:
        found = sa.select(submissions.c.issue_id).where(submissions.c.key == key)
        return self.connection.execute(found).scalar_one_or_none()
