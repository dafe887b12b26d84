"""Parsers, one idea a file. Pure: text in, values with their places out."""
