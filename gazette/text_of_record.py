"""An issue's text of record with what repair made of its lines, as it lies in the object store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazette.errors import NotFoundError
from gazette.masking import masked_lines
from gazette.model import Issue, Paragraph, paragraphs_key
from gazette.ports import ObjectStore
from gazette.repaired import Repaired, as_printed, between, repaired, unpacked


@dataclass(frozen=True, slots=True)
class TextOfRecord:
    """Lines as the source shows them, and the paragraphs that repair joined them to."""

    lines: Sequence[str]
    paragraphs: Sequence[Paragraph]

    def masked(self) -> "TextOfRecord":
        """The same with personal data masked; every character stays in its place."""
        return replace(self, lines=masked_lines(self.lines, self.paragraphs))

    def part(self, first: int, last: int) -> Repaired:
        """The repaired text of the lines `first` to `last`."""
        return repaired(self.lines, between(self.paragraphs, first, last))


def read_text(objects: ObjectStore, issue: Issue) -> TextOfRecord:
    """The text of an issue that has one; where nothing is stored of its paragraphs, each line is one."""
    if issue.text_key is None:
        return TextOfRecord((), ())
    with objects.open(issue.text_key) as stream:
        text = stream.read().decode()
    lines = text.split("\n")
    return TextOfRecord(lines, _paragraphs(objects, issue, text) or as_printed(lines))


def _paragraphs(objects: ObjectStore, issue: Issue, text: str) -> Sequence[Paragraph] | None:
    try:
        with objects.open(paragraphs_key(issue.sha256)) as stream:
            return unpacked(stream.read(), text)
    except NotFoundError:
        return None
