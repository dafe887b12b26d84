"""Says what kind of thing each document is, and what follows from it for others.

Hears: IssueExtracted.
Writes: kind of issue, 文种, themes, relations; a new revision of every held document whose answer changed.
Tells: IssueClassified, DocumentsChanged.
"""
