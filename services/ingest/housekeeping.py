"""What the ingest role does by itself: files in the inbox, delayed events, stuck issues, orphaned objects, old rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from gazette.events import new_id, now, wrap
from gazette.model import Step, issue_id
from gazette.ports import Catalogue, ObjectStore
from gazette.progress import resume
from gazette.spool import sweep
from services.ingest.inbox import Inbox

BATCH = 200
SOURCES = "sha256/"
STAGE = "ingest"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done every so many seconds; returns how many things it put right."""

    name: str
    every: float
    do: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may lie: stuck issues (seconds), orphaned objects (hours), handled events (days).

    The inbox is looked through every so many seconds; 0 leaves it alone.
    """

    stuck_seconds: float
    orphan_hours: float
    retention_days: float
    inbox_seconds: float


def chores(inbox: Inbox, patience: Patience) -> Sequence[Chore]:
    """Everything that the ingest role looks after."""
    catalogue, objects = inbox.catalogue, inbox.objects
    stuck = timedelta(seconds=patience.stuck_seconds)
    orphaned = timedelta(hours=patience.orphan_hours)
    kept = timedelta(days=patience.retention_days)
    taking_in = [Chore("inbox", patience.inbox_seconds, inbox.take_in)] if patience.inbox_seconds else []
    return (
        Chore("delayed", 0.2, lambda: release_delayed(catalogue)),
        Chore("stuck", 60, lambda: send_on_stuck(catalogue, now() - stuck)),
        Chore("orphans", 3600, lambda: remove_orphans(catalogue, objects, now() - orphaned)),
        Chore("old", 3600, lambda: purge(catalogue, now() - kept)),
        Chore("spool", 3600, lambda: sweep(inbox.spool)),
        *taking_in,
    )


def release_delayed(catalogue: Catalogue) -> int:
    """Send delayed events whose time has come."""
    with catalogue.reading() as tables:
        if not tables.work.is_due(now()):
            return 0
    with catalogue.transaction() as tables:
        return tables.work.release_due(now(), BATCH)


def send_on_stuck(catalogue: Catalogue, before: datetime) -> int:
    """Emit again, from its status, the event that a stuck issue waits for."""
    with catalogue.transaction() as tables:
        stuck = tables.issues.unfinished(before, BATCH)
        for issue in filter(None, [tables.issues.lock(found.id) for found in stuck]):
            event = resume(issue)
            if event is not None:
                tables.issues.save(issue)
                sent = wrap(event, new_id())
                tables.work.emit([sent])
                step = Step(issue.id, now(), STAGE, "stuck", "sent on", message=str(issue.status))
                tables.timeline.add(replace(step, correlation_id=sent.correlation_id))
                log.warning("stuck_issue_sent_on", status=str(issue.status), **sent.ids)
    return len(stuck)


def remove_orphans(catalogue: Catalogue, objects: ObjectStore, before: datetime) -> int:
    """Remove stored bytes that no issue ever came to own."""
    old = [held.key for held in objects.list(SOURCES) if held.modified < before]
    return sum(_remove_orphan(catalogue, objects, key) for key in old)


def purge(catalogue: Catalogue, before: datetime) -> int:
    """Drop handled events that are older than the retention."""
    with catalogue.transaction() as tables:
        return tables.work.purge(before)


def _remove_orphan(catalogue: Catalogue, objects: ObjectStore, key: str) -> bool:
    """Inside a transaction, so that an upload of the same bytes comes either before it or after it."""
    with catalogue.transaction() as tables:
        if tables.issues.lock(issue_id(key.rpartition("/")[2])) is not None:
            return False
        objects.delete(key)
    log.info("orphan_removed", key=key)
    return True
