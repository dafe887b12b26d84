"""A system as a folder of files, and an empty system filled from one.

Writes and reads: backup.json, tables/<name>.jsonl, objects.jsonl, objects/<hash>.
Tells: for each issue the event that it waits for; DocumentsChanged for what is ready, so that it is indexed anew.
"""
