"""How the files of `gazette add` ended, and the summary of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gazette.model import Issue, Kind
from services.cli.console import give_fields, give_list

FEW = 20
"""So many files get a line each; of more, only those that failed."""


class Verdict(StrEnum):
    """How a file ended."""

    ADDED = "已收录 added"
    RESUMED = "已接续 resumed"
    HELD = "已有 held already"
    FAILED = "失败 failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file at its end; `reason` is given where something is to be said."""

    path: Path
    verdict: Verdict
    issue: Issue | None = None
    reason: str | None = None

    @property
    def is_bundle(self) -> bool:
        """Whether it was unpacked: the files in it have outcomes of their own."""
        return self.verdict is not Verdict.FAILED and self.issue is not None and self.issue.kind is Kind.BUNDLE


def show_outcomes(outcomes: Sequence[Outcome]) -> None:
    """A line for each of few files or each that failed, then the sums."""
    shown = outcomes if len(outcomes) <= FEW else [one for one in outcomes if one.verdict is Verdict.FAILED]
    headings = ("文件 file", "结果 result", "公文 documents", "编号 id", "说明 remark")
    give_list("", headings, [_row(one) for one in shown], main=0)
    give_fields(_sums(outcomes))


def _row(one: Outcome) -> tuple[object, ...]:
    held = one.issue if one.verdict is not Verdict.FAILED else None
    identifier = one.issue.id if one.issue else None
    count = held.document_count if held and not one.is_bundle else None
    return one.path, one.verdict, count, identifier, one.reason or _doubts(held)


def _doubts(issue: Issue | None) -> str | None:
    if issue is None:
        return None
    if issue.kind is Kind.BUNDLE:
        return "文件包，其中的文件另列 a bundle, its files stand for themselves"
    if issue.document_count == 0:
        return "没有找到公文 no document found"
    return f"{issue.doubtful_count} 篇存疑 doubtful" if issue.doubtful_count else None


def _sums(outcomes: Sequence[Outcome]) -> list[tuple[str, object]]:
    """Files by how they ended, those in bundles in place of the bundles."""
    counts = Counter(one.verdict for one in outcomes if not one.is_bundle)
    new = (Verdict.ADDED, Verdict.RESUMED)
    documents = sum(one.issue.document_count for one in outcomes if one.issue and one.verdict in new)
    return [*((verdict.value, counts[verdict]) for verdict in Verdict), ("新公文 new documents", documents)]
