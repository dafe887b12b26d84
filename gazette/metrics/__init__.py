"""Figures about the running system, declared once in `declared`. Prometheus reads them at /metrics."""

from gazette.metrics.declared import FIGURES, Figure
from gazette.metrics.process import Metrics
from gazette.metrics.state import State

__all__ = ["CONTENT_TYPE", "FIGURES", "Figure", "Metrics", "State"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
