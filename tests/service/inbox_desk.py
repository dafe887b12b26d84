"""An inbox to put files into, and what may happen to it meanwhile."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gazette.errors import UnavailableError
from gazette.model import Issue, issue_id
from gazette.ports import IssueFilter, Landmark, ObjectStore, no_landmark
from services.ingest.inbox import Inbox
from services.ingest.refused import Refused, refusals
from tests.contract.adapters import Place

TEXT = "某市人民政府公报\n第1期\n".encode()
LIMIT = 1000


@dataclass
class Desk:
    """An inbox on a place of its own, and what became of its files."""

    place: Place
    spool: Path
    outcomes: list[str] = field(default_factory=list)

    def inbox(self, landmark: Landmark = no_landmark, **given: Any) -> Inbox:
        ports = {"catalogue": self.place.catalogue(), "objects": self.place.objects()}
        wanted = {"spool": self.spool, "max_bytes": LIMIT, "settle_seconds": 0, "tell": self.tell, **ports}
        return Inbox(landmark=landmark, **(wanted | given))

    def tell(self, way: str, outcome: str, size: int) -> None:
        assert (way, size >= 0) == ("inbox", True)
        self.outcomes.append(outcome)

    def put(self, key: str, data: bytes = TEXT) -> None:
        self.place.objects().put(key, io.BytesIO(data))

    def bytes_of(self, key: str) -> bytes:
        with self.place.objects().open(key) as data:
            return data.read()

    def keys(self, prefix: str = "") -> list[str]:
        return [held.key for held in self.place.objects().list(prefix)]

    def issues(self) -> Sequence[Issue]:
        with self.place.catalogue().reading() as tables:
            return tables.issues.page(IssueFilter(), 100).items

    def names(self) -> list[str]:
        return sorted(issue.file_name for issue in self.issues())

    def times_stored(self, data: bytes = TEXT) -> int:
        with self.place.catalogue().reading() as tables:
            return len(tables.timeline.of(issue_id(hashlib.sha256(data).hexdigest())))

    def refused(self) -> tuple[int, list[Refused]]:
        return refusals(self.place.objects(), 10)


def crash_at(point: str) -> Landmark:
    def crash(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    return crash


class Meddled:
    """An object store where something else happens before some of its answers."""

    def __init__(self, store: ObjectStore, **meddling: Callable[[str], None]) -> None:
        self.store, self.meddling = store, meddling

    def __getattr__(self, name: str) -> Any:
        real, meddle = getattr(self.store, name), self.meddling.get(name)

        def call(*given: Any) -> Any:
            if meddle:
                meddle(*given)
            return real(*given)

        return call


def away(*_given: object) -> None:
    raise UnavailableError("it is away")
