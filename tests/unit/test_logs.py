"""Lines for machines are JSON, whoever writes them; ids that are bound go with them."""

import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from gazette.logs import Lines, configure


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What a test configures is undone."""
    before, root = structlog.get_config(), logging.getLogger()
    level = root.level
    yield
    structlog.configure(**before)
    logging.captureWarnings(False)
    root.setLevel(level)
    for handler in [one for one in root.handlers if isinstance(one, Lines)]:
        root.removeHandler(handler)


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_our_lines_carry_what_is_bound(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    with structlog.contextvars.bound_contextvars(correlation_id="公报-1"):
        structlog.get_logger().info("done", stage="extract")
    structlog.get_logger().debug("too quiet")
    [line] = said(capsys)
    assert {"event": "done", "level": "info", "stage": "extract", "correlation_id": "公报-1"}.items() <= line.items()
    assert str(line["timestamp"]).endswith("Z")


def test_a_library_s_lines_are_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    library = logging.getLogger("uvicorn.error")
    for name in ("uvicorn", "uvicorn.error"):  # a server that another test started may have set them up
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    library.info("Started server process [%d]", 1)
    try:
        raise ValueError("odd\nthing")
    except ValueError:
        library.exception("Exception in %s application", "ASGI")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    trouble, warning = said(capsys)
    assert (trouble["event"], trouble["level"]) == ("Exception in ASGI application", "error")
    assert (trouble["logger"], "ValueError: odd" in str(trouble["exception"])) == ("uvicorn.error", True)
    assert "DeprecationWarning: old" in str(warning["event"])


def test_configured_again_a_line_is_written_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("plain", "INFO")
    configure("json", "WARNING")
    logging.getLogger("library").warning("once")
    assert [line["event"] for line in said(capsys)] == ["once"]


def test_plain_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure("plain", "INFO")
    structlog.get_logger().info("done", stage="extract")
    line = capsys.readouterr().err
    assert "done" in line
    assert "stage=extract" in line
