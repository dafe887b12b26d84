"""Extraction.

hears   gazette.issue.stored.v1: the bytes of an issue are safe
writes  the text of record, the documents of the issue with their fields and places, its balance sheet
tells   gazette.issue.extracted.v1, or gazette.issue.failed.v1 with a plain reason
"""
