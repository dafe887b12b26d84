"""The figures of one process, counted as things happen."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from gazette import __version__
from gazette.events import Envelope, now
from gazette.metrics import declared
from gazette.metrics.declared import Figure
from gazette.metrics.families import family
from gazette.ports import Beat
from gazette.ports.figures import Ended

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counts what this process does. `state` tells, with it, what all processes share."""

    def __init__(self, state: Collector | None = None, folders: Mapping[str, Path] | None = None) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, of no use
        self.registry = CollectorRegistry()
        self.taken, self.handled = self._counter(declared.TAKEN), self._counter(declared.HANDLED)
        self.told, self.troubles = self._counter(declared.TOLD), self._counter(declared.TROUBLES)
        self.work, self.age = self._histogram(declared.STAGE_SECONDS), self._histogram(declared.EVENT_AGE_SECONDS)
        self.parsers, self.relays = self._counter(declared.PARSERS), self._counter(declared.RELAYED)
        self.uploads, self.upload_bytes = self._counter(declared.UPLOADS), self._counter(declared.UPLOAD_BYTES)
        self.requests = self._counter(declared.REQUESTS)
        self.request_seconds = self._histogram(declared.REQUEST_SECONDS)
        Gauge(declared.BUILD.name, declared.BUILD.says, declared.BUILD.labels, registry=self.registry).labels(
            __version__
        ).set(1)
        self.own: Callable[[], Sequence[Beat]] = lambda: ()
        ProcessCollector(registry=self.registry)
        self.registry.register(_Here(self, folders or {}))
        if state is not None:
            self.registry.register(state)

    def took(self, group: str, envelopes: Sequence[Envelope]) -> None:
        """gazette.ledger.Observer."""
        for envelope in envelopes:
            self.taken.labels(group, envelope.type).inc()

    def ended(self, one: Ended) -> None:
        """gazette.ledger.Observer."""
        self.handled.labels(one.group, one.envelope.type, one.outcome).inc()
        if one.reason:
            self.troubles.labels(one.group, one.outcome, one.reason).inc()
        if one.outcome == "done":
            self.work.labels(one.group).observe(one.seconds)
            self.age.labels(one.group).observe(max(0.0, (now() - one.envelope.time).total_seconds()))
        for envelope in one.told:
            self.told.labels(one.group, envelope.type).inc()

    def uploaded(self, way: str, outcome: str, size: int) -> None:
        """A file of so many bytes came in."""
        self.uploads.labels(way, outcome).inc()
        self.upload_bytes.labels(way).inc(size)

    def relayed(self, count: int) -> None:
        """So many events went to the log."""
        self.relays.inc(count)

    def parser_ended(self, cause: str) -> None:
        """A parsing process ended."""
        self.parsers.labels(cause).inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is a template, so that there are few."""
        known = method if method in METHODS else "other"
        self.requests.labels(known, route, str(status)).inc()
        self.request_seconds.labels(known, route).observe(seconds)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, figure: Figure) -> Counter:
        return Counter(figure.name.removesuffix("_total"), figure.says, figure.labels, registry=self.registry)

    def _histogram(self, figure: Figure) -> Histogram:
        return Histogram(figure.name, figure.says, figure.labels, buckets=figure.buckets, registry=self.registry)


class _Here(Collector):
    """What is asked for at each reading: this process' roles and its disks."""

    def __init__(self, metrics: Metrics, folders: Mapping[str, Path]) -> None:
        self.metrics, self.folders = metrics, folders

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        yield family(declared.ROLE_WELL, [((beat.role,), float(not beat.problem)) for beat in self.metrics.own()])
        usage = {name: shutil.disk_usage(path) for name, path in self.folders.items() if path.exists()}
        yield family(declared.DISK_FREE, [((name,), used.free) for name, used in usage.items()])
        yield family(declared.DISK_SIZE, [((name,), used.total) for name, used in usage.items()])
