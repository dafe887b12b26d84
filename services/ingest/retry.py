"""A second try at an issue that failed."""

import re

import structlog

from gazette.errors import NotFoundError, RejectedError
from gazette.events import new_id, now, wrap
from gazette.model import Issue, IssueStatus, Step
from gazette.ports import Catalogue
from gazette.progress import begin_again, has_failed
from services.ingest.receive import STAGE

log = structlog.get_logger()
ID = re.compile(r"[0-9a-f]{16}")
NAMES = {
    IssueStatus.READY: ("it is ready", "已处理完成"),
    IssueStatus.FAILED: ("it failed", "处理失败"),
}
UNDER_WAY = ("it is still being processed", "仍在处理中")


def retry(catalogue: Catalogue, issue_id: str, correlation_id: str | None = None) -> Issue:
    """Begin the processing of a failed issue anew; a bundle is unpacked again where one of its files failed.

    NotFoundError where no such issue is held; RejectedError `not_failed` where it did not fail.
    """
    with catalogue.transaction() as tables:
        issue = tables.issues.lock(issue_id) if ID.fullmatch(issue_id) else None
        if issue is None or issue.deleted:
            raise NotFoundError(f"no issue with the id {issue_id[:80]!r} is held; check the id")
        if not has_failed(tables, issue):
            raise not_failed(issue)
        correlation_id = correlation_id or new_id()
        step = Step(issue.id, now(), STAGE, "retried", "done", message=issue.reason, correlation_id=correlation_id)
        tables.timeline.add(step)
        sent = wrap(begin_again(tables, issue), correlation_id)
        tables.work.emit([sent])
        again = tables.issues.get(issue_id) or issue
    log.info("retried", **sent.ids)
    return again


def not_failed(issue: Issue) -> RejectedError:
    """The rejection of a retry that has nothing to mend."""
    english, chinese = NAMES.get(issue.status, UNDER_WAY)
    return RejectedError(
        "not_failed",
        f"issue {issue.id} cannot be retried: {english}; only a failed issue can",
        f"公报 {issue.id} 不能重试：{chinese}；只有处理失败的才能重试。",
    )
