"""`gazette backup` and `gazette restore`."""

from pathlib import Path

import typer
from rich.filesize import decimal

from gazette.ports import INBOX
from gazette.settings import Settings
from gazette.wiring import archive, check_ready, open_backends
from services.backup.folder import Contents, Folder
from services.backup.making import back_up
from services.backup.restoring import restore
from services.cli.console import give_fields, remark, say
from services.cli.gauge import Gauge
from services.cli.hands import what_next
from services.cli.start import held, hush, load_settings
from services.ingest.refused import REFUSED


def make_backup(data: Path | None, folder: Path) -> None:
    """Back everything up into a new folder; exit code 1 where the store has lost something."""
    with held(data) as backends, Gauge("备份 backup") as gauge:
        check_ready(backends)
        contents = back_up(archive(backends), backends.objects, folder, gauge.show, (INBOX, REFUSED))
    say(f"备份完成 Backed up: {folder.resolve()}", "bold green")
    _tell(contents)
    if contents.missing:
        remark(
            f"对象存储中缺少或损坏 {len(contents.missing)} 个文件，备份中没有它们。 "
            f"The object store has lost or damaged {len(contents.missing)} objects, which the backup lacks: "
            f"{', '.join(contents.missing[:5])}. `gazette reconcile` says of which issues",
            "yellow",
        )
        raise typer.Exit(1)


def verify_backup(folder: Path) -> None:
    """Read a backup whole and compare every hash; nothing else is opened."""
    with Gauge("核对备份 verify") as gauge:
        contents = Folder(folder).verify(gauge.show)
    say(f"备份完好 The backup is whole: {folder.resolve()}", "bold green")
    _tell(contents)


def restore_backup(data: Path | None, folder: Path) -> None:
    """Fill an empty system, say what is in it and who goes on with it."""
    settings = load_settings(data)
    hush(settings)
    Folder(folder).contents()
    with open_backends(settings) as backends:
        check_ready(backends)
        with Gauge("恢复 restore") as gauge:
            restored = restore(archive(backends), backends.objects, backends.search, folder, gauge.show)
        say(f"恢复完成 Restored into {_place(settings)}", "bold green")
        _tell(restored.contents)
        give_fields(
            (
                ("待索引的公报 issues to index", restored.to_index or None),
                ("待处理的公报 issues to go on with", restored.to_process or None),
            )
        )
        if restored.to_index or restored.to_process:
            say(what_next(backends))


def _tell(contents: Contents) -> None:
    give_fields(
        (
            ("时间 made at", f"{contents.made_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("版本 version", f"{contents.version}, schema {contents.schema}"),
            ("公报 issues", contents.rows("issues")),
            ("公文 documents", contents.rows("documents")),
            ("文件 objects", f"{contents.objects.rows} ({decimal(contents.object_bytes)})"),
        )
    )


def _place(settings: Settings) -> str:
    return "the servers" if settings.has_servers else str(settings.data.resolve())
