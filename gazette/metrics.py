"""Figures about the running system, declared once. Prometheus reads them at /metrics."""

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from gazette.errors import UnavailableError
from gazette.ports import Catalogue, EventLog

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STAGE_SECONDS = (0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300)


class Metrics:
    """The figures of one process."""

    def __init__(self, catalogue: Catalogue, log: EventLog, groups: Sequence[str]) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "gazette_events", "Events that ended, by stage and outcome", ("stage", "outcome"), registry=self.registry
        )
        self.seconds = Histogram(
            "gazette_stage_seconds",
            "Time that one event took at a stage",
            ("stage",),
            buckets=STAGE_SECONDS,
            registry=self.registry,
        )
        self.registry.register(Backlog(catalogue, log, groups))

    def handled(self, group: str, outcome: str, seconds: float) -> None:
        """gazette.worker.Observer."""
        self.events.labels(group, outcome).inc()
        self.seconds.labels(group).observe(seconds)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


class Backlog(Collector):
    """What waits where, asked for at each reading."""

    def __init__(self, catalogue: Catalogue, log: EventLog, groups: Sequence[str]) -> None:
        self.catalogue, self.log, self.groups = catalogue, log, groups

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        issues = GaugeMetricFamily("gazette_issues", "Issues by status", labels=("status",))
        lag = GaugeMetricFamily("gazette_lag_events", "Events that a group has yet to handle", labels=("group",))
        up = GaugeMetricFamily("gazette_catalogue_up", "1 where the catalogue answers, else 0")
        try:
            with self.catalogue.reading() as tables:
                for status, count in tables.issues.counts().items():
                    issues.add_metric((status,), count)
            for group in self.groups:
                lag.add_metric((group,), sum(one.waiting for one in self.log.lag(group)))
            up.add_metric((), 1)
        except UnavailableError:
            up.add_metric((), 0)
        return (up, issues, lag)
