"""What `gazette status` says of the inbox: how many files wait there, and which ones were refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType

from gazette.errors import UnavailableError
from gazette.ports import ObjectStore
from services.api.answers import instant
from services.cli.console import line, table
from services.ingest.inbox import waiting
from services.ingest.refused import REFUSED, Refused, refusals

NEWEST = 5


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


def inbox_json(found: InboxState) -> dict[str, object]:
    """The same for programs."""
    return {
        "waiting": found.waiting,
        "refused": found.refused,
        "newest": [
            {"path": one.path, "size": one.size, "at": instant(one.at), "reason": one.reason} for one in found.newest
        ],
        "problem": found.problem,
    }


def inbox_parts(found: InboxState) -> Iterator[RenderableType]:
    """Nothing at all where nothing lies there."""
    if found.waiting:
        yield line(f"\n收件箱中有 {found.waiting} 个文件等待收录 Files waiting in the inbox: {found.waiting}")
    rows = [(one.path, one.size, f"{one.at:%Y-%m-%d %H:%M}", one.reason.replace("\n", " ")) for one in found.newest]
    if rows:
        yield line(f"\n收件箱拒收 refused by the inbox: {found.refused}", "bold")
        yield table(("文件 file", "字节 bytes", "时间 UTC", "原因 reason"), rows)
        yield line(
            f"文件在 {REFUSED} 中；修正后移回 inbox/ They lie below {REFUSED}: mend them and move them back to inbox/"
        )
    if found.problem:
        yield line(found.problem, "yellow")
