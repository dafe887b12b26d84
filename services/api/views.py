"""What the catalogue knows of one document or number, gathered in one consistent reading."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from gazette import numbers, titles
from gazette.fields import Amendment
from gazette.model import DocumentRecord, Issue, Mention, RelationKind, Standing
from gazette.ports import Child, Incoming, Tables
from services.api.problems import Problem, not_held

ID = re.compile(r"[0-9a-f]{16}")
CANDIDATES = 20
Match = Literal["exact", "candidates", "cited_only", "none"]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document and what others say of it.

    `held` gives the document id for the number keys that it names, `titled` those that a title key may mean.
    """

    record: DocumentRecord
    issue: Issue
    standing: Standing
    held: Mapping[str, str]
    cited_by: tuple[Incoming, ...]
    repealed_by: tuple[Incoming, ...]
    amended_by: tuple[Incoming, ...]
    basis_of: tuple[Incoming, ...] = ()
    continued_by: tuple[Incoming, ...] = ()
    titled: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kin:
    """What became of the files of a bundle, and the bundles that an issue was a file of."""

    children: Sequence[Child] = ()
    bundles: Sequence[Issue] = ()

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of the files by itself."""
        return all(one.has_ended for one in self.children)

    @property
    def tag(self) -> str:
        """Changes with whatever is shown of them; empty where there are none."""
        if not self.children and not self.bundles:
            return ""
        shown = (self.children, [(one.id, one.file_name) for one in self.bundles])
        return "-" + hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed document number stands for; `key` is what was looked up."""

    key: str | None
    match: Match
    documents: tuple[DocumentRecord, ...]
    standings: Mapping[str, Standing]
    cited_by: tuple[Incoming, ...]


def find_issue(tables: Tables, issue_id: str) -> Issue:
    """A live issue. Problem `not_found`, or `gone` where it was deleted."""
    issue = tables.issues.get(issue_id) if ID.fullmatch(issue_id) else None
    if issue is None:
        raise not_held("issue", "公报", issue_id)
    if issue.deleted:
        raise Problem(
            "gone",
            "This issue was deleted. Upload the file again to bring it back.",
            "该公报已删除，重新上传原文件即可恢复。",
        )
    return issue


def find_kin(tables: Tables, issue: Issue) -> Kin:
    """The files of an issue that is a bundle, and the live bundles that it is in."""
    return Kin(tables.bundles.children(issue.id), tables.bundles.holding(issue.id))


def find_document(tables: Tables, document_id: str) -> DocumentRecord:
    """A live document. Problem `not_found`, or `gone` where its issue no longer has it."""
    record = tables.documents.get(document_id) if ID.fullmatch(document_id) else None
    if record is None:
        raise not_held("document", "公文", document_id)
    if record.deleted:
        raise _vanished(record)
    return record


def _vanished(record: DocumentRecord) -> Problem:
    issue, first, last = record.issue_id, record.document.start_line, record.document.end_line
    return Problem(
        "gone",
        f"This document is no longer held as such. Its text stood in issue {issue}, lines {first} to {last}.",
        f"该公文已不再单独保存；原文位于公报 {issue} 第 {first}–{last} 行，请到该公报查看。",
    )


def view_document(tables: Tables, document_id: str) -> DocumentView:
    """A document with its standing, what it names and what names it."""
    record = find_document(tables, document_id)
    towards = tables.relations.incoming([record.number_key]).get(record.number_key, ()) if record.number_key else ()
    incoming = [one for one in towards if one.source.id != record.id]
    return DocumentView(
        record=record,
        issue=find_issue(tables, record.issue_id),
        standing=tables.relations.standings([record])[record.id],
        held=held_targets(tables, record),
        cited_by=_of_kind(incoming, RelationKind.CITES),
        repealed_by=_of_kind(incoming, RelationKind.REPEALS, RelationKind.LAPSES),
        amended_by=_of_kind(incoming, RelationKind.AMENDS),
        basis_of=_of_kind(incoming, RelationKind.BASIS),
        continued_by=_of_kind(incoming, RelationKind.CONTINUES),
        titled=titled_targets(tables, record),
    )


def held_targets(tables: Tables, record: DocumentRecord) -> Mapping[str, str]:
    """Number key → document id for what a document names; one of its own issue is preferred."""
    own = record.document
    mentions: Iterable[Mention | Amendment] = (*own.cites, *own.repeals, *own.basis, *own.continues, *own.amends)
    keys = {numbers.key(one.doc_number) for one in mentions if one.doc_number} - {None}
    found = tables.documents.by_keys(key for key in keys if key)
    ranked = sorted(found, key=lambda one: (one.issue_id != record.issue_id, one.issue_id, one.position), reverse=True)
    return {one.number_key: one.id for one in ranked if one.number_key}


def titled_targets(tables: Tables, record: DocumentRecord) -> Mapping[str, Sequence[str]]:
    """Title key → ids of other documents that have a title which this one names without a number."""
    own = record.document
    mentions = (*own.named, *own.repeals, *own.basis, *own.continues)
    keys = {titles.key(one.title) for one in mentions if one.title and not one.doc_number} - {None}
    found = tables.documents.by_titles(key for key in keys if key)
    return {key: [one for one in ids if one != record.id] for key, ids in found.items()}


def resolve(tables: Tables, typed: str) -> Resolution:
    """What a document number, or a piece of one, stands for."""
    key = numbers.key(typed)
    if key is not None:
        held, naming = tables.documents.by_keys([key]), tables.relations.incoming([key]).get(key, ())
        if held or naming:
            return _resolution(tables, key, "exact" if held else "cited_only", held, naming)
    part = numbers.key_part(typed)
    if not part.strip("-"):
        return _resolution(tables, None, "none")
    candidates = ending_so(tables.documents.candidates(part, CANDIDATES), part)
    if candidates:
        return _resolution(tables, part, "candidates", candidates)
    naming = [*chain.from_iterable(tables.relations.incoming(tables.relations.sources(part, CANDIDATES)).values())]
    return _resolution(tables, part, "cited_only" if naming else "none", (), naming)


def ending_so(records: Sequence[DocumentRecord], part: str) -> Sequence[DocumentRecord]:
    """Those whose key ends in this part, where there are any: 2021-2 is meant before 2021-26."""
    return [one for one in records if (one.number_key or "").endswith(part)] or records


def _resolution(
    tables: Tables,
    key: str | None,
    match: Match,
    records: Sequence[DocumentRecord] = (),
    naming: Iterable[Incoming] = (),
) -> Resolution:
    standings = tables.relations.standings(records) if records else {}
    return Resolution(key, match, tuple(records), standings, _once(naming))


def _of_kind(incoming: Iterable[Incoming], *kinds: RelationKind) -> tuple[Incoming, ...]:
    return _once(one for one in incoming if one.relation.kind in kinds)


def _once(incoming: Iterable[Incoming]) -> tuple[Incoming, ...]:
    """Each source document once, at its first mention."""
    first: dict[str, Incoming] = {}
    for one in incoming:
        first.setdefault(one.source.id, one)
    return tuple(first.values())
