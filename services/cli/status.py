"""`gazette status`: what is where, who works, what stands still, what failed and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from gazette.events import now
from gazette.model import Issue, IssueStatus
from gazette.ports import Beat, IssueFilter
from gazette.progress import waited
from gazette.settings import Settings
from gazette.wiring import Backends
from services.api.answers import instant
from services.cli.console import give_fields, give_json, give_table, remark, say
from services.cli.hands import NEEDED, is_alive, mixed_versions
from services.cli.inbox import InboxState, inbox_json, inbox_state, print_inbox
from services.cli.start import held, load_settings
from services.cli.wording import STATUSES
from services.compose import living
from services.pipeline import GROUPS

SHOWN = 50
LETTERS = 1000


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that the page shows."""

    counts: Mapping[IssueStatus, int]
    lag: Mapping[str, int]
    roles: Sequence[Beat]
    stuck: Sequence[Issue]
    failed: Sequence[Issue]
    dead_letters: Mapping[tuple[str, str], int]
    inbox: InboxState

    @property
    def unfinished(self) -> int:
        """How many issues are on their way."""
        ended = (IssueStatus.READY, IssueStatus.FAILED)
        return sum(count for status, count in self.counts.items() if status not in ended)


def show_status(data: Path | None, *, as_json: bool) -> None:
    """Print the situation."""
    settings = load_settings(data)
    with held(data) as backends:
        situation = _situation(backends, settings)
    if as_json:
        give_json(_json(situation))
    else:
        _print(situation)


def _situation(backends: Backends, settings: Settings) -> Situation:
    with backends.catalogue.reading() as tables:
        letters = tables.work.dead_letters(LETTERS)
        counts = tables.issues.counts()
        stuck = tables.issues.unfinished(now() - timedelta(seconds=settings.stuck_seconds), SHOWN)
        failed = tables.issues.page(IssueFilter(IssueStatus.FAILED), SHOWN).items
    return Situation(
        counts=counts,
        lag={group: sum(one.waiting for one in backends.log.lag(group)) for group in GROUPS},
        roles=[beat for beat in living(backends) if is_alive(beat)],
        stuck=stuck,
        failed=failed,
        dead_letters=Counter((letter.group, letter.cause) for letter in letters),
        inbox=inbox_state(backends.objects),
    )


def _json(found: Situation) -> dict[str, object]:
    return {
        "issues": {status.value: found.counts.get(status, 0) for status in IssueStatus},
        "lag": dict(found.lag),
        "roles": [
            {
                "role": one.role,
                "host": one.host,
                "pid": one.pid,
                "at": instant(one.at),
                "problem": one.problem,
                "version": one.version,
            }
            for one in found.roles
        ],
        "stuck": [
            {"id": one.id, "file_name": one.file_name, "status": one.status, "seconds": round(waited(one))}
            for one in found.stuck
        ],
        "failed": [
            {
                "id": one.id,
                "file_name": one.file_name,
                "reason_code": one.reason_code,
                "reason": one.reason,
                "retryable": one.retryable,
            }
            for one in found.failed
        ],
        "dead_letters": [
            {"group": group, "cause": cause, "count": count} for (group, cause), count in found.dead_letters.items()
        ],
        "inbox": inbox_json(found.inbox),
    }


def _print(found: Situation) -> None:
    say("公报 issues", "bold")
    give_fields((label, found.counts.get(status) or None) for status, label in STATUSES.items())
    if not sum(found.counts.values()):
        say("还没有公报 There is none yet: gazette add FILE")
    waiting = [(group, count or None) for group, count in found.lag.items()]
    if any(count for _, count in waiting):
        say("\n待处理的事件 events waiting", "bold")
        give_fields(waiting)
    _print_roles(found)
    _print_troubles(found)
    print_inbox(found.inbox)


def _print_roles(found: Situation) -> None:
    rows = [(one.role, one.pid, one.host, one.problem or "正常 well") for one in found.roles]
    give_table("运行中的角色 roles running", ("角色 role", "进程 pid", "主机 host", "状况 condition"), rows)
    missing = [role for role in NEEDED if role not in {one.role for one in found.roles}]
    if missing and found.unfinished:
        remark(
            f"有 {found.unfinished} 期公报未处理完，但没有进程承担 {', '.join(missing)}；请运行 gazette serve。 "
            f"{found.unfinished} issues are on their way, but nobody does {', '.join(missing)}: run gazette serve",
            "yellow",
        )
    if sentence := mixed_versions(found.roles):
        remark(sentence, "yellow")
    if not rows and not (missing and found.unfinished):
        remark("\n没有正在运行的角色 No role is running: gazette serve")


def _print_troubles(found: Situation) -> None:
    stuck = [(one.id, one.file_name, STATUSES[one.status], f"{waited(one):.0f} s") for one in found.stuck]
    failed = [(one.id, one.file_name, one.reason, "可 yes" if one.retryable else "否 no") for one in found.failed]
    letters = [(group, cause, count) for (group, cause), count in found.dead_letters.items()]
    names = ("编号 id", "文件 file")
    parts = (
        ("停滞 stuck", (*names, "状态 status", "已等 waited"), stuck),
        ("失败 failed", (*names, "原因 reason", "可重试 retryable"), failed),
        ("死信 dead letters", ("阶段 stage", "原因 cause", "数量 count"), letters),
    )
    for title, headings, rows in parts:
        give_table(title, headings, rows)
    if any(one.retryable for one in found.failed):
        say("修复原因后重试 When the cause is mended: gazette retry ID")
