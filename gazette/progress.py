"""How an issue moves: received, extracting, classifying, indexing, then ready or failed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazette.events import IssueClassified, IssueExtracted, IssueFailed, IssueStored, now
from gazette.model import Issue, IssueStatus
from gazette.ports import Tables

IssueEvent = IssueStored | IssueExtracted | IssueClassified
"""What a stage hears of an issue; `generation` tells this processing from an earlier one."""

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
