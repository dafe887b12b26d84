"""The catalogue on any SQL database that SQLAlchemy Core speaks to: SQLite here, PostgreSQL as a server."""
