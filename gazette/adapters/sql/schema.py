"""The tables. Migrations bring a database to this shape; a test holds the two together."""

from typing import Any

import sqlalchemy as sa

from gazette.adapters.sql.columns import Moment, Packed, Plain, PlainId, Word
from gazette.model import Balance, Classes, Discrepancy, Document, IssueStatus, Kind, Masthead, RelationKind, TocEntry
from gazette.ports import CommandState

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = PlainId(32)
UNSENT = sa.text("sent_at IS NULL")
OPEN = sa.text("settled IS NULL")
LONG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("file_name", Plain, nullable=False),
    sa.Column("media_type", Plain, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("uploaded_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("status", Word(IssueStatus), nullable=False),
    sa.Column("note", Plain),
    sa.Column("reason_code", Plain),
    sa.Column("reason", Plain),
    sa.Column("retryable", sa.Boolean, nullable=False),
    sa.Column("generation", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("kind", Word(Kind)),
    sa.Column("text_key", Plain),
    sa.Column("document_count", sa.Integer, nullable=False),
    sa.Column("doubtful_count", sa.Integer, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("publisher", Plain),
    sa.Column("masthead", Packed(Masthead)),
    sa.Column("toc", Packed(tuple[TocEntry, ...]), nullable=False),
    sa.Column("discrepancies", Packed(tuple[Discrepancy, ...]), nullable=False),
    sa.Column("balance", Packed(Balance), nullable=False),
    sa.Column("notes", Packed(tuple[str, ...]), nullable=False),
    sa.Index("ix_issues_newest", "uploaded_at", "id"),
    sa.Index("ix_issues_status", "status", "updated_at"),
    sa.Index("ix_issues_counted", "deleted", "status", "kind", "reason_code", "document_count", "size"),
)

bundle_entries = sa.Table(
    "bundle_entries",
    metadata,
    sa.Column("bundle_id", ID, sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("file_name", Plain, nullable=False),
    sa.Column("issue_id", ID, sa.ForeignKey("issues.id"), index=True),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("reason_code", Plain),
    sa.Column("reason", Plain),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("issue_id", ID, sa.ForeignKey("issues.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("number_key", Plain, index=True),
    sa.Column("order_key", sa.BigInteger, nullable=False, unique=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("document", Packed(Document), nullable=False),
    sa.Column("classes", Packed(Classes), nullable=False),
)

document_titles = sa.Table(
    "document_titles",
    metadata,
    sa.Column("document_id", ID, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("key", Plain, primary_key=True, index=True),
)

document_codes = sa.Table(
    "document_codes",
    metadata,
    sa.Column("document_id", ID, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("code", Plain, nullable=False, index=True),
    sa.Column("issuer", Plain, nullable=False),
)

number_keys = sa.Table("number_keys", metadata, sa.Column("key", Plain, primary_key=True), sa.Column("taken", LONG_ID))

relations = sa.Table(
    "relations",
    metadata,
    sa.Column("id", LONG_ID, primary_key=True, autoincrement=True),
    sa.Column("issue_id", ID, nullable=False, index=True),
    sa.Column("document_id", ID, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("kind", Word(RelationKind), nullable=False),
    sa.Column("target_key", Plain, nullable=False, index=True),
    sa.Column("target_number", Plain, nullable=False),
    sa.Column("target_title", Plain),
    sa.Column("line", sa.Integer),
)

timeline = sa.Table(
    "timeline",
    metadata,
    sa.Column("id", LONG_ID, primary_key=True, autoincrement=True),
    sa.Column("issue_id", ID, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("stage", Plain, nullable=False),
    sa.Column("event", Plain, nullable=False),
    sa.Column("status", Plain, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("duration_ms", sa.Integer),
    sa.Column("message", Plain),
    sa.Column("correlation_id", Plain),
    sqlite_autoincrement=True,
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("key", Plain, primary_key=True),
    sa.Column("issue_id", ID, nullable=False),
)


def envelope_columns() -> list[sa.Column[object]]:
    """The columns that an event has wherever it is kept."""
    return [
        sa.Column("event_id", Plain, nullable=False),
        sa.Column("type", Plain, nullable=False),
        sa.Column("key", Plain, nullable=False),
        sa.Column("time", Moment, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("correlation_id", Plain),
        sa.Column("group", Plain),
        sa.Column("traceparent", Plain),
    ]


outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", LONG_ID, primary_key=True, autoincrement=True),
    sa.Column("partition", sa.Integer, nullable=False),
    sa.Column("sent_at", Moment),
    *envelope_columns(),
    sa.Index("ix_outbox_partition", "partition", "id"),
    sa.Index("ix_outbox_unsent", "id", postgresql_where=UNSENT, sqlite_where=UNSENT),
    sqlite_autoincrement=True,
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("group", Plain, primary_key=True),
    sa.Column("event_id", Plain, primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
)

delayed = sa.Table(
    "delayed",
    metadata,
    sa.Column("id", LONG_ID, primary_key=True, autoincrement=True),
    sa.Column("due", Moment, nullable=False, index=True),
    *envelope_columns(),
)

dead_letters = sa.Table(
    "dead_letters",
    metadata,
    sa.Column("id", LONG_ID, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("failed_group", Plain, nullable=False),
    sa.Column("cause", Plain, nullable=False),
    sa.Column("message", Plain, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    *envelope_columns(),
    sa.Column("settled", Plain),
    sa.Column("settled_at", Moment),
    sa.Column("settled_by", Plain),
    sa.Index("ix_dead_letters_event", "failed_group", "event_id"),
    sa.Index("ix_dead_letters_open", "failed_group", postgresql_where=OPEN, sqlite_where=OPEN),
)

commands = sa.Table(
    "commands",
    metadata,
    sa.Column("id", LONG_ID, primary_key=True, autoincrement=True),
    sa.Column("name", Plain, nullable=False),
    sa.Column("arguments", Packed(dict[str, Any]), nullable=False),
    sa.Column("state", Word(CommandState), nullable=False, index=True),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("asked_by", Plain, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Column("message", Plain, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("updated_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("checkpoint", Packed(dict[str, Any]), nullable=False),
    sa.Column("result", Packed(dict[str, Any]), nullable=False),
    sa.Column("holder", Plain),
    sa.Column("attempts", sa.Integer, nullable=False),
)

positions = sa.Table(
    "positions",
    metadata,
    sa.Column("group", Plain, primary_key=True),
    sa.Column("partition", sa.Integer, primary_key=True),
    sa.Column("offset", LONG_ID, nullable=False),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", Plain, primary_key=True),
    sa.Column("holder", Plain, nullable=False),
    sa.Column("until", Moment, nullable=False),
)

beats = sa.Table(
    "beats",
    metadata,
    sa.Column("member", Plain, primary_key=True),
    sa.Column("role", Plain, nullable=False),
    sa.Column("host", Plain, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("problem", Plain),
    sa.Column("version", Plain),
)
