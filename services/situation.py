"""One look at everything that operators watch: `gazette status`, the operators' page and the API show the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazette.errors import UnavailableError
from gazette.overview import Overview, Watch, overview
from gazette.ports import ObjectStore
from gazette.settings import Settings
from gazette.wiring import Backends
from services.api.answers import instant
from services.api.status import InboxShape
from services.ingest.inbox import waiting
from services.ingest.refused import Refused, refusals
from services.pipeline import GROUPS
from services.presence import is_alive
from services.roles import ALIVE_SECONDS

NEWEST = 5


def situation(backends: Backends, settings: Settings) -> Overview:
    """How all stands; of the roles those whose process is not known to be gone."""
    watch = Watch(GROUPS, settings.stuck_seconds, ALIVE_SECONDS)
    seen = overview(backends.catalogue, backends.log, watch)
    return replace(seen, roles=[one for one in seen.roles if is_alive(one)])


@dataclass(frozen=True, slots=True)
class InboxState:
    """Files that wait, files that were refused and the newest of them; `problem` where nobody can tell."""

    waiting: int = 0
    refused: int = 0
    newest: Sequence[Refused] = ()
    problem: str | None = None


def inbox_state(objects: ObjectStore) -> InboxState:
    """Look into the object store; where it is away, that is what is told."""
    try:
        return InboxState(sum(1 for _ in waiting(objects)), *refusals(objects, NEWEST))
    except UnavailableError as error:
        return InboxState(problem=str(error))


def inbox_answer(found: InboxState) -> InboxShape:
    """The same for programs."""
    return {
        "waiting": found.waiting,
        "refused": found.refused,
        "newest": [
            {"path": one.path, "size": one.size, "at": instant(one.at), "reason": one.reason} for one in found.newest
        ],
        "problem": found.problem,
    }
