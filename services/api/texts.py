"""Lines of an issue's text of record, masked for those who are no editors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gazette.model import Issue, IssueStatus, Kind
from gazette.repaired import between
from gazette.text_of_record import read_text
from services.api import replies
from services.api.backends import ApiBackends
from services.api.problems import Problem


@dataclass(frozen=True, slots=True)
class TextPart:
    """Lines; `masked` says that some of their characters are hidden.

    `goes_on` has the lines that go on with a sentence of an earlier one → the line where their paragraph begins.
    """

    lines: Sequence[str]
    masked: bool = False
    goes_on: Mapping[int, int] = field(default_factory=dict)


def text_part(backends: ApiBackends, issue: Issue, first: int, last: int | None) -> TextPart:
    """Lines `first` to `last` (1-based, both included; None: to the end). Problem `no_text` where there is none yet."""
    if issue.text_key is None or backends.masking:
        return text_to_read(backends, issue, first, last)
    with backends.objects.open(issue.text_key) as stream:
        return TextPart(replies.lines(stream, first, last))


def text_to_read(backends: ApiBackends, issue: Issue, first: int, last: int | None) -> TextPart:
    """The same, with what is known of paragraphs."""
    if issue.text_key is None:
        raise no_text(issue)
    text = read_text(backends.objects, issue)
    printed = text.lines[first - 1 : last]
    shown = text.masked().lines[first - 1 : last] if backends.masking else printed
    paragraphs = between(text.paragraphs, first, len(text.lines) if last is None else last)
    goes_on = {line: begins for (begins, *_), *rest in paragraphs for line, *_ in rest if line != begins}
    return TextPart(shown, shown != printed, goes_on)


def text_lines(backends: ApiBackends, issue: Issue, first: int, last: int | None) -> list[str]:
    """The same lines alone."""
    return list(text_part(backends, issue, first, last).lines)


def no_text(issue: Issue) -> Problem:
    """The problem of an issue without a text of record."""
    if issue.kind is Kind.BUNDLE:
        return Problem(
            "no_text",
            "A bundle has no text of its own; each of its files has: see children.",
            "文件包本身没有文本，请查看包内的各个文件。",
        )
    if issue.status == IssueStatus.FAILED:
        return Problem(
            "no_text",
            f"The issue has no text, because its processing failed. {issue.reason or ''}".strip(),
            f"文件处理失败，因此没有文本。{issue.reason or ''}",
        )
    return Problem("no_text", f"The issue has no text yet: it is {issue.status}. Ask again later, or see its timeline.")
