"""What `gazette doctor` looks at. A fault is a sentence that says how to mend it."""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from gazette import __version__, wiring
from gazette.errors import GazetteError
from gazette.settings import Settings
from services.addresses import address_of
from services.cli.plain import sentence
from services.compose import living
from services.presence import is_alive, mixed_versions
from services.serving import is_gazette, listen

OLDEST_PYTHON = (3, 11)
PACKAGES = ("fastapi", "sqlalchemy", "uvicorn")
EXTRAS = {
    "servers": "Kafka、S3、PostgreSQL、OpenSearch",
    "ocr": "扫描件和图片 scans and pictures",
    "otel": "链路追踪 traces",
    "docker": "gazette stack",
}
"""What each is for."""
LITTLE_ROOM = 1_000_000_000
"""Bytes on the disk below which an upload may not fit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at; `fault` is None where it is well."""

    name: str
    value: str
    fault: str | None = None


def versions() -> Iterator[Finding]:
    """Python, ourselves, what we stand on, optional extras."""
    fault = None
    if sys.version_info < OLDEST_PYTHON:
        fault = f"Python {platform.python_version()} 太旧 is too old; install Python 3.11 or newer"
    yield Finding("Python", platform.python_version(), fault)
    yield Finding("gazette", __version__)
    for name, found in wiring.versions().items():
        yield Finding(name, found)
    for name in PACKAGES:
        yield Finding(name, version(name))
    for extra, purpose in EXTRAS.items():
        missing = [name for name in _wanted(extra) if not _is_installed(name)]
        state = f"未安装 not installed; optional: pip install 'gazette[{extra}]'" if missing else "已安装 installed"
        yield Finding(f"可选 extra [{extra}]", f"{purpose}：{state}")


def folder(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder can be written, and how much room there is."""
    data = settings.data.resolve()
    existing = next(path for path in (data, *data.parents) if path.exists())
    state = "已就绪 ready" if wiring.is_prepared(settings) else "首次使用时建立 made at first use"
    fault = None
    if not _is_writable(existing):
        fault = f"{existing} 不可写。 {existing} cannot be written: change its rights, or set GAZETTE_DATA"
    yield Finding("数据文件夹 data folder", f"{data} ({state})", fault)
    free = shutil.disk_usage(existing).free
    fault = None
    if free < max(LITTLE_ROOM, 2 * settings.max_upload_bytes):
        fault = f"{data} 所在磁盘空间不足。 The disk of {data} is nearly full: make room, or move it with GAZETTE_DATA"
    yield Finding("可用空间 free disk space", f"{free / 1e9:.1f} GB", fault)


def backends(settings: Settings) -> Iterator[Finding]:
    """Each backend, tried; nothing is made where there is no data yet."""
    try:
        wiring.check_mix(settings)
        if not wiring.is_prepared(settings):
            return
        with wiring.open_backends(settings) as opened:
            for name in ("catalogue", "objects", "log", "search"):
                yield _tried(f"后端 backend {name}", getattr(opened, name).check)
    except (GazetteError, OSError) as error:
        yield Finding("后端 backends", "打不开 cannot be opened", sentence(error))


def port(settings: Settings) -> Iterator[Finding]:
    """Whether the port is free, ours already, or somebody else's."""
    name, base = "端口 port", address_of(settings.host, settings.port)
    try:
        with closing(listen(settings.host, settings.port)):
            yield Finding(name, f"{settings.port} 空闲 free")
    except GazetteError as error:
        if is_gazette(base):
            yield Finding(name, f"Gazette 正在 {base}/ 运行 answers there")
        else:
            yield Finding(name, f"{settings.port} 不可用 cannot be had", sentence(error))
    if not settings.is_loopback:
        open_to = "对所有能访问的人开放读写 reading and writing are open to everybody who can reach it"
        yield Finding("主机 host", f"{settings.host}: {open_to}")


def roles(settings: Settings) -> Iterator[Finding]:
    """The roles that run, with what is wrong with them."""
    if not wiring.is_prepared(settings):
        return
    try:
        with wiring.open_backends(settings) as opened:
            beats = [beat for beat in living(opened) if is_alive(beat)]
    except (GazetteError, OSError):
        return
    for beat in beats:
        fault = f"{beat.role} (pid {beat.pid}): {beat.problem}" if beat.problem else None
        yield Finding(f"角色 role {beat.role}", f"pid {beat.pid} @ {beat.host}", fault)
    if sentence := mixed_versions(beats):
        yield Finding("版本 versions", "不一致 mixed", sentence)


def _is_writable(path: Path) -> bool:
    """Tried, since rights alone do not tell it."""
    try:
        tempfile.TemporaryFile(dir=path).close()
    except OSError:
        return False
    return True


def _tried(name: str, check: Callable[[], None]) -> Finding:
    try:
        check()
    except (GazetteError, OSError) as error:
        return Finding(name, "没有应答 does not answer", sentence(error))
    return Finding(name, "正常 answers")


def _wanted(extra: str) -> Iterator[str]:
    """Names of the packages of an extra."""
    for line in requires("gazette") or ():
        requirement, _, condition = line.partition(";")
        if f'extra == "{extra}"' in condition.replace("'", '"'):
            yield next(part for part in _pieces(requirement) if part)


def _pieces(requirement: str) -> list[str]:
    for sign in "[<>=!~ ":
        requirement = requirement.replace(sign, "\n")
    return requirement.split("\n")


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
