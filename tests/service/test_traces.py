"""One upload is one trace, through every stage; without the setting nothing of OpenTelemetry is even imported."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gazette.adapters.servers.otel_traces import OtelTracer
from gazette.errors import SettingsError
from gazette.model import IssueStatus
from gazette.settings import Settings
from gazette.wiring import open_backends
from services.compose import gateway, metrics
from services.pipeline import GROUPS
from services.roles import Roles
from tests.flow.issues import small
from tests.service.conftest import running

CLIENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
WAY = ["upload", *(f"{group}.{half}" for group in GROUPS for half in ("work", "apply"))]
QUIET = """
import sys
from pathlib import Path
from gazette.settings import Settings
from gazette.wiring import open_backends
import services.compose
with open_backends(Settings(data=Path({folder!r}))):
    ours = ("opentelemetry.sdk", "opentelemetry.exporter", "gazette.adapters.servers")
    print([name for name in sys.modules if name.startswith(ours)])
"""


@pytest.mark.parametrize("parent", [None, CLIENT])
def test_one_upload_is_one_trace(
    tmp_path: Path, parent: str | None, eventually: Callable[[Callable[[], Any]], Any]
) -> None:
    import httpx  # noqa: PLC0415

    told, settings = InMemorySpanExporter(), Settings(data=tmp_path)
    tracer = OtelTracer(SimpleSpanProcessor(told))
    with structlog.testing.capture_logs(), open_backends(settings) as opened:
        backends = replace(opened, tracer=tracer)
        counted = metrics(backends)
        with running(gateway(backends, settings, counted)) as address:
            headers = {"traceparent": parent} if parent else {}
            files = {"file": ("one.txt", small(1), "text/plain")}
            answer = httpx.post(f"http://localhost:{address[1]}/api/v1/issues", files=files, headers=headers)
            issue = answer.json()["id"]

            def is_ready() -> bool:
                with backends.catalogue.reading() as tables:
                    found = tables.issues.get(issue)
                return found is not None and found.status == IssueStatus.READY

            with Roles(GROUPS, backends, settings, counted):
                eventually(is_ready)
    spans = {span.name: span for span in told.get_finished_spans()}
    assert sorted(spans) == sorted(WAY)
    contexts = {name: span.get_span_context() for name, span in spans.items()}
    traces = {context.trace_id for context in contexts.values() if context}
    assert len(traces) == 1
    if parent:
        assert traces == {int(parent.split("-")[1], 16)}
    before = {name: span.parent.span_id if span.parent else None for name, span in spans.items()}
    ids = {name: context.span_id for name, context in contexts.items() if context}
    assert before["extract.work"] == before["extract.apply"] == ids["upload"]
    assert before["classify.work"] == before["classify.apply"] == ids["extract.apply"]
    assert before["index.work"] == before["index.apply"] == ids["classify.apply"]
    for span in spans.values():
        assert span.attributes is not None
        assert span.attributes["gazette.issue_id"] == issue
        assert span.attributes["gazette.correlation_id"] == answer.json()["correlation_id"]


def test_a_parent_that_is_none_begins_a_new_trace() -> None:
    tracer = OtelTracer(SimpleSpanProcessor(InMemorySpanExporter()))
    with tracer.span("upload", "no traceparent; drop table") as carried:
        assert carried is not None
        assert carried.startswith("00-")


def test_nothing_of_it_is_imported_where_nobody_takes_traces(tmp_path: Path) -> None:
    command = [sys.executable, "-c", QUIET.format(folder=str(tmp_path))]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gazette.adapters.servers.otel_traces", "opentelemetry.sdk.resources"):
        monkeypatch.setitem(sys.modules, name, None)
    with (
        pytest.raises(SettingsError, match=r"gazette\[otel\]"),
        open_backends(Settings(data=tmp_path, traces="http://127.0.0.1:9/v1/traces")),
    ):
        raise AssertionError
