"""How issues and documents look on a terminal."""

from collections.abc import Iterable, Sequence

from gazette import numbers
from gazette.model import Document, DocumentRecord, Issue, IssueStatus, Mention
from gazette.ports import Child, Incoming
from services.api.views import DocumentView, Kin, Resolution
from services.cli.console import give_fields, give_list, give_table, say
from services.cli.wording import ACTIONS, KINDS, PARTS, STANDINGS, STATUSES

DOCUMENT_HEADINGS = ("编号 id", "标题 title", "文号 number", "文种 type", "成文日期 date", "行 lines", "存疑 doubtful")


def print_issue(issue: Issue, records: Sequence[DocumentRecord]) -> None:
    """An issue: what came in, what was found, its documents."""
    cover = issue.masthead
    rows: list[tuple[str, object]] = [
        ("编号 id", issue.id),
        ("文件 file", issue.file_name),
        ("状态 status", STATUSES[issue.status]),
        ("原因 reason", issue.reason),
        ("类别 kind", KINDS[issue.kind] if issue.kind else None),
        ("格式 format", issue.media_type if issue.status is IssueStatus.READY else None),
        ("刊名 gazette", cover.name if cover else None),
        ("年 year", cover.year if cover else None),
        ("期 number", cover.number if cover else None),
        ("总期 total number", cover.total_number if cover else None),
        ("出版日期 published", cover.publication_date if cover else None),
        ("主办 publisher", cover.publisher if cover else None),
        ("大小 bytes", issue.size),
        ("上传 uploaded", f"{issue.uploaded_at:%Y-%m-%d %H:%M:%S %Z}"),
        ("备注 note", issue.note),
        ("说明 notes", "\n".join(issue.notes)),
        ("行数 lines", _balance(issue) if issue.text_key else None),
    ]
    give_fields(rows)
    print_documents(f"公文 {len(records)} 篇 documents", records)
    _print_discrepancies(issue)


def print_kin(kin: Kin) -> None:
    """The files of a bundle, each with how it stands; or the bundles that an issue came in."""
    headings = ("编号 id", "文件 file", "状态 status", "公文 documents", "原因 reason")
    if kin.children:
        give_list(
            f"包内文件 {len(kin.children)} 个 files of the bundle", headings, list(map(_file, kin.children)), main=1
        )
    rows = [(one.id, one.file_name) for one in kin.bundles]
    give_table("来自文件包 from a bundle", ("编号 id", "文件 file"), rows)


def _file(child: Child) -> tuple[object, ...]:
    state = "已删除 deleted" if child.deleted else STATUSES[child.status]
    held = "（此前已收录 held before）" if child.entry.held else ""
    is_ready = child.status is IssueStatus.READY and not child.deleted
    count = child.document_count if is_ready else None
    return child.entry.issue_id, child.entry.file_name, state + held, count, child.reason


def print_documents(title: str, records: Sequence[DocumentRecord]) -> None:
    """Documents as a table."""
    if records:
        give_list(title, DOCUMENT_HEADINGS, [_row(one) for one in records], main=1)


def print_candidates(found: Resolution) -> None:
    """The documents that a number may stand for."""
    print_documents("可能是 It may be", found.documents)


def print_document(view: DocumentView) -> None:
    """A document: its fields, then what belongs to it."""
    record, document = view.record, view.record.document
    standing = view.standing
    since = "，".join(part for part in (standing.since, standing.by) if part)
    rows: list[tuple[str, object]] = [
        ("编号 id", record.id),
        ("标题 title", document.title),
        ("文号 number", document.doc_number),
        ("目录文号 number in contents", document.doc_number_toc),
        ("文种 type", record.classes.doc_type or record.classes.instrument),
        ("发文机关 issuer", document.issuer),
        ("签署人 signatory", document.signatory),
        ("主送 addressees", document.addressees),
        ("成文日期 date", document.issued_date),
        ("施行日期 effective", document.effective_date),
        ("施行条款 clause", document.effective_clause),
        ("时效 status", STANDINGS[standing.value] + (f"（{since}）" if since else "")),
        ("主题 topics", "、".join(topic.name for topic in record.classes.topics)),
        ("附件所属 attachment of", document.attachment_of),
        ("公报 issue", f"{record.issue_id} {view.issue.file_name}"),
        ("行 lines", _lines(document)),
        ("可信度 confidence", f"{document.confidence:.2f}"),
        ("存疑 doubtful", "、".join(document.doubtful)),
    ]
    give_fields(rows)
    _print_parts(view)
    say(f"正文 Text: gazette show {record.id} --text")


def _print_parts(view: DocumentView) -> None:
    document = view.record.document
    people = [(one.person, ACTIONS.get(one.action, one.action), one.position, one.note) for one in document.personnel]
    enclosed = [(one.label, one.title, one.start_line) for one in document.enclosures]
    parts = (
        ("人事 personnel", ("姓名 person", "任免 action", "职务 position", "备注 note"), people),
        ("附件 enclosures", ("标签 label", "标题 title", "行 line"), enclosed),
        ("引用 cites", ("文号 number", "标题 title", "编号 id"), _mentions(document.cites, view)),
        ("废止 repeals", ("文号 number", "标题 title", "编号 id"), _mentions(document.repeals, view)),
        ("被引用 cited by", ("文号 number", "标题 title", "编号 id"), _sources(view.cited_by)),
        ("被废止 repealed by", ("文号 number", "标题 title", "编号 id"), _sources(view.repealed_by)),
    )
    for title, headings, rows in parts:
        give_table(title, headings, rows)


def _mentions(mentions: Iterable[Mention], view: DocumentView) -> list[tuple[object, ...]]:
    keys = [(one, numbers.key(one.doc_number) if one.doc_number else None) for one in mentions]
    return [(one.doc_number, one.title, view.held.get(key) if key else None) for one, key in keys]


def _sources(incoming: Iterable[Incoming]) -> list[tuple[object, ...]]:
    return [(one.source.document.doc_number, one.source.document.title, one.source.id) for one in incoming]


def _print_discrepancies(issue: Issue) -> None:
    rows = [(one.doc_number, one.field, one.toc, one.body) for one in issue.discrepancies]
    headings = ("文号 number", "项目 field", "目录 contents", "正文 body")
    give_table("目录与正文不一致 Contents page and body differ", headings, rows)


def _row(record: DocumentRecord) -> tuple[object, ...]:
    document = record.document
    kind = record.classes.doc_type or record.classes.instrument
    doubts = "、".join(document.doubtful)
    return record.id, document.title, document.doc_number, kind, document.issued_date, _lines(document), doubts


def _lines(document: Document) -> str:
    return f"{document.start_line}–{document.end_line}"


def _balance(issue: Issue) -> str:
    counts = "，".join(f"{label} {getattr(issue.balance, part)}" for part, label in PARTS.items())
    return f"{issue.balance.lines}：{counts}"
