"""Table of agency codes and who signed with them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.schema import document_codes, documents, issues
from gazette.ports import Evidence, Signer

SIGNED = document_codes.join(documents, documents.c.id == document_codes.c.document_id)
ISSUER = document_codes.c.issuer
RANKED = (
    sa.select(
        document_codes.c.document_id,
        ISSUER,
        sa.func.count().over(partition_by=ISSUER).label("total"),
        sa.func.max(documents.c.order_key).over(partition_by=ISSUER).label("newest"),
        sa.func.row_number().over(partition_by=ISSUER, order_by=documents.c.order_key.desc()).label("place"),
    )
    .select_from(SIGNED)
    .where(document_codes.c.code == sa.bindparam("code"), ~documents.c.deleted)
    .subquery()
)
WITNESSES = (
    sa.select(RANKED.c.issuer, RANKED.c.total, documents.c.id, documents.c.issue_id, documents.c.document)
    .add_columns(issues.c.generation)
    .select_from(RANKED.join(documents, documents.c.id == RANKED.c.document_id))
    .join(issues, issues.c.id == documents.c.issue_id)
    .where(RANKED.c.place <= sa.bindparam("examples"))
    .order_by(RANKED.c.total.desc(), RANKED.c.newest.desc(), RANKED.c.issuer, RANKED.c.place)
    .limit(sa.bindparam("rows"))
)


class SqlCodes:
    """gazette.ports.Codes."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def signers(self, code: str, limit: int, examples: int) -> Sequence[Signer]:
        wanted = {"code": code, "examples": examples, "rows": limit * examples}
        found: dict[str, list[sa.Row[Any]]] = {}
        for row in self.connection.execute(WITNESSES, wanted):
            found.setdefault(row.issuer, []).append(row)
        return [_signer(issuer, rows) for issuer, rows in list(found.items())[:limit]]


def _signer(issuer: str, rows: Sequence[sa.Row[Any]]) -> Signer:
    named = (Evidence(row.id, row.issue_id, row.document.doc_number or "", row.generation) for row in rows)
    return Signer(issuer, rows[0].total, tuple(named))
