"""Issues, documents and events that no gazette ever printed."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from gazette.events import Envelope, IssueStored, wrap
from gazette.fields import Alias, Amendment, Deadline, Duty, Figure, Indicator, Limit, Promulgation, Role
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
    Masthead,
    Mention,
    Personnel,
    Place,
    Provenance,
    Relation,
    RelationKind,
    Stretch,
    TocEntry,
    Topic,
    document_id,
    issue_id,
)
from gazette.numbers import key

MORNING = datetime(2024, 3, 5, 8, 30, 15, 123456, tzinfo=UTC)


def number(serial: int, year: int = 2020) -> str:
    """The number of a made-up document."""
    return f"某政发〔{year}〕{serial}号"


def number_key(serial: int, year: int = 2020) -> str:
    """Its key."""
    found = key(number(serial, year))
    assert found is not None
    return found


def issue(serial: int = 1, **fields: Any) -> Issue:
    """An issue; later serials were uploaded later."""
    sha256 = hashlib.sha256(f"issue {serial}".encode()).hexdigest()
    made = Issue(
        issue_id(sha256), sha256, f"第{serial}期.txt", "text/plain", 1000 + serial, MORNING + timedelta(minutes=serial)
    )
    return replace(made, **fields)


def record(owner: Issue, position: int = 0, serial: int | None = None, **fields: Any) -> DocumentRecord:
    """A document of an issue, with a number where a serial is given; further fields are the document's."""
    named = number(serial) if serial else None
    document = Document(f"关于第{position}事的通知", 10 * position + 1, 10 * position + 10, doc_number=named)
    identifier = document_id(owner.id, named or document.title, position)
    document = replace(document, **fields)
    return DocumentRecord(identifier, owner.id, position, document, number_key=key(named) if named else None)


def relation(source: DocumentRecord, kind: RelationKind, serial: int, line: int | None = 3) -> Relation:
    """What a document does to the one with this serial."""
    return Relation(source.id, kind, number_key(serial), number(serial), f"第{serial}号文", line)


def event(serial: int = 1, group: str | None = None) -> Envelope:
    """An issue with this serial was stored."""
    stored = issue(serial)
    return wrap(IssueStored(stored.id, 1, stored.sha256), correlation_id=f"上传 {serial}", group=group)


def full_issue() -> Issue:
    """An issue in which no field is left empty."""
    return issue(
        1,
        note="备注",
        reason_code="odd",
        reason="原因 reason",
        retryable=True,
        generation=3,
        text_key="derived/x/text",
        document_count=2,
        doubtful_count=1,
        masthead=Masthead("某市人民政府公报", 2024, 3, 120, "2024-03-05", "某市人民政府办公室"),
        toc=(TocEntry("某通知", "市政府文件", number(1), 3, 12), TocEntry("某决定")),
        discrepancies=(Discrepancy(number(1), "title", "甲", "乙", 12),),
        balance=Balance(20, 2, 3, 14, 1, (Stretch(1, 2, "cover"), Stretch(3, 5, "contents", "目录"))),
        notes=("有 1 处无法解码。",),
    )


def full_document() -> tuple[Document, Classes]:
    """A document in which no field is left empty, and its classes."""
    place = Place(3, 0, 4, 12, page=2)
    document = Document(
        "某市人民政府关于某事的通知",
        3,
        40,
        doc_number=number(7),
        doc_number_toc=number(8),
        issuer="某市人民政府、某市某局",
        signatory="某某",
        addressees="各区人民政府：",
        issued_date="2020-05-06",
        effective_date="2020-06-01",
        effective_clause="自2020年6月1日起施行",
        attachment_of=number(6),
        attachment_no="附件1",
        section="市政府文件",
        page=5,
        issue_index=1,
        enclosures=(Enclosure("某办法", 20, "附件"),),
        personnel=(Personnel("某某", Action.APPOINT, "某局局长", "2020-05-01", "试用期一年", 9, doubtful=True),),
        repeals=(Mention("某规定", number(5), 30, place, lapses=True, doubtful=True),),
        cites=(Mention(None, number(4), 31, place), Mention("某法", None)),
        named=(Mention("某条例", None, 32, place, enclosed=True, confidence=0.9),),
        basis=(Mention("某规划", number(3), 5, place, alias="规划", confidence=0.85),),
        continues=(Mention("某细则", number(2), 33, place, clause="下列文件继续有效：", since="2020-05-06"),),
        amends=(Amendment("某章程", place, number(9), ("第三条",), "对《某章程》作如下修改：", "2020-06-01", 0.9),),
        promulgates=(Promulgation("某办法", "印发", place, 20, 0.98),),
        aliases=(Alias("办法", "某办法", place, number(3), 0.98),),
        interpreted_by="某市某局",
        duties=(Duty(Role.LEAD, ("某局", "某委"), place, 0.97),),
        deadlines=(Deadline("年底前", Limit.DUE, place, "2020-12-31", 0.85),),
        indicators=(Indicator("某率", place, "%", (Figure("目标", "67"),), "约束性", 0.95),),
        outline=(Heading(1, "一、", "总则", 6), Heading(2, "（一）", "目的", 7)),
        provenance={"title": Provenance(place, 0.75, "centred"), "doc_number": Provenance(place, 1.0, "number")},
        confidence=0.8,
        doubtful=("title", "doc_number"),
    )
    return document, Classes("通知", "通知", (Topic("农业、林业、水利", 0.5, "水利、水务", ("防汛",)),))
