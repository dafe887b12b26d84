"""A few issues as they are when their processing has ended, written through the ports."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gazette import numbers
from gazette.model import (
    Action,
    Balance,
    Classes,
    Discrepancy,
    Document,
    DocumentRecord,
    Enclosure,
    Heading,
    Issue,
    IssueStatus,
    Kind,
    Masthead,
    Mention,
    Personnel,
    Place,
    Provenance,
    Relation,
    RelationKind,
    Standing,
    Step,
    Stretch,
    TocEntry,
    Topic,
    document_id,
    issue_id,
    source_key,
    text_key,
)
from gazette.repaired import as_printed
from gazette.text_of_record import TextOfRecord
from gazette.wiring import Backends
from services.index.entry import entry

BEGAN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
RULES, ADVICE, LETTER = "临政发〔2021〕3号", "临政发〔2021〕4号", "临政办函〔2022〕1号"
NOT_HELD = "临政发〔2009〕18号"
ESSAY = "编后记"
TEXT_A = (
    "关于河道管护的通知\n临政发〔2021〕3号\n各区县，各委、办、局；有关企业：\n一、总体要求\n河道管护要常抓不懈。\n"
    "关于河道绿化的意见\n沿河种树，护岸固堤。\n"
    "编后记\n<b>河道</b>旁的一棵树。"
)
TEXT_B = "关于废止河道管护通知的函\n《关于河道管护的通知》（临政发〔2021〕3号）自即日起废止。"
VANISHED, DELETED_ISSUE, FAILED_ISSUE = "e" * 16, "d" * 16, "f" * 16


def fill(backends: Backends) -> None:
    """Two gazettes, a failed file, a deleted one, and a document that vanished."""
    first = [_rules(), _advice(), _essay()]
    store(backends, gazette("a", TEXT_A, BEGAN), first, TEXT_A)
    store(backends, gazette("b", TEXT_B, BEGAN + timedelta(days=1)), [_letter()], TEXT_B)
    index(backends, first, TEXT_A)
    failed = Issue(FAILED_ISSUE, "f" * 64, "scan.png", "image/png", 9, BEGAN, reason="It is a picture.")
    deleted = Issue(DELETED_ISSUE, "d" * 64, "gone.txt", "text/plain", 9, BEGAN, deleted=True)
    with backends.catalogue.transaction() as tables:
        tables.issues.add(replace(failed, status=IssueStatus.FAILED, reason_code="unsupported"))
        tables.issues.add(deleted)
        tables.documents.save([replace(_essay(), id=VANISHED, position=9, deleted=True)])


def store(backends: Backends, issue: Issue, records: Sequence[DocumentRecord], text: str) -> None:
    """Write an issue with its text, documents and relations, and let a search find them."""
    backends.objects.put(source_key(issue.sha256), io.BytesIO(text.encode()))
    backends.objects.put(issue.text_key or "", io.BytesIO(text.encode()))
    with backends.catalogue.transaction() as tables:
        tables.issues.add(replace(issue, document_count=len(records)))
        tables.documents.save(records)
        tables.relations.replace(issue.id, [one for record in records for one in _relations(record)])
        tables.timeline.add(Step(issue.id, issue.uploaded_at, "ingest", "stored", "done"))
        tables.timeline.add(Step(issue.id, issue.uploaded_at, "extract", "extracted", "done", 2, 12, "3 documents"))
    index(backends, records, text)


def index(backends: Backends, records: Sequence[DocumentRecord], text: str) -> None:
    """Write documents to the index as they stand now, as a new revision."""
    with backends.catalogue.transaction() as tables:
        held = tables.documents.touch(one.id for one in records)
        standings = tables.relations.standings(held)
    lines = text.split("\n")
    whole = TextOfRecord(lines, as_printed(lines))
    backends.search.write([entry(one, standings.get(one.id, Standing()), whole) for one in held])


def gazette(name: str, text: str, uploaded_at: datetime) -> Issue:
    """An issue that is ready; `name` makes its id."""
    sha256 = _sha256(name)
    return Issue(
        id=issue_id(sha256),
        sha256=sha256,
        file_name=f"公报 “{name}”.txt",
        media_type="text/plain",
        size=len(text.encode()),
        uploaded_at=uploaded_at,
        status=IssueStatus.READY,
        kind=Kind.GAZETTE_ISSUE,
        text_key=text_key(sha256, "test"),
        doubtful_count=1,
        masthead=Masthead("临江市人民政府公报", 2021, 2, 40, "2021-06-30", "临江市人民政府"),
        toc=(TocEntry("关于河道管护的通知", "市政府文件", RULES, 3, 1),),
        discrepancies=(Discrepancy(RULES, "title", "关于河道管理的通知", "关于河道管护的通知", 1),),
        balance=Balance(9, 0, 0, 8, 1, (Stretch(1, 8, "document", "0"), Stretch(9, 9, "remainder", "no head"))),
        notes=("One character could not be decoded.",),
    )


def issue_of(name: str) -> str:
    """Id of gazette `a` or `b`."""
    return issue_id(_sha256(name))


def id_of(number: str, name: str = "a") -> str:
    """Id of the document with this number (or title) in gazette `a` or `b`."""
    return document_id(issue_of(name), numbers.key(number) or number, 0)


def record(name: str, position: int, document: Document, classes: Classes = Classes()) -> DocumentRecord:  # noqa: B008
    """A document of the gazette with this name."""
    key = numbers.key(document.doc_number) if document.doc_number else None
    return DocumentRecord(
        id_of(document.doc_number or document.title, name), issue_of(name), position, document, classes, key
    )


def _rules() -> DocumentRecord:
    document = Document(
        title="关于河道管护的通知",
        start_line=1,
        end_line=5,
        doc_number=RULES,
        issuer="临江市人民政府",
        addressees="各区县，各委、办、局；有关企业：",
        issued_date="2021-03-05",
        effective_date="2021-04-01",
        enclosures=(Enclosure("管护名录", 4, "附件1"),),
        personnel=(Personnel("张三", Action.APPOINT, "河长", line=5),),
        cites=(Mention("关于植树的通知", NOT_HELD, 4), Mention("关于河道绿化的意见", ADVICE, 5), Mention("水法", None)),
        outline=(Heading(1, "一、", "总体要求", 4),),
        provenance={"title": Provenance(Place(1, 0, 1, 9), 0.9, "title line")},
        confidence=0.9,
        doubtful=("addressees",),
    )
    return record("a", 0, document, Classes("通知", None, (Topic("农业、林业、水利", 0.8, None, ("河道",)),)))


def _advice() -> DocumentRecord:
    document = Document("关于河道绿化的意见", 6, 7, ADVICE, issuer="临江市人民政府", issued_date="2021-06-01")
    return record("a", 1, document, Classes("意见"))


def _essay() -> DocumentRecord:
    return record("a", 2, Document(ESSAY, 8, 9))


def _letter() -> DocumentRecord:
    ended = Mention("关于河道管护的通知", RULES, 2)
    document = Document(
        "关于废止河道管护通知的函",
        1,
        2,
        LETTER,
        issuer="临江市人民政府办公室",
        issued_date="2022-01-10",
        repeals=(ended,),
        cites=(ended,),
    )
    return record("b", 0, document, Classes("函"))


def _relations(source: DocumentRecord) -> list[Relation]:
    named = [(RelationKind.CITES, one) for one in source.document.cites]
    named += [(RelationKind.REPEALS, one) for one in source.document.repeals]
    return [
        Relation(source.id, kind, numbers.key(one.doc_number) or "", one.doc_number, one.title, one.line)
        for kind, one in named
        if one.doc_number
    ]


def _sha256(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
