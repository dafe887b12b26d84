"""Makes documents findable.

Hears: IssueClassified, DocumentsChanged.
Writes: the search index, with each document's revision; then the issue is ready.
Tells: IssueReady.
"""
