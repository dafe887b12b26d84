"""Every command with its arguments and its help, on one page. What a command needs is imported when it runs."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from gazette.model import LegalStatus
from services.cli.plain import Plain

ABOUT = """Gazette：把政府公报变成可检索、有出处、有日期的公文。

Turns government gazettes into searchable, cited, dated official documents.
"""
FIRST_STEPS = """第一次使用 First steps: gazette serve，然后打开 then open http://127.0.0.1:8000/

设置 Settings: gazette doctor"""

app = typer.Typer(
    help=ABOUT,
    epilog=FIRST_STEPS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class RoleName(StrEnum):
    """A role that a process can have."""

    INGEST = "ingest"
    EXTRACT = "extract"
    CLASSIFY = "classify"
    INDEX = "index"
    API = "api"


class Order(StrEnum):
    """Order of hits; `newest` is the API's `-date`, `oldest` its `date`."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序使用 Print JSON, for programs.")]

Group = Annotated[str | None, typer.Option(help="失败的阶段 The group that failed.")]
EventType = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="事件类型 Type of the event.")]
Cause = Annotated[str | None, typer.Option(help="原因 The cause.")]
DeadIds = Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="死信编号 Ids of dead letters.")]
EveryDead = Annotated[bool, typer.Option("--all", help="全部 All of them.")]

START = "启动 Start"
USE = "收录与查找 Add and find"
CARE = "照看 Look after"


def command(panel: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a command; its docstring is its help."""
    return app.command(cls=Plain, rich_help_panel=panel)


dead = typer.Typer(help="处理不了的事件 Events that could not be handled.", no_args_is_help=True)
app.add_typer(dead, name="dead", rich_help_panel=CARE)


@app.callback()
def root(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="数据文件夹 The data folder (GAZETTE_DATA)."),
    ] = None,
) -> None:
    """Keep what holds for every command."""
    context.obj = data


@command(START)
def serve(
    context: typer.Context,
    samples: Annotated[
        list[Path] | None,
        typer.Option("--samples", metavar="FILE", help="首次启动时收录的文件 Added on the very first start only."),
    ] = None,
) -> None:
    """启动全部功能 Start everything: pages, API and processing."""
    from services.cli.serve import serve_all

    serve_all(context.obj, samples or [])


@command(START)
def run(
    context: typer.Context,
    role: Annotated[RoleName, typer.Argument(help="角色 The role.")],
) -> None:
    """只启动一个角色 Start one role; processes share the data folder."""
    from services.cli.serve import run_role

    run_role(context.obj, role.value)


@command(START)
def init(context: typer.Context) -> None:
    """准备数据文件夹 Make the data folder ready."""
    from services.cli.init import init_data

    init_data(context.obj)


@command(USE)
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER", help="文件或文件夹 Files or folders.")],
) -> None:
    """收录文件或文件夹，可续传 Add files or folders; again resumes."""
    from services.cli.add import add_paths

    add_paths(context.obj, paths)


@command(USE)
def parse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="公报文件 A gazette file.")],
    json: Json = False,
    explain: Annotated[bool, typer.Option(help="说明每处分篇的依据 Say why documents begin where they do.")] = False,
) -> None:
    """解析一个文件，不保存 Show what is in a file; stores nothing."""
    from services.cli.parse import show_parsed

    show_parsed(file, as_json=json, explain=explain)


@command(USE)
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="QUERY", help="检索式 Words, 标题:规划, year:2021..2023 ...")],
    doc_type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="文种 Type, such as 通知. Repeatable.")
    ] = None,
    issuer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="发文机关 Issuing organ, whole name. Repeatable.")
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option(metavar="THEME", help="主题 State Council theme. Repeatable.")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option(min=1, max=9999, metavar="YEAR", help="年份 Year of issue. Repeatable.")
    ] = None,
    status: Annotated[
        list[LegalStatus] | None,
        typer.Option(metavar="STATUS", help="时效 Legal status: in_force, repealed, ... Repeatable."),
    ] = None,
    sort: Annotated[Order, typer.Option(help="排序 Order of the hits.")] = Order.RELEVANCE,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="最多显示几条 How many hits to show.")] = 10,
    json: Json = False,
) -> None:
    """检索公文 Find documents.

    任职 通知（都出现 all words）；"任免 职务"（连续 a phrase）；-废止（不含 not）；

    通知 OR 意见（任一 either）；标题:规划（限定字段 in one field）；year:2021..2023

    以减号开头时前面加 -- Put -- before a query that begins with a minus: gazette search -- -废止
    """
    from services.cli.search import Wanted, show_hits

    show_hits(
        context.obj,
        " ".join(words),
        Wanted(doc_type or (), issuer or (), topic or (), year or (), status or (), sort.value, limit),
        as_json=json,
    )


@command(USE)
def show(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="编号或文号 An id, or a document number.")],
    text: Annotated[bool, typer.Option("--text", help="只输出正文 Print the text alone.")] = False,
    json: Json = False,
) -> None:
    """查看公报或公文 Show an issue or document, by id or number."""
    from services.cli.show import show_one

    show_one(context.obj, identifier, as_text=text, as_json=json)


@command(CARE)
def status(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="每两秒刷新，Ctrl-C 结束 Redraw every 2 s.")] = False,
    json: Json = False,
) -> None:
    """处理进度与失败原因 What is where; what failed and why."""
    from services.cli.status import show_status, watch_status

    if watch:
        watch_status(context.obj)
    else:
        show_status(context.obj, as_json=json)


@command(CARE)
def retry(
    context: typer.Context,
    issue: Annotated[str | None, typer.Argument(metavar="[ID]", help="失败的公报编号 Id of a failed issue.")] = None,
    every: Annotated[bool, typer.Option("--all", help="所有可重试的 Every failed issue that may succeed.")] = False,
) -> None:
    """重试失败的公报 Process a failed issue once more."""
    from services.cli.retry import retry_issues

    retry_issues(context.obj, issue, every=every)


@command(CARE)
def reindex(context: typer.Context) -> None:
    """重建检索索引 Build the search index anew; searches go on."""
    from services.cli.reindex import build_anew

    build_anew(context.obj)


@command(CARE)
def reconcile(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="修复可无损修复的 Mend what can be mended.")] = False,
    json: Json = False,
) -> None:
    """核对原件、目录与索引 Find what is missing, stale or orphaned."""
    from services.cli.reconcile import hold_against

    hold_against(context.obj, repair=repair, as_json=json)


@command(CARE)
def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="备份文件夹 A new folder for the backup.")],
    verify: Annotated[bool, typer.Option("--verify", help="只核对已有的备份 Only check a backup.")] = False,
) -> None:
    """备份全部数据，或核对备份 Back everything up, or check a backup."""
    from services.cli.backup import make_backup, verify_backup

    if verify:
        verify_backup(folder)
    else:
        make_backup(context.obj, folder)


@command(CARE)
def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="备份文件夹 The folder of a backup.")],
) -> None:
    """从备份恢复到空系统 Fill an empty system from a backup."""
    from services.cli.backup import restore_backup

    restore_backup(context.obj, folder)


@command(CARE)
def stack(
    project: Annotated[str, typer.Option(metavar="NAME", help="项目名 The compose project.")] = "gazette",
    json: Json = False,
) -> None:
    """容器的状况（docker compose） The containers: health, memory, lag."""
    from services.cli.stack import show_stack

    show_stack(project, as_json=json)


@command(CARE)
def doctor(context: typer.Context) -> None:
    """检查环境并说明如何修复 Check everything; say what to mend."""
    from services.cli.doctor import examine

    examine(context.obj)


@dead.command("list", cls=Plain)
def dead_list(
    context: typer.Context, group: Group = None, kind: EventType = None, cause: Cause = None, json: Json = False
) -> None:
    """按原因列出死信 Dead letters by cause."""
    from services.cli.dead import Chosen, list_dead

    list_dead(context.obj, Chosen((), group, kind, cause), as_json=json)


@dead.command("show", cls=Plain)
def dead_show(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="ID", help="编号 Id.")], json: Json = False
) -> None:
    """一条死信及其历史 One of them with its history and event."""
    from services.cli.dead import show_dead

    show_dead(context.obj, number, as_json=json)


@dead.command("replay", cls=Plain)
def dead_replay(
    context: typer.Context,
    ids: DeadIds = None,
    group: Group = None,
    kind: EventType = None,
    cause: Cause = None,
    every: EveryDead = False,
    json: Json = False,
) -> None:
    """修复原因后重放 Once more, when the cause is mended."""
    from services.cli.dead import Chosen, replay_dead

    replay_dead(context.obj, Chosen(ids or (), group, kind, cause), every=every, as_json=json)


@dead.command("discard", cls=Plain)
def dead_discard(
    context: typer.Context,
    ids: DeadIds = None,
    group: Group = None,
    kind: EventType = None,
    cause: Cause = None,
    every: EveryDead = False,
) -> None:
    """丢弃 Take them off the list."""
    from services.cli.dead import Chosen, discard_dead

    discard_dead(context.obj, Chosen(ids or (), group, kind, cause), every=every)


@command(CARE)
def probe(
    ready: Annotated[bool, typer.Option("--ready", help="是否就绪 Ask whether it is ready, not only alive.")] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, metavar="N", help="端口 The port to ask (GAZETTE_PROBE_PORT).")
    ] = None,
) -> None:
    """询问运行中的进程 Ask a running process whether it is well."""
    from services.cli.probe import probe_process

    probe_process(port, ready=ready)


@command(CARE)
def version() -> None:
    """版本 Show the version."""
    from services.cli.init import show_version

    show_version()
