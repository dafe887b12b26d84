"""Files put straight into the object store: what lies whole below `inbox/` becomes an issue, and goes from there.

Listing is the truth, no hint is needed. An object is known by its key and tag: one that was taken in and could not be
removed yet is only removed, and one that is replaced meanwhile stays for the next time.
"""

import hashlib
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path, PurePosixPath

import structlog

from gazette.errors import NotFoundError, RejectedError, UnavailableError
from gazette.events import now
from gazette.ports import INBOX, Catalogue, Landmark, ObjectStore, StoredObject, no_landmark
from gazette.ports.traces import NoTracer, Tracer
from gazette.spool import SpoolFile, spooled
from services.ingest.form import too_large
from services.ingest.multipart import OCTETS
from services.ingest.receive import Upload, receive
from services.ingest.refused import REASON, readable, refuse

STAGE = "inbox"
BATCH = 100
"""Files taken at a time, so that other chores have their turn."""
PIECE = 1 << 20
HIDDEN = (".", "~$")
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", REASON)
EMPTY_PATIENCE = 10
"""An empty file may be the beginning of one: it rests so many times longer."""
AHEAD = timedelta(hours=1)
"""What is dated further ahead than clocks differ has a wrong date, and is not young."""

Tell = Callable[[str, str, int], None]
"""Called with the way in, outcome and bytes of each file."""
log = structlog.get_logger()


def waiting(objects: ObjectStore) -> Iterator[StoredObject]:
    """What lies in the inbox, without hidden files, folder markers and names of files that are being written."""
    return (held for held in objects.list(INBOX) if _is_meant(held))


@dataclass(frozen=True, slots=True)
class Inbox:
    """Takes in what lies below `inbox/`. Several at once, and a crash anywhere, do no harm.

    A file that was changed within the last `settle_seconds` may still be written, and waits.
    """

    catalogue: Catalogue
    objects: ObjectStore
    spool: Path
    max_bytes: int
    settle_seconds: float = 2.0
    landmark: Landmark = no_landmark
    tell: Tell = lambda way, outcome, size: None  # noqa: ARG005 - a default that does nothing
    tracer: Tracer = field(default_factory=NoTracer)

    def take_in(self) -> int:
        """Take in at most BATCH files; returns how many were taken or refused.

        UnavailableError where store or catalogue is away; where single files cannot be read, after all others.
        """
        done, troubles = 0, []
        for held in waiting(self.objects):
            if done == BATCH:
                break
            if self._is_whole(held):
                try:
                    done += self._take(held)
                except (UnavailableError, OSError) as error:
                    self._check()
                    troubles.append(f"{readable(held.key)}: {error}")
        if troubles:
            raise UnavailableError(f"{len(troubles)} files in the inbox cannot be taken in; the first is {troubles[0]}")
        return done

    def _check(self) -> None:
        """Raises where the trouble is more than one file's."""
        self.objects.check()
        self.catalogue.check()

    def _is_whole(self, held: StoredObject) -> bool:
        age = now() - held.modified
        patience = self.settle_seconds * (1 if held.size else EMPTY_PATIENCE)
        return age >= timedelta(seconds=patience) or age < -AHEAD

    def _take(self, held: StoredObject) -> bool:
        """False where it is not there any more as it was seen: taken by another, or replaced."""
        try:
            outcome = self._outcome(held)
        except NotFoundError:
            return False
        self.tell(STAGE, outcome, held.size)
        return True

    def _outcome(self, held: StoredObject) -> str:
        try:
            outcome = "removed" if self._was_taken(held) else self._receive(held)
        except RejectedError as refusal:
            place = refuse(self.objects, held.key, held.key.removeprefix(INBOX), refusal)
            log.warning("inbox_file_refused", key=readable(held.key), code=refusal.code, moved_to=readable(place))
            return "refused"
        self.landmark("inbox:received")
        if self._is_still(held):
            self.objects.delete(held.key)
        return outcome

    def _was_taken(self, held: StoredObject) -> bool:
        with self.catalogue.reading() as tables:
            return tables.submissions.recall(_submission(held)) is not None

    def _receive(self, held: StoredObject) -> str:
        with spooled(self.spool) as file:
            self._read(held, file)
            received = receive(
                file.path,
                file.finish(),
                file.size,
                _upload(held),
                catalogue=self.catalogue,
                objects=self.objects,
                landmark=self.landmark,
                tracer=self.tracer,
            )
        log.info("inbox_file_taken", key=readable(held.key), issue_id=received.issue.id, duplicate=received.duplicate)
        return "duplicate" if received.duplicate else "taken"

    def _read(self, held: StoredObject, file: SpoolFile) -> None:
        """TooLargeError above the limit, NotFoundError where it is changing."""
        if held.size > self.max_bytes:
            raise too_large(self.max_bytes)
        with self.objects.open(held.key) as data:
            while file.size <= held.size and (piece := data.read(PIECE)):
                file.write(piece)
        if file.size != held.size or not self._is_still(held):
            raise NotFoundError(f"{held.key} changed while it was read; it is read again the next time")

    def _is_still(self, held: StoredObject) -> bool:
        try:
            found = self.objects.stat(held.key)
        except NotFoundError:
            return False
        return (found.size, found.tag) == (held.size, held.tag)


def _is_meant(held: StoredObject) -> bool:
    """No folder marker, nothing hidden, nothing with the name of a file that is being written."""
    path = PurePosixPath(held.key.removeprefix(INBOX))
    is_marker = held.key.endswith("/") or (held.size == 0 and not path.suffix)
    is_hidden = any(part.startswith(HIDDEN) for part in path.parts)
    return not (is_marker or is_hidden or path.name.lower().endswith(UNFINISHED))


def _submission(held: StoredObject) -> str:
    """The idempotency key of this one writing of an object."""
    written = f"{held.key}\n{held.modified.isoformat()}\n{held.tag}"
    return "inbox:" + hashlib.sha256(written.encode("utf-8", "surrogateescape")).hexdigest()


def _upload(held: StoredObject) -> Upload:
    name = readable(held.key.rpartition("/")[2])
    return Upload(name, mimetypes.guess_type(name)[0] or OCTETS, idempotency_key=_submission(held))
