"""Takes files in.

Hears: uploads, and time passing (files in the inbox, delayed events, stuck issues, orphaned objects).
Writes: bytes to the object store, then issue, timeline and outbox in one transaction.
Tells: IssueStored.
"""
