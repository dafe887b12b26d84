"""`gazette doctor`: what is set, what is there, what is wrong and how to mend it."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import typer

from gazette.errors import GazetteError
from gazette.settings import Settings
from services.cli.checks import Finding, backends, folder, port, roles, versions
from services.cli.console import complain, give_table, say
from services.cli.programs import programs
from services.cli.start import hush, load_settings

SECRET = ("key", "password", "secret", "token")
MASK = "••••"


def examine(data: Path | None) -> None:
    """Print every finding; exit code 1 where something is wrong."""
    try:
        settings = load_settings(data)
    except GazetteError as error:
        complain(str(error))
        raise typer.Exit(1) from error
    hush(settings)
    _print_settings(settings)
    found = (versions(), programs(settings), folder(settings), backends(settings), port(settings), roles(settings))
    findings = list(chain.from_iterable(found))
    _print_findings(findings)
    wrong = [one.fault for one in findings if one.fault]
    if not wrong:
        say("一切正常 Everything is well.", "green")
        return
    for fault in wrong:
        complain(fault)
    raise typer.Exit(1)


def _print_settings(settings: Settings) -> None:
    prefix = str(settings.model_config.get("env_prefix", ""))
    rows = [
        (f"{prefix}{name.upper()}", shown(name, getattr(settings, name)), _origin(settings, name))
        for name in type(settings).model_fields
    ]
    give_table("设置 settings", ("变量 variable", "值 value", "来源 from"), rows)


def shown(name: str, value: object) -> str:
    """A setting's value; what must not be seen is masked."""
    if value and any(word in name.split("_") for word in SECRET):
        return MASK
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _origin(settings: Settings, name: str) -> str:
    return "环境 set" if name in settings.model_fields_set else "默认 default"


def _print_findings(findings: Sequence[Finding]) -> None:
    rows: Iterable[tuple[object, ...]] = (
        ("✗ 有误 wrong" if one.fault else "✓", one.name, one.value) for one in findings
    )
    give_table("检查 checks", ("", "项目 what", "结果 result"), rows)
