"""`gazette reconcile`: what is missing, stale or orphaned between object store, catalogue and index."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from gazette.settings import Settings
from gazette.wiring import Backends
from services.api.pages.operations_wording import FAULTS
from services.cli.carrying import carry_out, person
from services.cli.console import give_json, give_table, remark, say
from services.cli.gauge import Gauge
from services.cli.start import held, load_settings
from services.runners import reconcile

TITLE = "核对 reconcile"
MENDS = {
    "bytes_missing": "重新上传同一文件 upload the same file again",
    "text_missing": "--repair 重新处理 processes it anew",
    "object_orphaned": "--repair 删除 removes them",
    "index_missing": "--repair 写入 writes them",
    "index_stale": "--repair 写入 writes them",
    "index_ahead": "--repair 提高修订号后写入 raises the revision and writes them",
    "index_orphaned": "--repair 删除 removes them",
    "tombstone_old": "--repair 删除 removes them",
}
"""Fault → what mends it."""
HEADINGS = ("问题 fault", "数量 count", "已修复 repaired", "例 examples", "处理办法 mend")


class _Alone:
    """A task of this process alone: nothing is written."""

    arguments: Mapping[str, Any] = {"repair": False}
    checkpoint: Mapping[str, Any] = {}

    def __init__(self, gauge: Gauge) -> None:
        self.by, self.gauge = person(), gauge

    def tell(
        self,
        done: int,
        total: int,
        message: str,
        checkpoint: Mapping[str, Any] | None = None,  # noqa: ARG002
        *,
        now: bool = False,  # noqa: ARG002
    ) -> None:
        """gazette.services.index.commands.Task."""
        self.gauge.show(done, total, message)


def hold_against(data: Path | None, *, repair: bool, as_json: bool) -> None:
    """Print what differs. Exit code 1 where something is wrong and not repaired."""
    settings = load_settings(data)
    with held(data) as backends:
        result = _repaired(backends, settings) if repair else _looked(backends, settings)
    if as_json:
        give_json(dict(result))
    else:
        _print(result)
    if result["left"]:
        raise typer.Exit(1)


def _looked(backends: Backends, settings: Settings) -> Mapping[str, Any]:
    with Gauge(TITLE) as gauge:
        return reconcile(backends, settings)(_Alone(gauge))


def _repaired(backends: Backends, settings: Settings) -> Mapping[str, Any]:
    return carry_out(backends, settings, "reconcile", {"repair": True}, TITLE).result


def _print(result: Mapping[str, Any]) -> None:
    say(f"公报 issues {result['issues']}，公文 documents {result['documents']}")
    rows = [
        (" ".join(FAULTS[one["fault"]]), one["count"], one["repaired"] or None, "\n".join(one["examples"]), _mend(one))
        for one in result["findings"]
    ]
    give_table("", HEADINGS, rows)
    if not rows:
        say("三者一致。 Object store, catalogue and index agree.", "green")
    if result["waiting"]:
        waiting = result["waiting"]
        remark(
            f"还有 {waiting} 个事件待入库，部分差异可能只是尚未处理。 {waiting} events wait for the index role.",
            "yellow",
        )


def _mend(found: Mapping[str, Any]) -> str:
    return "" if found["repaired"] == found["count"] else MENDS[found["fault"]]
