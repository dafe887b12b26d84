"""Table of documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.derived import derive
from gazette.adapters.sql.engine import batches, locked, upsert
from gazette.adapters.sql.schema import document_titles, documents, issues
from gazette.model import DocumentRecord
from gazette.ports import DocumentState

COLUMNS = [column for column in documents.c if column.name != "order_key"]
STATE = (
    documents.c.id,
    documents.c.issue_id,
    documents.c.revision,
    documents.c.deleted,
    issues.c.status,
    issues.c.updated_at,
)
LIVE = ~documents.c.deleted


def record(row: sa.Row[Any]) -> DocumentRecord:
    """A row of COLUMNS as a record."""
    return DocumentRecord(**row._mapping)


class SqlDocuments:
    """gazette.ports.Documents."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def count(self) -> int:
        return self.connection.execute(sa.select(sa.func.count()).select_from(documents)).scalar_one()

    def states(self, after: str, limit: int) -> Sequence[DocumentState]:
        held = sa.select(*STATE).join(issues, issues.c.id == documents.c.issue_id).where(documents.c.id > after)
        return [DocumentState(*row) for row in self.connection.execute(held.order_by(documents.c.id).limit(limit))]

    def of_issue(self, issue_id: str, deleted: bool = False, lock: bool = False) -> Sequence[DocumentRecord]:
        where = [documents.c.issue_id == issue_id] + ([] if deleted else [LIVE])
        found = sa.select(*COLUMNS).where(*where).order_by(documents.c.id)
        return sorted(self._all(locked(found) if lock else found), key=lambda one: (one.position, one.id))

    def get(self, document_id: str) -> DocumentRecord | None:
        found = self._all(sa.select(*COLUMNS).where(documents.c.id == document_id))
        return found[0] if found else None

    def save(self, records: Iterable[DocumentRecord]) -> None:
        held = list(records)
        upsert(self.connection, documents, [_row(one) for one in held])
        derive(self.connection, ((one.id, one.document) for one in held))

    def by_titles(self, keys: Iterable[str]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        titled = document_titles.join(documents, documents.c.id == document_titles.c.document_id)
        columns = (document_titles.c.key, documents.c.id)
        for some in batches(sorted(set(keys))):
            among = sa.select(*columns).select_from(titled).where(LIVE, document_titles.c.key.in_(some))
            for key, identifier in self.connection.execute(among.order_by(*columns)):
                found.setdefault(key, []).append(identifier)
        return found

    def by_keys(self, keys: Iterable[str]) -> Sequence[DocumentRecord]:
        return self._among(documents.c.number_key, keys)

    def candidates(self, key_part: str, limit: int) -> Sequence[DocumentRecord]:
        near = documents.c.number_key.contains(key_part, autoescape=True)
        order = (sa.func.length(documents.c.number_key), documents.c.number_key, documents.c.id)
        return self._all(sa.select(*COLUMNS).where(LIVE, near).order_by(*order).limit(limit))

    def touch(self, document_ids: Iterable[str]) -> Sequence[DocumentRecord]:
        wanted = sorted(set(document_ids))
        for some in batches(wanted):
            among = documents.c.id.in_(some)
            self.connection.execute(locked(sa.select(documents.c.id).where(among).order_by(documents.c.id)))
            raised = documents.update().where(among, LIVE).values(revision=documents.c.revision + 1)
            self.connection.execute(raised)
        return self._among(documents.c.id, wanted)

    def _among(self, column: sa.Column[Any], values: Iterable[str]) -> list[DocumentRecord]:
        found: list[DocumentRecord] = []
        for some in batches(sorted(set(values))):
            found += self._all(sa.select(*COLUMNS).where(LIVE, column.in_(some)).order_by(documents.c.id))
        return found

    def _all(self, statement: sa.Select[Any]) -> list[DocumentRecord]:
        return [record(row) for row in self.connection.execute(statement)]


def _row(one: DocumentRecord) -> dict[str, Any]:
    return {column.name: getattr(one, column.name) for column in COLUMNS} | {"order_key": one.order_key}
