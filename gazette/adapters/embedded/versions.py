"""Which engines the embedded size runs on."""

import sqlite3
from collections.abc import Mapping
from importlib.metadata import version


def versions() -> Mapping[str, str]:
    """Name of an engine → its version."""
    return {"SQLite": sqlite3.sqlite_version, "tantivy": version("tantivy")}
