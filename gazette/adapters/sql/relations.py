"""Table of relations. Rows by target key; the answer is a join with what is held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

import sqlalchemy as sa

from gazette.adapters.sql.documents import COLUMNS
from gazette.adapters.sql.engine import batches, upsert
from gazette.adapters.sql.schema import documents, number_keys, relations
from gazette.model import DocumentRecord, Relation, Standing
from gazette.ports import Incoming
from gazette.standing import standing
from gazette.titles import MARK

NAMES = [field.name for field in fields(Relation)]
OURS = [relations.c[name].label(f"relation_{name}") for name in NAMES]
JOINED = relations.join(documents, relations.c.document_id == documents.c.id)


class SqlRelations:
    """gazette.ports.Relations."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def lock(self, keys: Iterable[str]) -> None:
        upsert(self.connection, number_keys, [{"key": key, "taken": 1} for key in sorted(set(keys))])

    def named(self, issue_ids: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for some in batches(sorted(set(issue_ids))):
            targets = sa.select(relations.c.target_key).where(relations.c.issue_id.in_(some)).distinct()
            found.update(self.connection.execute(targets).scalars())
        return frozenset(found)

    def replace(self, issue_id: str, new: Iterable[Relation]) -> frozenset[str]:
        mine = relations.c.issue_id == issue_id
        columns = [relations.c[name] for name in NAMES]
        held = {Relation(**row._mapping) for row in self.connection.execute(sa.select(*columns).where(mine))}
        wanted = set(new)
        if held == wanted:
            return frozenset()
        self.connection.execute(relations.delete().where(mine))
        rows = [
            {name: getattr(one, name) for name in NAMES} | {"issue_id": issue_id} for one in sorted(wanted, key=_order)
        ]
        if rows:
            self.connection.execute(relations.insert(), rows)
        return frozenset(one.target_key for one in held ^ wanted)

    def incoming(self, keys: Iterable[str]) -> Mapping[str, Sequence[Incoming]]:
        found: dict[str, list[Incoming]] = defaultdict(list)
        for some in batches(sorted(set(keys))):
            statement = (
                sa.select(*OURS, *COLUMNS)
                .select_from(JOINED)
                .where(relations.c.target_key.in_(some), ~documents.c.deleted)
                .order_by(documents.c.order_key, relations.c.id)
            )
            for row in self.connection.execute(statement):
                one = _incoming(row)
                found[one.relation.target_key].append(one)
        return found

    def standings(self, records: Sequence[DocumentRecord]) -> Mapping[str, Standing]:
        incoming = self.incoming(one.number_key for one in records if one.number_key)
        return {one.id: standing(_from_others(one, incoming)) for one in records}

    def sources(self, key_part: str, limit: int) -> Sequence[str]:
        near = relations.c.target_key.contains(key_part, autoescape=True) & ~relations.c.target_key.startswith(MARK)
        statement = sa.select(relations.c.target_key).distinct().select_from(JOINED).where(near, ~documents.c.deleted)
        return list(self.connection.execute(statement.order_by(relations.c.target_key).limit(limit)).scalars())


def _order(one: Relation) -> tuple[str, str, str]:
    return one.document_id, one.kind, one.target_key


def _incoming(row: sa.Row[tuple[object, ...]]) -> Incoming:
    values = list(row)
    relation = Relation(*values[: len(NAMES)])  # type: ignore[arg-type]
    source = DocumentRecord(**dict(zip((column.name for column in COLUMNS), values[len(NAMES) :], strict=True)))  # type: ignore[arg-type]
    return Incoming(relation, source)


def _from_others(
    one: DocumentRecord, incoming: Mapping[str, Sequence[Incoming]]
) -> list[tuple[Relation, DocumentRecord]]:
    towards = incoming.get(one.number_key or "", ())
    return [(other.relation, other.source) for other in towards if other.source.id != one.id]
