"""The one place where an error becomes a sentence and an exit code."""

import errno
import traceback
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperCommand

from gazette.errors import GazetteError, RejectedError
from services.cli.console import complain, err, safe

HINT = (
    "再次运行并设置 GAZETTE_LOG_LEVEL=DEBUG 可查看详情。 Run it again with GAZETTE_LOG_LEVEL=DEBUG for the traceback."
)


class Plain(TyperCommand):
    """A command that ends in a plain sentence, never in a traceback, and then with exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Do what the command does."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            if _debugging():
                err().print(safe("".join(traceback.format_exception(error))), soft_wrap=True)
            complain(sentence(error))
            raise typer.Exit(1) from error


def sentence(error: Exception) -> str:
    """What went wrong, for a person."""
    if isinstance(error, RejectedError):
        return f"{error.chinese} {error}"
    if isinstance(error, GazetteError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"系统拒绝了操作 The system refused: {error.strerror}" + (
            f": {error.filename}" if error.filename else ""
        )
    return f"没有料到的问题 Something unexpected: {type(error).__name__}: {error}\n{HINT}"


def _debugging() -> bool:
    """Whether tracebacks are wanted; settings that cannot be read want none."""
    from services.cli.start import load_settings  # noqa: PLC0415 - only where something failed

    with suppress(GazetteError):
        return load_settings(None).log_level.upper() == "DEBUG"
    return False
