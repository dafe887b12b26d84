"""What the operators' pages call things: Chinese, then English."""

from collections.abc import Mapping
from typing import Any

from services.api.pages.wording import Words

GROUPS: dict[str, Words] = {
    "extract": ("提取", "extract"),
    "classify": ("分类", "classify"),
    "index": ("索引", "index"),
}
ROLES: dict[str, Words] = GROUPS | {
    "ingest": ("接收", "ingest"),
    "relay": ("转发", "relay"),
    "inbox": ("收件箱", "inbox"),
    "api": ("网关", "api"),
}
COMMANDS: dict[str, Words] = {
    "reindex": ("重建索引", "reindex"),
    "reconcile": ("核对", "reconcile"),
    "replay": ("重放死信", "replay"),
}
STATES: dict[str, Words] = {
    "asked": ("等待", "waiting"),
    "running": ("进行中", "running"),
    "done": ("完成", "done"),
    "failed": ("失败", "failed"),
}
FAULTS: dict[str, Words] = {
    "bytes_missing": ("原件缺失", "bytes of an issue missing"),
    "text_missing": ("文本缺失", "text of a ready issue missing"),
    "object_orphaned": ("无主对象", "objects of no issue"),
    "index_missing": ("索引缺失", "missing in the index"),
    "index_stale": ("索引过期", "older in the index"),
    "index_ahead": ("索引超前", "newer in the index"),
    "index_orphaned": ("无主索引项", "in the index of no document"),
    "tombstone_old": ("陈旧删除标记", "old marks of deletion, harmless"),
}
OUTCOMES: dict[str, Words] = {
    "replayed": ("已重放", "sent again"),
    "late": ("公报此后已重新处理，不会生效", "their issue went on since: no effect"),
    "undecodable": ("不是事件，无法重放", "no events, cannot be replayed"),
    "settled": ("已被他人处理", "settled by somebody else"),
}
DONE: dict[str, Words] = {
    "asked": ("已提交命令 {0}，进展见下。", "Command {0} is asked for; its progress is below."),
    "retried": ("已重新开始处理 {0} 期公报。", "{0} issues begin anew."),
    "discarded": ("已丢弃 {0} 条死信。", "{0} dead letters were discarded."),
}


def span(seconds: float | None) -> str | None:
    """Seconds in the largest unit that says enough: 40 s, 12 min, 3.5 h, 2.1 d."""
    for unit, size in (("d", 86_400), ("h", 3_600)):
        if seconds is not None and seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    if seconds is None:
        return None
    return f"{seconds / 60:.0f} min" if seconds >= 100 else f"{seconds:.0f} s"  # noqa: PLR2004


def results(name: str, result: Mapping[str, Any]) -> list[tuple[Words, str]]:
    """What a command came to, as names with figures."""
    if name == "replay":
        return [(OUTCOMES.get(outcome, (outcome, "")), str(count)) for outcome, count in result.items()]
    if name == "reindex":
        return [(("可检索公文", "documents findable"), str(result[key])) for key in ("documents",) if key in result]
    return [*map(_finding, result.get("findings", ())), *_agreement(result)]


def chosen(arguments: Mapping[str, Any]) -> str:
    """What a command was told to act on."""
    listed = (f"{key} {value}" for key, value in arguments.items() if not isinstance(value, bool))
    return ", ".join(listed)


def _finding(one: Mapping[str, Any]) -> tuple[Words, str]:
    chinese, english = FAULTS.get(one["fault"], (one["fault"], ""))
    mended = f"，已修复 {one['repaired']}" if one["repaired"] else ""
    return (chinese, english), f"{one['count']}{mended}"


def _agreement(result: Mapping[str, Any]) -> list[tuple[Words, str]]:
    if "findings" not in result or result["findings"]:
        return []
    return [(("三者一致", "store, catalogue and index agree"), "")]
