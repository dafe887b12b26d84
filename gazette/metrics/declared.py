"""Every figure: its name in Prometheus, its kind, what it says, its labels. docs/metrics.md is made from this."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What Prometheus does with a figure."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `shared` ones say the same in each process that tells them; all others are of one process alone."""

    name: str
    kind: Kind
    says: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    shared: bool = False


SHORT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LONG = (0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
WAITS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600, 14400)

TAKEN = Figure("gazette_events_taken_total", Kind.COUNTER, "Events that work was begun on.", ("group", "type"))
HANDLED = Figure(
    "gazette_events_handled_total",
    Kind.COUNTER,
    "Events whose work ended: done, retried (will be tried again), rejected (the file is at fault) or dead.",
    ("group", "type", "outcome"),
)
TOLD = Figure("gazette_events_told_total", Kind.COUNTER, "Events that a group wrote.", ("group", "type"))
TROUBLES = Figure(
    "gazette_event_troubles_total",
    Kind.COUNTER,
    "Why events were retried (kind of error), rejected (reason code of the file) or buried (cause).",
    ("group", "outcome", "reason"),
)
STAGE_SECONDS = Figure(
    "gazette_stage_seconds", Kind.HISTOGRAM, "Time that the work on one event took.", ("group",), LONG
)
EVENT_AGE_SECONDS = Figure(
    "gazette_event_age_seconds",
    Kind.HISTOGRAM,
    "Age of events when their work was done: waiting, pauses between attempts and the work itself.",
    ("group",),
    WAITS,
)
PARSERS = Figure(
    "gazette_parser_children_ended_total",
    Kind.COUNTER,
    "Parsing processes that ended: worn (after their jobs), died, too_slow, too_large_in_memory, other.",
    ("cause",),
)
UPLOADS = Figure(
    "gazette_uploads_total",
    Kind.COUNTER,
    "Files that came in, by the way (http, inbox): taken, duplicate, removed, refused, or the code of a refusal.",
    ("way", "outcome"),
)
UPLOAD_BYTES = Figure("gazette_upload_bytes_total", Kind.COUNTER, "Bytes of files that came in.", ("way",))
REQUESTS = Figure(
    "gazette_http_requests_total", Kind.COUNTER, "Requests answered by the gateway.", ("method", "route", "status")
)
REQUEST_SECONDS = Figure(
    "gazette_http_seconds", Kind.HISTOGRAM, "Time until an answer began.", ("method", "route"), SHORT
)
RELAYED = Figure("gazette_events_relayed_total", Kind.COUNTER, "Events that the relay sent to the event log.")
ROLE_WELL = Figure(
    "gazette_role_well", Kind.GAUGE, "1 where a role of this process works, 0 where it stands.", ("role",)
)
DISK_FREE = Figure(
    "gazette_disk_free_bytes",
    Kind.GAUGE,
    "Free space below the data folder (with the spool) and for parsing.",
    ("folder",),
)
DISK_SIZE = Figure("gazette_disk_size_bytes", Kind.GAUGE, "Size of those file systems.", ("folder",))
BUILD = Figure("gazette_build_info", Kind.GAUGE, "Always 1; the label has the version.", ("version",))

BACKEND_UP = Figure(
    "gazette_backend_up",
    Kind.GAUGE,
    "1 where catalogue, objects, log or search answers, else 0; what a missing one knows is left out.",
    ("backend",),
    shared=True,
)
ISSUES = Figure("gazette_issues", Kind.GAUGE, "Issues that are held, by status.", ("status",), shared=True)
ISSUE_KINDS = Figure(
    "gazette_issue_kinds", Kind.GAUGE, "What parsing made of the issues that are ready.", ("kind",), shared=True
)
ISSUE_REASONS = Figure(
    "gazette_issue_reasons", Kind.GAUGE, "Why issues failed, by reason code.", ("reason",), shared=True
)
SOURCE_BYTES = Figure("gazette_source_bytes", Kind.GAUGE, "Bytes of all issues that are held.", shared=True)
DOCUMENTS = Figure(
    "gazette_documents",
    Kind.GAUGE,
    "Documents of ready issues in the catalogue, and documents that the index finds; a lasting difference is drift.",
    ("place",),
    shared=True,
)
LAG = Figure(
    "gazette_lag_events", Kind.GAUGE, "Events that a group has yet to handle.", ("group", "partition"), shared=True
)
OLDEST = Figure(
    "gazette_oldest_event_seconds",
    Kind.GAUGE,
    "Age of the oldest event that a group has yet to handle; 0 where none waits.",
    ("group",),
    shared=True,
)
OUTBOX = Figure(
    "gazette_outbox_events",
    Kind.GAUGE,
    "Events in the outbox that the log has not got, up to 100,000; always 0 where the log reads the outbox itself.",
    shared=True,
)
OUTBOX_AGE = Figure("gazette_outbox_oldest_seconds", Kind.GAUGE, "Age of the oldest of them.", shared=True)
DELAYED = Figure("gazette_delayed_events", Kind.GAUGE, "Events that wait for their next attempt.", shared=True)
DEAD_LETTERS = Figure(
    "gazette_dead_letters", Kind.GAUGE, "Dead letters, by group and cause.", ("group", "cause"), shared=True
)
ROLES = Figure(
    "gazette_roles",
    Kind.GAUGE,
    "Roles with a sign of life in the last ten seconds: well, or standing with a problem.",
    ("role", "state"),
    shared=True,
)
CATALOGUE_BYTES = Figure("gazette_catalogue_bytes", Kind.GAUGE, "Size of the catalogue's database.", shared=True)

OF_PROCESS = (
    TAKEN, HANDLED, TOLD, TROUBLES, STAGE_SECONDS, EVENT_AGE_SECONDS, PARSERS, UPLOADS, UPLOAD_BYTES, RELAYED,
    REQUESTS, REQUEST_SECONDS, ROLE_WELL, DISK_FREE, DISK_SIZE, BUILD,
)  # fmt: skip
OF_ALL = (
    BACKEND_UP, ISSUES, ISSUE_KINDS, ISSUE_REASONS, SOURCE_BYTES, DOCUMENTS, LAG, OLDEST, OUTBOX, OUTBOX_AGE, DELAYED,
    DEAD_LETTERS, ROLES, CATALOGUE_BYTES,
)  # fmt: skip
FIGURES = (*OF_PROCESS, *OF_ALL)
OF_LIBRARY = (
    "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_cpu_seconds_total",
    "process_start_time_seconds", "process_open_fds", "process_max_fds",
)  # fmt: skip
"""What the client library tells of each process on Linux."""
