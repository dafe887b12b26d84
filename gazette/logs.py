"""Log lines: one thing that happened each, plain for people or JSON for machines. Libraries' lines look the same."""

import logging
import sys
from typing import Any

import structlog

from gazette.personal import masked, veiled

JSON = "json"


def configure(style: str, level: str) -> None:
    """Set logging up for this process. `style` is plain or json. Of libraries, warnings and worse are told."""
    numeric = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    after = _shown(style)
    structlog.configure(
        processors=[*before, *after],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    named = [*before, structlog.stdlib.add_logger_name]
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=named, processors=[strip, *after])
    _hear_libraries(formatter, max(numeric, logging.WARNING))


class Lines(logging.StreamHandler[Any]):
    """Writes to what is standard error at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stderr
        super().emit(record)


def _shown(style: str) -> list[Any]:
    if style == JSON:
        return [structlog.processors.format_exc_info, _veil, structlog.processors.JSONRenderer(ensure_ascii=False)]
    colours = sys.stderr.isatty()
    plain = structlog.dev.plain_traceback
    return [_veil, structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain), _mask]


def _veil(_logger: Any, _method: str, said: Any) -> Any:
    """Personal data in what is said are masked, whatever the settings are."""
    return veiled(said)


def _mask(_logger: Any, _method: str, line: str) -> str:
    """The same of a traceback, which only the finished line has."""
    return masked(line)


def _hear_libraries(formatter: logging.Formatter, level: int) -> None:
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, Lines)]:
        root.removeHandler(handler)
    handler = Lines()
    handler.setFormatter(formatter)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
