"""How an issue moves: received, extracting, classifying, indexing, then ready or failed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazette.events import IssueClassified, IssueExtracted, IssueFailed, IssueStored, now
from gazette.model import Issue, IssueStatus, Kind, Step
from gazette.ports import Tables

IssueEvent = IssueStored | IssueExtracted | IssueClassified
"""What a stage hears of an issue; `generation` tells this processing from an earlier one."""

INGEST = "ingest"
"""Stage in whose name a file is taken in, wherever it comes from."""

GAVE_UP = "gave_up"
"""Why an issue failed whose event became a dead letter."""

EXPECTED: dict[type[IssueEvent], tuple[IssueStatus, ...]] = {
    IssueStored: (IssueStatus.RECEIVED, IssueStatus.EXTRACTING),
    IssueExtracted: (IssueStatus.CLASSIFYING,),
    IssueClassified: (IssueStatus.INDEXING,),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why processing ended: `code` for programs, `reason` for people, and whether trying again can help."""

    code: str
    reason: str
    retryable: bool


def current(tables: Tables, event: IssueEvent) -> Issue | None:
    """The issue, locked, if the event still fits it; None where the event is late, doubled or of a deleted issue."""
    issue = tables.issues.lock(event.issue_id)
    if issue is None or issue.deleted or issue.generation != event.generation:
        return None
    return issue if issue.status in EXPECTED[type(event)] else None


def fail(tables: Tables, event: IssueEvent, failure: Failure) -> Sequence[IssueFailed]:
    """End an issue as failed; nothing happens where the event no longer fits it."""
    issue = current(tables, event)
    if issue is None:
        return ()
    tables.issues.save(
        replace(
            issue,
            status=IssueStatus.FAILED,
            reason_code=failure.code,
            reason=failure.reason,
            retryable=failure.retryable,
        )
    )
    return (IssueFailed(issue.id, issue.generation, failure.code),)


def enter(tables: Tables, issue: Issue, correlation_id: str | None) -> tuple[IssueStored | None, Issue | None]:
    """Take in a file whose bytes are safe: the event that the caller emits, and the issue that was held before.

    Of new bytes processing begins, of a failed or deleted issue anew, of a bundle also where one of its files failed.
    Anything else stays as it is: there is no event.
    """
    held = None if tables.issues.add(issue) else tables.issues.lock(issue.id)
    if held is None:
        event = IssueStored(issue.id, issue.generation, issue.sha256)
    elif held.deleted or has_failed(tables, held):
        event = begin_again(tables, held)
    else:
        return None, held
    message = f"{issue.size} bytes"
    tables.timeline.add(Step(issue.id, now(), INGEST, "stored", "done", message=message, correlation_id=correlation_id))
    return event, held


def has_failed(tables: Tables, issue: Issue) -> bool:
    """Whether an issue failed; a bundle that was unpacked also where the issue of one of its files did."""
    if issue.kind is not Kind.BUNDLE or issue.status is not IssueStatus.READY:
        return issue.status is IssueStatus.FAILED
    children = tables.bundles.children(issue.id)
    return any(one.entry.issue_id and one.status is IssueStatus.FAILED and not one.deleted for one in children)


def begin_again(tables: Tables, issue: Issue) -> IssueStored:
    """Start the processing of a held issue anew; the caller emits the event."""
    fresh = replace(
        issue,
        status=IssueStatus.RECEIVED,
        generation=issue.generation + 1,
        deleted=False,
        reason_code=None,
        reason=None,
        retryable=False,
    )
    tables.issues.save(fresh)
    return IssueStored(issue.id, fresh.generation, issue.sha256)


def reopen(tables: Tables, event: IssueEvent) -> bool:
    """Let an issue that failed because its stage gave up wait for this event again; False where it went on since."""
    issue = tables.issues.lock(event.issue_id)
    if issue is None or issue.deleted or issue.generation != event.generation or issue.reason_code != GAVE_UP:
        return False
    waiting = EXPECTED[type(event)][0]
    tables.issues.save(replace(issue, status=waiting, reason_code=None, reason=None, retryable=False))
    return True


def resume(issue: Issue) -> IssueEvent | None:
    """The event that an unfinished issue waits for, from its status alone; None where it has ended."""
    if issue.status in EXPECTED[IssueStored]:
        return IssueStored(issue.id, issue.generation, issue.sha256)
    if issue.status in EXPECTED[IssueExtracted]:
        return IssueExtracted(issue.id, issue.generation, issue.document_count)
    if issue.status in EXPECTED[IssueClassified]:
        return IssueClassified(issue.id, issue.generation)
    return None


def waited(issue: Issue) -> float:
    """Seconds since an issue was last touched."""
    return (now() - (issue.updated_at or issue.uploaded_at)).total_seconds()
