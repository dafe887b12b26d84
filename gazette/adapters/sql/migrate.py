"""Bring a database to this version's schema, or say why not."""

from pathlib import Path

import sqlalchemy as sa

from gazette.adapters.sql.engine import wait_for_lock
from gazette.errors import SettingsError, UnavailableError

HEAD = "0007"
MIGRATION_LOCK = 7_300
FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: sa.Engine) -> bool:
    """Apply what is missing; returns whether anything was. SettingsError where the database is newer than we are."""
    present = revision(engine)
    if present == HEAD:
        return False
    if is_newer(present):
        raise SettingsError(_newer(present))
    _upgrade(engine)
    return True


def check_schema(engine: sa.Engine, newer: bool = False) -> None:
    """UnavailableError where the schema is not this version's; one that is `newer` may be accepted."""
    present = revision(engine)
    if is_newer(present):
        if newer:
            return
        raise UnavailableError(_newer(present))
    if present != HEAD:
        raise UnavailableError(
            f"the catalogue has schema {present or 'none'}, this version needs {HEAD}: run `gazette init`"
        )


def revision(engine: sa.Engine) -> str | None:
    """The schema that a database has; None for an empty one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def is_newer(present: str | None) -> bool:
    """Whether a schema is none of those that this version knows."""
    return present is not None and present not in _known()


def _newer(present: str | None) -> str:
    return (
        f"the catalogue has schema {present}, newer than this version's {HEAD}: install the version of Gazette that "
        "wrote it, or use another data folder (GAZETTE_DATA) or database (GAZETTE_CATALOGUE)"
    )


def _known() -> set[str]:
    return {path.name.partition("_")[0] for path in (FOLDER / "versions").glob("*.py")}


def _upgrade(engine: sa.Engine) -> None:
    from alembic import command  # noqa: PLC0415 - half a second that an up-to-date database need not wait
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.begin() as connection:
        wait_for_lock(connection, MIGRATION_LOCK)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
