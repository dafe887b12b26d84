"""`gazette serve` and `gazette run`: start, say where to go, wait, end in good order."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from socket import socket

import structlog
import typer

from gazette import __version__
from gazette.errors import GazetteError, UnavailableError
from gazette.logs import JSON, configure
from gazette.settings import Settings
from gazette.spool import sweep
from gazette.wiring import check_ready, open_backends, spool
from services.cli.console import remark, say
from services.cli.samples import add_samples
from services.cli.start import load_settings
from services.compose import gateway, metrics, probe
from services.pipeline import ROLES
from services.roles import Roles
from services.serving import TICK, Site, listen, listen_for_probes, signals

ROLE_SECONDS = 5.0
log = structlog.get_logger()
OPEN_TO_ALL = (
    "注意：任何能访问 {host}:{port} 的人都可以读取和写入。 "
    "Reading and writing are open to everybody who can reach {host}:{port}."
)


def serve_all(data: Path | None, samples: Sequence[Path]) -> None:
    """All roles and the gateway, until told to end."""
    settings = load_settings(data)
    with _running(settings, ROLES, samples) as (site, told):
        if site:
            _say_where_to_go(settings, site.base)
        _wait(site, told)
        remark("正在停止 Stopping ...")
    remark("已停止 Stopped.")


def run_role(data: Path | None, name: str) -> None:
    """One role, until told to end."""
    settings = load_settings(data)
    with _last_words(settings, name), _running(settings, (name,)) as (site, told):
        where = f" {site.base}/" if site else ""
        if settings.log_format == JSON:
            log.info("started", role=name, pid=os.getpid(), version=__version__)
        else:
            say(f"{name} 已启动 is running.{where} 数据 data: {settings.data.resolve()}")
        _wait(site, told)
        log.info("stopping", role=name)


@contextmanager
def _last_words(settings: Settings, name: str) -> Iterator[None]:
    """What ends the process is a log line too, where lines are read by machines."""
    try:
        yield
    except GazetteError as error:
        if settings.log_format != JSON:
            raise
        log.critical("ended", role=name, problem=str(error))
        raise typer.Exit(1) from error


@contextmanager
def _running(
    settings: Settings, names: Sequence[str], samples: Sequence[Path] = ()
) -> Iterator[tuple[Site | None, Callable[[], bool]]]:
    """Roles and, among them, the gateway; the port is ours before anything else begins."""
    configure(settings.log_format, settings.log_level)
    with ExitStack() as stack:
        listening = stack.enter_context(closing(listen(settings.host, settings.port))) if "api" in names else None
        probing = stack.enter_context(closing(_for_probes(settings))) if settings.probe_port else None
        told = stack.enter_context(signals())
        backends = stack.enter_context(open_backends(settings))
        check_ready(backends)
        add_samples(backends, settings, samples)
        figures = metrics(backends, settings, names)
        roles = Roles(names, backends, settings, figures)
        roles.start()
        stack.callback(roles.stop, ROLE_SECONDS)
        if probing:
            _serve(stack, Site(probe(backends, figures, roles.beats), probing, "probe"))
        site = None
        if listening:
            _make_ready(settings)
            site = _serve(stack, Site(gateway(backends, settings, figures), listening))
        yield site, told


def _for_probes(settings: Settings) -> socket:
    return listen_for_probes(settings.probe_host, settings.probe_port)


def _serve(stack: ExitStack, site: Site) -> Site:
    stack.callback(site.stop)
    site.start()
    return site


def _make_ready(settings: Settings) -> None:
    sweep(spool(settings))
    if settings.is_loopback:
        return
    if settings.log_format == "json":
        log.warning("open_to_all", host=settings.host, port=settings.port)
    else:
        remark(OPEN_TO_ALL.format(host=settings.host, port=settings.port), "yellow")


def _wait(site: Site | None, told: Callable[[], bool]) -> None:
    """Until told to end. A role that is down stays so: started again by itself, it would only bury more."""
    while not told():
        if site and not site.is_alive():
            raise UnavailableError("the gateway ended by itself; the lines above say why. Start it again")
        time.sleep(TICK)


def _say_where_to_go(settings: Settings, base: str) -> None:
    say("\nGazette 已启动 is running\n", "bold green")
    say(f"  检索 search   {base}/")
    say(f"  上传 upload   {base}/upload")
    say(f"  接口 API      {base}/api/v1/openapi.json")
    say(f"  数据 data     {settings.data.resolve()}")
    say("\n按 Ctrl-C 停止 Press Ctrl-C to stop\n")
