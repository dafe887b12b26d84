"""The page of `gazette status`, part by part."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from gazette.overview import Overview
from gazette.ports import Command, CommandState
from gazette.progress import waited
from services.api.pages.operations_wording import span
from services.cli.console import grid, line, table
from services.cli.wording import STATUSES
from services.presence import warnings

Row = tuple[object, ...]
COMMANDS = {
    CommandState.ASKED: "等待 waiting",
    CommandState.RUNNING: "进行中 running",
    CommandState.DONE: "完成 done",
    CommandState.FAILED: "失败 failed",
}


def parts(found: Overview) -> Iterator[RenderableType]:
    """What there is to say, the whole first, then what is troubled."""
    yield line("公报 issues", "bold")
    yield grid((label, found.counts.get(status) or None) for status, label in STATUSES.items())
    if not sum(found.counts.values()):
        yield line("还没有公报 There is none yet: gazette add FILE")
    yield from _pace(found)
    yield from _roles(found)
    yield from _troubles(found)
    yield from _commands(found.commands)


def _pace(found: Overview) -> Iterator[RenderableType]:
    """How fast, how long yet, what waits before which stage."""
    ended = f"{found.last_minute} / {found.last_hour}" if found.last_hour else None
    yield grid(
        [
            ("近一分钟 / 近一小时完成 ended in the last minute / hour", ended),
            ("等待最久 longest wait", span(found.oldest_seconds)),
            ("预计剩余 time left", span(found.seconds_left)),
        ]
    )
    if any(found.lag.values()):
        yield line("\n待处理的事件 events waiting", "bold")
        yield grid((group, count or None) for group, count in found.lag.items())


def _roles(found: Overview) -> Iterator[RenderableType]:
    rows = [(one.role, one.pid, one.host, one.problem or "正常 well") for one in found.roles]
    yield from _titled("运行中的角色 roles running", ("角色 role", "进程 pid", "主机 host", "状况 condition"), rows)
    yield from _idle(found)


def _idle(found: Overview) -> Iterator[RenderableType]:
    told = list(warnings(found))
    yield from (line(sentence, "yellow") for sentence in told)
    if not found.roles and not told:
        yield line("\n没有正在运行的角色 No role is running: gazette serve")


def _troubles(found: Overview) -> Iterator[RenderableType]:
    names = ("编号 id", "文件 file")
    stuck = [(one.id, one.file_name, STATUSES[one.status], span(waited(one))) for one in found.stuck]
    failed = [(one.id, one.file_name, one.reason, "可 yes" if one.retryable else "否 no") for one in found.failed]
    letters = [(one.group, one.type, one.cause, one.count, one.message) for one in found.dead]
    yield from _titled("停滞 stuck", (*names, "状态 status", "已等 waited"), stuck)
    yield from _titled("失败 failed", (*names, "原因 reason", "可重试 retryable"), failed)
    headings = ("阶段 stage", "事件 event", "原因 cause", "数量 count", "说明 message")
    yield from _titled("死信 dead letters", headings, letters)
    if any(one.retryable for one in found.failed):
        yield line("修复原因后重试 When the cause is mended: gazette retry ID")
    if letters:
        yield line("查看与重放 Look and send again: gazette dead list")


def _commands(commands: Sequence[Command]) -> Iterator[RenderableType]:
    rows = [
        (one.id, one.name, COMMANDS[one.state], f"{one.done} / {one.total}", span(one.seconds_left), one.message)
        for one in commands
    ]
    headings = ("编号 id", "命令 command", "状态 state", "进度 progress", "剩余 left", "说明 message")
    yield from _titled("命令 commands", headings, rows)


def _titled(title: str, headings: Sequence[str], rows: Sequence[Row]) -> Iterator[RenderableType]:
    if rows:
        yield line(f"\n{title}", "bold")
        yield table(headings, rows)
