"""Adapters that need no server: files, tables of the same SQLite file, tantivy."""
