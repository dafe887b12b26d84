"""Databases for tests on a real PostgreSQL."""

import os
import time
from contextlib import suppress

import psycopg
from psycopg import sql

from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import postgres_engine
from gazette.adapters.sql.migrate import HEAD, migrate

TRIES = 60
TEMPLATE = f"gazettetest{HEAD}{os.environ.get('PYTEST_XDIST_WORKER', '')}"


def run(url: str, statement: str | sql.Composed) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


def migrated_template(url: str) -> str:
    """A freshly migrated database that tests copy; returns its name."""
    from tests.contract.servers import renamed  # noqa: PLC0415

    drop_database(url, TEMPLATE)
    run(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    engine = postgres_engine(renamed(url, TEMPLATE))
    migrate(engine)
    engine.dispose()
    return TEMPLATE


def create_database(url: str, name: str, template: str) -> None:
    run(url, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(url: str, name: str) -> None:
    """Also while PostgreSQL tidies it up, a process that only a superuser may end."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(TRIES):
        with suppress(psycopg.errors.InsufficientPrivilege):
            return run(url, statement)
        time.sleep(0.5)
    return run(url, statement)


def open_catalogue(url: str) -> SqlCatalogue:
    return SqlCatalogue(postgres_engine(url))
