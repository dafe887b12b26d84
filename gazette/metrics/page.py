"""The page of documentation, made from the declarations."""

from collections.abc import Iterable, Iterator

from gazette.metrics.declared import OF_ALL, OF_LIBRARY, OF_PROCESS, Figure

HEAD = """# Figures

Made by `make metrics-page` from `gazette/metrics/declared.py`; a test holds the two together.
Prometheus reads them in its text format:

- every process at `/metrics` of `GAZETTE_PROBE_HOST`:`GAZETTE_PROBE_PORT`, where that port is set,
  beside `/healthz` and `/readyz`;
- the gateway also on its own port.

Counters and histograms begin at 0 with their process. No label has values without end: routes are templates,
reasons are codes, and of causes beyond fifty the rest is `other`.
"""
PROCESS = """
## Of each process

Sum them over processes: `sum by (group) (rate(gazette_events_handled_total[5m]))`.
"""
SHARED = """
## Of the whole

The processes of `ingest` and `api` tell them, each the same, from indexes and at most every five seconds;
take the largest, not the sum: `max by (group) (gazette_oldest_event_seconds)`.
Where a backend is away, what it knows is left out and `gazette_backend_up` says so.
"""
LIBRARY = "\nOn Linux each process also tells {}.\n"
TABLE = "\n| figure | kind | labels | what it says |\n|---|---|---|---|\n"


def page() -> str:
    """docs/metrics.md."""
    named = ", ".join(f"`{name}`" for name in OF_LIBRARY)
    return "".join((HEAD, PROCESS, *_table(OF_PROCESS), LIBRARY.format(named), SHARED, *_table(OF_ALL)))


def _table(figures: Iterable[Figure]) -> Iterator[str]:
    yield TABLE
    for figure in figures:
        labels = ", ".join(f"`{label}`" for label in figure.labels)
        yield f"| `{figure.name}` | {figure.kind} | {labels} | {figure.says}{_buckets(figure)} |\n"


def _buckets(figure: Figure) -> str:
    if not figure.buckets:
        return ""
    return f" Buckets in seconds: {', '.join(f'{bound:g}' for bound in figure.buckets)}."
