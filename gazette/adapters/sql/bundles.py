"""Table of what was in bundles."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.issues import issue_of
from gazette.adapters.sql.schema import bundle_entries, issues
from gazette.model import Issue
from gazette.ports import BundleEntry, Child

ENTRY = [bundle_entries.c[field.name] for field in fields(BundleEntry)]
STATE = [issues.c[name] for name in ("status", "retryable", "document_count", "doubtful_count", "deleted")]
CHILDREN = (
    sa.select(*ENTRY, *STATE, issues.c.reason_code.label("failed_with"), issues.c.reason.label("failed_for"))
    .select_from(bundle_entries.outerjoin(issues, issues.c.id == bundle_entries.c.issue_id))
    .where(bundle_entries.c.bundle_id == sa.bindparam("bundle"))
    .order_by(bundle_entries.c.position)
)


class SqlBundles:
    """gazette.ports.Bundles."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def fill(self, bundle_id: str, entries: Iterable[BundleEntry]) -> None:
        self.connection.execute(bundle_entries.delete().where(bundle_entries.c.bundle_id == bundle_id))
        rows = [asdict(one) | {"bundle_id": bundle_id} for one in entries]
        if rows:
            self.connection.execute(bundle_entries.insert(), rows)

    def children(self, bundle_id: str) -> Sequence[Child]:
        return [_child(row) for row in self.connection.execute(CHILDREN, {"bundle": bundle_id})]

    def holding(self, issue_id: str) -> Sequence[Issue]:
        within = sa.select(bundle_entries.c.bundle_id).where(bundle_entries.c.issue_id == issue_id)
        live = sa.select(issues).where(issues.c.id.in_(within), ~issues.c.deleted)
        return [issue_of(row) for row in self.connection.execute(live.order_by(issues.c.uploaded_at, issues.c.id))]


def _child(row: Any) -> Child:
    values = row._mapping
    entry = BundleEntry(**{column.name: values[column] for column in ENTRY})
    if entry.issue_id is None:
        return Child(entry, reason_code=entry.reason_code, reason=entry.reason)
    state = {column.name: values[column] for column in STATE}
    return Child(entry, reason_code=values["failed_with"], reason=values["failed_for"], **state)
