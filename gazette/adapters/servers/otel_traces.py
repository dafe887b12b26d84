"""Traces by OpenTelemetry. A collector that is away costs spans, never work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from gazette import __version__

PARENT = "traceparent"
PREFIX = "gazette."


def exporting(url: str) -> "OtelTracer":
    """A tracer that sends to a collector over HTTP."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - slow to import

    return OtelTracer(BatchSpanProcessor(OTLPSpanExporter(url)))


class OtelTracer:
    """gazette.ports.traces.Tracer. Nothing of it is global: two in one process do not meet."""

    def __init__(self, processor: SpanProcessor) -> None:
        self.provider = TracerProvider(resource=Resource({"service.name": "gazette", "service.version": __version__}))
        self.provider.add_span_processor(processor)
        self.tracer = self.provider.get_tracer("gazette", __version__)
        self.propagator = TraceContextTextMapPropagator()

    @contextmanager
    def span(
        self, name: str, parent: str | None = None, attributes: Mapping[str, str | None] | None = None
    ) -> Iterator[str | None]:
        """A span; a parent that is no traceparent begins a new trace."""
        before = self.propagator.extract({PARENT: parent} if parent else {})
        known = {f"{PREFIX}{key}": value for key, value in (attributes or {}).items() if value is not None}
        with self.tracer.start_as_current_span(name, before, attributes=known):
            carried: dict[str, str] = {}
            self.propagator.inject(carried)
            yield carried.get(PARENT)

    def close(self) -> None:
        """Send what is left, at most a few seconds."""
        self.provider.shutdown()
