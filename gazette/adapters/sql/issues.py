"""Table of issues."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.engine import insert_new, locked
from gazette.adapters.sql.schema import bundle_entries, issues
from gazette.errors import QueryError
from gazette.events import now
from gazette.model import Issue, IssueStatus
from gazette.ports import IssueFilter, IssuePage

ENDED = (IssueStatus.READY, IssueStatus.FAILED)
ONE = sa.select(issues).where(issues.c.id == sa.bindparam("wanted"))
LOCKED = locked(ONE)
SAVED = [column.name for column in issues.c if column.name not in ("id", "revision")]
SAVE = (
    issues.update()
    .where(issues.c.id == sa.bindparam("wanted"))
    .values(revision=issues.c.revision + 1, **{name: sa.bindparam(name) for name in SAVED})
)


class SqlIssues:
    """gazette.ports.Issues."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def add(self, issue: Issue) -> bool:
        return insert_new(self.connection, issues, _row(issue))

    def get(self, issue_id: str) -> Issue | None:
        return self._one(ONE, issue_id)

    def lock(self, issue_id: str) -> Issue | None:
        return self._one(LOCKED, issue_id)

    def save(self, issue: Issue) -> None:
        row = _row(issue)
        self.connection.execute(SAVE, {"wanted": issue.id} | {name: row[name] for name in SAVED})

    def page(self, wanted: IssueFilter, limit: int, cursor: str | None = None) -> IssuePage:
        where = _conditions(wanted)
        total = self.connection.execute(sa.select(sa.func.count()).select_from(issues).where(*where)).scalar_one()
        if cursor:
            at, last = _decode(cursor)
            where.append(
                sa.tuple_(issues.c.uploaded_at, issues.c.id)
                < sa.tuple_(sa.literal(at, issues.c.uploaded_at.type), last)
            )
        newest = sa.select(issues).where(*where).order_by(issues.c.uploaded_at.desc(), issues.c.id.desc())
        rows = [issue_of(row) for row in self.connection.execute(newest.limit(limit + 1))]
        more = len(rows) > limit
        return IssuePage(tuple(rows[:limit]), total, _encode(rows[limit - 1]) if more else None)

    def counts(self) -> Mapping[IssueStatus, int]:
        live = sa.select(issues.c.status, sa.func.count()).where(~issues.c.deleted).group_by(issues.c.status)
        found = {row[0]: row[1] for row in self.connection.execute(live)}
        return {status: found.get(status, 0) for status in IssueStatus}

    def unfinished(self, before: datetime, limit: int) -> Sequence[Issue]:
        stuck = (
            sa.select(issues)
            .where(issues.c.status.not_in(ENDED), ~issues.c.deleted, issues.c.updated_at < before)
            .order_by(issues.c.updated_at, issues.c.id)
            .limit(limit)
        )
        return [issue_of(row) for row in self.connection.execute(stuck)]

    def ended(self, since: datetime) -> int:
        lately = (issues.c.status.in_(ENDED), ~issues.c.deleted, issues.c.updated_at >= since)
        return self.connection.execute(sa.select(sa.func.count()).select_from(issues).where(*lately)).scalar_one()

    def after(self, issue_id: str, limit: int) -> Sequence[Issue]:
        following = sa.select(issues).where(issues.c.id > issue_id).order_by(issues.c.id).limit(limit)
        return [issue_of(row) for row in self.connection.execute(following)]

    def _one(self, statement: sa.Select[Any], issue_id: str) -> Issue | None:
        row = self.connection.execute(statement, {"wanted": issue_id}).one_or_none()
        return None if row is None else issue_of(row)


def _row(issue: Issue) -> dict[str, Any]:
    row = {field.name: getattr(issue, field.name) for field in fields(issue)}
    cover = issue.masthead
    return row | {
        "updated_at": now(),
        "year": cover.year if cover else None,
        "publisher": cover.publisher if cover else None,
    }


def issue_of(row: sa.Row[Any]) -> Issue:
    """The issue of a whole row."""
    values = dict(row._mapping)
    del values["year"], values["publisher"]
    return Issue(**values)


def _conditions(wanted: IssueFilter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [~issues.c.deleted]
    if wanted.status is not None:
        where.append(issues.c.status == wanted.status)
    if wanted.year is not None:
        where.append(issues.c.year == wanted.year)
    if wanted.publisher is not None:
        where.append(issues.c.publisher == wanted.publisher)
    if wanted.bundle is not None:
        within = sa.select(bundle_entries.c.issue_id).where(bundle_entries.c.bundle_id == wanted.bundle)
        where.append(issues.c.id.in_(within))
    return where


def _encode(issue: Issue) -> str:
    return base64.urlsafe_b64encode(f"{issue.uploaded_at.isoformat()} {issue.id}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, str]:
    try:
        at, last = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        return datetime.fromisoformat(at).astimezone(UTC), last
    except (ValueError, OverflowError, binascii.Error, UnicodeError) as error:
        raise QueryError("this cursor is none of ours; begin again without one", 0) from error
