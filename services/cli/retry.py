"""`gazette retry`: a second try, and what happens next."""

from collections.abc import Iterator
from pathlib import Path

from gazette.errors import NotFoundError, SettingsError
from gazette.model import Issue, IssueStatus
from gazette.ports import Catalogue, IssueFilter
from services.cli.console import say
from services.cli.hands import what_next
from services.cli.start import held
from services.ingest.retry import retry

PAGE = 100


def retry_issues(data: Path | None, issue: str | None, *, every: bool) -> None:
    """Begin one issue anew, or every failed one that may succeed."""
    if every == (issue is not None):
        raise SettingsError(
            "请给出一个编号，或用 --all。 Name one id, or say --all. `gazette status` lists what failed."
        )
    with held(data) as backends:
        begun = _begin_all(backends.catalogue) if issue is None else [_begin(backends.catalogue, issue)]
        for one in begun:
            say(f"{one.id} {one.file_name} 重新开始处理 begins anew")
        say(what_next(backends) if begun else "没有可重试的公报 There is no failed issue that may succeed.")


def _begin(catalogue: Catalogue, issue_id: str) -> Issue:
    try:
        return retry(catalogue, issue_id)
    except NotFoundError as error:
        raise NotFoundError(f"没有编号为“{issue_id}”的公报。 {error}; `gazette status` lists what failed") from error


def _begin_all(catalogue: Catalogue) -> list[Issue]:
    return [retry(catalogue, one.id) for one in list(_retryable(catalogue))]


def _retryable(catalogue: Catalogue) -> Iterator[Issue]:
    cursor: str | None = None
    with catalogue.reading() as tables:
        while True:
            page = tables.issues.page(IssueFilter(IssueStatus.FAILED), PAGE, cursor)
            yield from (one for one in page.items if one.retryable)
            if page.next is None:
                return
            cursor = page.next
