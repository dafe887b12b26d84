"""The gateway: what readers and downstream systems may ask.

Hears: HTTP requests. Writes: nothing; uploads and retries are routes of `services/ingest`, mounted here from outside.
Tells: issues, documents, search results, timelines, health and metrics, as JSON; every error as a problem document.
"""
