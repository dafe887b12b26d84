"""`gazette reindex`: a new search index from the catalogue."""

from pathlib import Path

from services.cli.carrying import carry_out
from services.cli.console import say
from services.cli.start import held, load_settings


def build_anew(data: Path | None) -> None:
    """Ask for it, show how far it is, say what came of it."""
    settings = load_settings(data)
    with held(data) as backends:
        command = carry_out(backends, settings, "reindex", {}, "重建索引 reindex")
    documents = command.result["documents"]
    say(f"索引已重建并切换，可检索公文 {documents} 篇。 The index was built anew: {documents} documents can be found.")
