"""`gazette show`: one issue or one document with all its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gazette.errors import NotFoundError
from gazette.model import DocumentRecord, Issue, Kind, Standing
from gazette.ports import Incoming, ObjectStore, Tables
from services.api.answers import document_answer, document_summary, issue_answer
from services.api.problems import Problem
from services.api.views import ID, DocumentView, Kin, Resolution, find_issue, find_kin, resolve, view_document
from services.cli.console import give_json, safe, say
from services.cli.shown import print_candidates, print_document, print_issue, print_kin
from services.cli.start import held


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue, its documents, the legal status of each by id, and what it came with."""

    issue: Issue
    records: Sequence[DocumentRecord]
    standings: Mapping[str, Standing]
    kin: Kin


Shown = IssueView | DocumentView


def show_one(data: Path | None, identifier: str, *, as_text: bool, as_json: bool) -> None:
    """Print what an id or a document number stands for."""
    with held(data) as backends:
        with backends.catalogue.reading() as tables:
            try:
                shown = _find(tables, identifier.strip())
            except Problem as problem:
                raise NotFoundError(f"{problem.detail_zh} {problem.detail}") from problem
        if as_text:
            _give_text(backends.objects, shown)
        elif isinstance(shown, DocumentView):
            give_json(document_answer(shown)) if as_json else print_document(shown)
        elif as_json:
            give_json(_issue_json(shown))
        else:
            print_issue(shown.issue, shown.records)
            print_kin(shown.kin)


def _find(tables: Tables, identifier: str) -> Shown:
    if not ID.fullmatch(identifier):
        return view_document(tables, _numbered(resolve(tables, identifier), identifier).id)
    if tables.issues.get(identifier) is None:
        if tables.documents.get(identifier) is None:
            raise _nothing(identifier)
        return view_document(tables, identifier)
    issue, records = find_issue(tables, identifier), tables.documents.of_issue(identifier)
    return IssueView(issue, records, tables.relations.standings(records), find_kin(tables, issue))


def _numbered(found: Resolution, typed: str) -> DocumentRecord:
    """The one document that a number stands for; NotFoundError where there is none, or several."""
    if len(found.documents) == 1:
        return found.documents[0]
    if found.documents:
        print_candidates(found)
        raise NotFoundError(
            f"“{typed}”对应 {len(found.documents)} 篇公文，请用编号查看。 "
            f"{typed} stands for {len(found.documents)} documents; show one of them by its id."
        )
    if found.cited_by:
        raise NotFoundError(
            f"没有收录“{typed}”，但有公文提到它：{_named(found.cited_by)}。 "
            f"{typed} is not held, though {len(found.cited_by)} held documents name it."
        )
    raise _nothing(typed)


def _nothing(typed: str) -> NotFoundError:
    return NotFoundError(
        f"没有收录“{typed}”，请核对编号或文号，或用 gazette search 查找。 "
        f"Nothing is held as {typed}; check the id or number, or look for it with `gazette search`."
    )


def _named(several: Sequence[Incoming]) -> str:
    return "；".join(f"{one.source.document.title} ({one.source.id})" for one in several[:3])


def _issue_json(view: IssueView) -> dict[str, object]:
    documents = [document_summary(one, view.standings[one.id]) for one in view.records]
    return {**issue_answer(view.issue, view.kin), "documents": documents}


def _give_text(objects: ObjectStore, shown: Shown) -> None:
    """The lines themselves, as they stand in the file."""
    issue = shown.issue
    if issue.kind is Kind.BUNDLE:
        raise NotFoundError(
            f"{issue.id} 是文件包，本身没有文本；请查看其中的文件：gazette show {issue.id}。 "
            f"{issue.id} is a bundle, which has no text of its own; gazette show {issue.id} lists its files."
        )
    if issue.text_key is None:
        raise NotFoundError(
            f"公报 {issue.id} 还没有文本，状态是 {issue.status}。 "
            f"Issue {issue.id} has no text yet, it is {issue.status}; see `gazette status`."
        )
    with objects.open(issue.text_key) as stored:
        lines = stored.read().decode().split("\n")
    if isinstance(shown, DocumentView):
        document = shown.record.document
        lines = lines[document.start_line - 1 : document.end_line]
    say(safe("\n".join(lines)))
