"""Gauges as they are told at one reading."""

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily

from gazette.metrics.declared import Figure

Row = tuple[tuple[str, ...], float]
"""Label values in the order of the declaration, and the figure."""


def family(figure: Figure, rows: Iterable[Row]) -> GaugeMetricFamily:
    """A declared gauge with its values."""
    made = GaugeMetricFamily(figure.name, figure.says, labels=figure.labels)
    for labels, value in rows:
        made.add_metric(labels, value)
    return made
