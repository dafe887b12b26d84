"""What most commands begin with: settings, quiet logs, open backends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from gazette.errors import NotFoundError, SettingsError
from gazette.logs import configure
from gazette.settings import Settings
from gazette.wiring import Backends, is_prepared, open_backends


def load_settings(data: Path | None) -> Settings:
    """The settings, with the data folder of the command line before that of the environment."""
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        raise SettingsError("; ".join(_faults(error))) from error


def hush(settings: Settings) -> None:
    """No log lines between what a person reads, unless the level is DEBUG."""
    debugging = settings.log_level.upper() == "DEBUG"
    configure(settings.log_format, "DEBUG" if debugging else "CRITICAL")


@contextmanager
def held(data: Path | None) -> Iterator[Backends]:
    """The backends of a data folder that is there already; NotFoundError where it is not."""
    settings = load_settings(data)
    hush(settings)
    if not is_prepared(settings):
        folder = settings.data.resolve()
        raise NotFoundError(
            f"{folder} 中还没有数据。先运行 gazette serve 或 gazette add 文件；数据在别处时用 --data 指定。 "
            f"There is no data in {folder} yet. Run `gazette serve` or `gazette add FILE` first, "
            "or name the folder with --data."
        )
    with open_backends(settings) as backends:
        yield backends


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        name = f"GAZETTE_{'_'.join(map(str, fault['loc'])).upper()}"
        yield f"{name} 不能是 cannot be {fault['input']!r}: {fault['msg']}. See docs/settings.md"
