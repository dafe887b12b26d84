"""`gazette stack`: the containers of a compose project, with how far their roles are behind."""

import http.client
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import typer
from prometheus_client.parser import text_string_to_metric_families
from rich.filesize import decimal

from gazette.metrics.declared import LAG
from gazette.ports import Container
from gazette.wiring import stack
from services.addresses import address_of
from services.cli.console import give_json, give_table, remark, say
from services.cli.start import hush, load_settings
from services.pipeline import GROUPS

SECONDS = 10.0
LARGEST = 10_000_000
HEADINGS = (
    "容器 container",
    "状况 condition",
    "重启 restarts",
    "内存 memory",
    "待处理 lag",
    "镜像 image",
    "最后的错误 last error",
)
WORDS = {"running": "运行 running", "exited": "已结束 exited", "created": "未启动 created"}


def show_stack(project: str, *, as_json: bool) -> None:
    """Print each container; exit code 1 where one is unwell or there is none."""
    settings = load_settings(None)
    hush(settings)
    containers = stack().containers(project)
    base = address_of(settings.host, settings.port)
    lag = lags(base)
    if as_json:
        give_json([asdict(one) | {"is_well": one.is_well, "lag": _lag(one, lag)} for one in containers])
    else:
        _print(containers, project, base, lag)
    if not containers or not all(one.is_well for one in containers):
        raise typer.Exit(1)


def lags(base: str) -> Mapping[str, int] | None:
    """Consumer group → events that it has yet to handle, as the gateway tells; None where it does not answer."""
    try:
        with urllib.request.urlopen(f"{base}/metrics", timeout=SECONDS) as answer:  # noqa: S310 - our own http URL
            return waiting(answer.read(LARGEST).decode(errors="replace"))
    except (OSError, ValueError, http.client.HTTPException):
        return None


def waiting(text: str) -> Mapping[str, int]:
    """The same from Prometheus' text, partitions added up."""
    found = dict.fromkeys(GROUPS, 0)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == LAG.name and sample.labels.get("group") in found:
                found[sample.labels["group"]] += round(sample.value)
    return found


def row(one: Container, lag: Mapping[str, int] | None) -> Sequence[object]:
    """The cells of a container."""
    used = None if one.memory is None else decimal(one.memory)
    limit = "" if one.memory_limit is None else f" / {decimal(one.memory_limit)}"
    return (
        one.name,
        condition(one),
        one.restarts or None,
        used and f"{used}{limit}",
        _lag(one, lag),
        one.image,
        None if one.is_well else one.last_error,
    )


def condition(one: Container) -> str:
    """How it is, in a few words."""
    words = [WORDS.get(one.state, one.state)]
    words += [f"({one.exit_code})"] if one.state == "exited" else []
    words += [one.health] if one.health and one.state == "running" else []
    words += ["内存耗尽 out of memory"] if one.out_of_memory else []
    return f"{'' if one.is_well else '✗ '}{' '.join(words)}"


def _lag(one: Container, lag: Mapping[str, int] | None) -> int | None:
    return None if lag is None else lag.get(one.service)


def _print(containers: Sequence[Container], project: str, base: str, lag: Mapping[str, int] | None) -> None:
    if not containers:
        say(f"没有项目 {project} 的容器 The project {project} has no container: docker compose up --detach --wait")
        return
    give_table("", HEADINGS, [row(one, lag) for one in containers])
    if lag is None:
        remark(f"网关没有应答，不知道积压多少 The gateway at {base}/ does not answer: nobody tells the lag", "yellow")
    unwell = [one.name for one in containers if not one.is_well]
    if unwell:
        remark(f"异常的容器 Unwell: {', '.join(unwell)}; docker compose logs NAME", "yellow")
