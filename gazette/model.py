"""Issues, documents and what is said of them. Lines are 1-based, columns are 0-based code points in a line."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gazette.balance import NO_LINES, Balance, Stretch
from gazette.fields import Alias, Amendment, Deadline, Duty, Indicator, Place, Promulgation
from gazette.layout import Layout

__all__ = ("Balance", "Place", "Stretch")

DOC_TYPES = (
    "决议", "决定", "命令（令）", "公报", "公告", "通告", "意见", "通知",
    "通报", "报告", "请示", "批复", "议案", "函", "纪要",
)  # fmt: skip
"""The fifteen 文种 of 《党政机关公文处理工作条例》 (中办发〔2012〕14号), article 8."""

ORDER_ID_BITS = 43
SHORT_ID = 16


class Kind(StrEnum):
    """What a file turned out to be."""

    GAZETTE_ISSUE = "gazette_issue"
    DOCUMENT = "document"
    ATTACHMENT = "attachment"
    REPORT = "report"
    OTHER = "other"
    BUNDLE = "bundle"


class IssueStatus(StrEnum):
    """How far an issue has come."""

    RECEIVED = "received"
    EXTRACTING = "extracting"
    CLASSIFYING = "classifying"
    INDEXING = "indexing"
    READY = "ready"
    FAILED = "failed"


class LegalStatus(StrEnum):
    """时效. 废止 (repealed by an act) and 失效 (lapsed) are kept apart; nothing is in force by default."""

    UNKNOWN = "unknown"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    LAPSED = "lapsed"


class RelationKind(StrEnum):
    """What one document does to another."""

    CITES = "cites"
    AMENDS = "amends"
    REPEALS = "repeals"
    LAPSES = "lapses"
    CONTINUES = "continues"
    BASIS = "basis"


class Action(StrEnum):
    """What happens to a person and a position."""

    APPOINT = "appoint"
    REMOVE = "remove"
    NOMINATE = "nominate"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value stands, how sure we are (0 to 1), and which rule found it."""

    place: Place
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """The cover of a gazette issue."""

    name: str | None = None
    year: int | None = None
    number: int | None = None
    total_number: int | None = None
    publication_date: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of the issue's own contents page."""

    title: str
    section: str | None = None
    doc_number: str | None = None
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A text printed with a document after its signature: what it promulgates, or an attachment."""

    title: str
    start_line: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Personnel:
    """One person and one position."""

    person: str
    action: Action
    position: str
    effective_from: str | None = None
    note: str | None = None
    line: int | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Another document as it is named here; `lapses` tells 失效 from 废止 where it is repealed.

    `alias` is the short form (以下简称) that stands at the place; `enclosed` says that an enclosure names it.
    `clause` is the sentence that decides over it, `since` the day (ISO) that this sentence names.
    """

    title: str | None
    doc_number: str | None
    line: int | None = None
    place: Place | None = None
    lapses: bool = False
    doubtful: bool = False
    alias: str | None = None
    enclosed: bool = False
    clause: str | None = None
    since: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; level 1 is the text's own top."""

    level: int
    label: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One official document as extraction found it: nothing here needs another file."""

    title: str
    start_line: int
    end_line: int
    doc_number: str | None = None
    doc_number_toc: str | None = None
    issuer: str | None = None
    signatory: str | None = None
    addressees: str | None = None
    issued_date: str | None = None
    effective_date: str | None = None
    effective_clause: str | None = None
    attachment_of: str | None = None
    attachment_no: str | None = None
    section: str | None = None
    page: int | None = None
    issue_index: int = 0
    enclosures: tuple[Enclosure, ...] = ()
    personnel: tuple[Personnel, ...] = ()
    repeals: tuple[Mention, ...] = ()
    cites: tuple[Mention, ...] = ()
    named: tuple[Mention, ...] = ()
    basis: tuple[Mention, ...] = ()
    continues: tuple[Mention, ...] = ()
    amends: tuple[Amendment, ...] = ()
    promulgates: tuple[Promulgation, ...] = ()
    aliases: tuple[Alias, ...] = ()
    interpreted_by: str | None = None
    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    outline: tuple[Heading, ...] = ()
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    confidence: float = 1.0
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Where the contents page and the body differ; `field` is title, doc_number or missing."""

    doc_number: str | None
    field: str
    toc: str | None
    body: str | None
    line: int | None = None


Slice = tuple[int, int, int]
"""Line (1-based), from and to: a stretch within one line of the text of record. An empty one stands for a space."""
Paragraph = tuple[Slice, ...]
"""What repair joined to one paragraph."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A file as extraction understood it. `text` is the text of record; `notes` are remarks on how it was decoded.

    `paragraphs` are the repaired text, without what belongs to the page.
    """

    text: str
    masthead: Masthead | None = None
    toc: tuple[TocEntry, ...] = ()
    documents: tuple[Document, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    balance: Balance = NO_LINES
    notes: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A State Council theme with its score (0 to 1) and the words that decided."""

    name: str
    score: float
    subclass: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classes:
    """What classification says of one document."""

    doc_type: str | None = None
    instrument: str | None = None
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One uploaded file and how far it has come. `generation` counts the times its processing began.

    `media_type` is what the content tells once it was read, until then what was said at the upload.
    """

    id: str
    sha256: str
    file_name: str
    media_type: str
    size: int
    uploaded_at: datetime
    status: IssueStatus = IssueStatus.RECEIVED
    updated_at: datetime | None = None
    note: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    retryable: bool = False
    generation: int = 1
    revision: int = 1
    deleted: bool = False
    kind: Kind | None = None
    text_key: str | None = None
    document_count: int = 0
    doubtful_count: int = 0
    masthead: Masthead | None = None
    toc: tuple[TocEntry, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    balance: Balance = NO_LINES
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the catalogue holds it. `revision` is raised by any change in what is shown of it."""

    id: str
    issue_id: str
    position: int
    document: Document
    classes: Classes = Classes()
    number_key: str | None = None
    revision: int = 1
    deleted: bool = False

    @property
    def order_key(self) -> int:
        """Where it stands in explicit sorts: day of the issued date, then its id. Undated is lowest."""
        return order_key(self.document.issued_date, self.id)


@dataclass(frozen=True, slots=True)
class Relation:
    """One document names another by its number key. Never a pointer: the target may not be held yet."""

    document_id: str
    kind: RelationKind
    target_key: str
    target_number: str
    target_title: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Legal status with since-when and by which document, in which sentence of it and on which line."""

    value: LegalStatus = LegalStatus.UNKNOWN
    since: str | None = None
    by: str | None = None
    clause: str | None = None
    line: int | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One row of an issue's timeline."""

    issue_id: str
    at: datetime
    stage: str
    event: str
    status: str
    attempt: int = 1
    duration_ms: int | None = None
    message: str | None = None
    correlation_id: str | None = None


def issue_id(sha256: str) -> str:
    """Issue id: the first 16 hex digits of the sha256 of its bytes."""
    return sha256[:SHORT_ID]


def source_key(sha256: str) -> str:
    """Where the bytes of a file are kept in the object store."""
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def text_key(sha256: str, version: str) -> str:
    """Where the text of record of a file is kept, by version of the extraction."""
    return f"derived/{sha256}/{version}/text"


def paragraphs_key(sha256: str) -> str:
    """Where the paragraphs of a file's text of record are kept."""
    return f"derived/{sha256}/paragraphs"


def layout_key(text_key: str | None) -> str | None:
    """Where the layout of a text of record is kept, beside it; None for a file that is its own text: it has none."""
    folder, _, name = (text_key or "").rpartition("/")
    return f"{folder}/layout" if name == "text" else None


def document_id(issue: str, name: str, ordinal: int) -> str:
    """Document id: 16 hex digits of a hash over issue, number key or else folded title, and ordinal among equals."""
    return hashlib.sha256(f"{issue}\n{name}\n{ordinal}".encode()).hexdigest()[:SHORT_ID]


def order_key(issued_date: str | None, identifier: str) -> int:
    """A signed 64-bit sort key: days (20 bits, 0 = unknown), then 43 bits of the id."""
    days = date.fromisoformat(issued_date).toordinal() if issued_date else 0
    return days << ORDER_ID_BITS | int(identifier, 16) >> (4 * SHORT_ID - ORDER_ID_BITS)
