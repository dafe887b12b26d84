"""The JSON that the API answers, as types: dates are ISO 8601, lines are 1-based, columns are 0-based code points."""

from typing import Literal

from typing_extensions import TypedDict

from services.api.field_shapes import AmendmentShape, ContinueShape, MentionShape, ParticularsShape, RepealShape

Links = dict[str, str]


class MastheadShape(TypedDict):
    """What the cover of a gazette issue says."""

    name: str | None
    year: int | None
    number: int | None
    total_number: int | None
    publication_date: str | None
    publisher: str | None


class IssueSummary(TypedDict):
    """An issue (one uploaded file) in a list."""

    id: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    status: str
    reason_code: str | None
    reason: str | None
    retryable: bool
    uploaded_at: str
    updated_at: str | None
    note: str | None
    kind: str | None
    issue: MastheadShape | None
    document_count: int
    doubtful_count: int
    revision: int
    links: Links


class TocShape(TypedDict):
    """A line of the issue's own contents page."""

    title: str
    section: str | None
    doc_number: str | None
    page: int | None
    line: int | None


class StretchShape(TypedDict):
    """Consecutive lines, both ends included, and the part of the issue that they belong to."""

    start_line: int
    end_line: int
    part: str
    name: str | None


class BalanceShape(TypedDict):
    """Every line of the issue counted once: `lines` is the sum of the four counts after it."""

    lines: int
    cover: int
    contents: int
    documents: int
    remainder: int
    stretches: list[StretchShape]


class DiscrepancyShape(TypedDict):
    """Where the contents page and the body differ."""

    doc_number: str | None
    field: str
    toc: str | None
    body: str | None
    line: int | None


class ChildShape(TypedDict):
    """A file of a bundle and how its issue stands; one that could not be taken out has no `id`.

    `held`: its bytes were held before. `status` is one of an issue, or `deleted`.
    """

    position: int
    id: str | None
    file_name: str
    held: bool
    status: str
    reason_code: str | None
    reason: str | None
    retryable: bool
    document_count: int
    doubtful_count: int
    links: Links


class BundleShape(TypedDict):
    """A bundle that an issue was a file of."""

    id: str
    file_name: str
    links: Links


class IssueShape(IssueSummary):
    """One issue with what was found in it."""

    children: list[ChildShape]
    bundles: list[BundleShape]
    toc: list[TocShape]
    balance: BalanceShape
    discrepancies: list[DiscrepancyShape]
    notes: list[str]


class IssueList(TypedDict):
    """Issues, newest first."""

    items: list[IssueSummary]
    total: int
    next: str | None


class StepShape(TypedDict):
    """One thing that happened to an issue."""

    at: str
    stage: str
    event: str
    status: str
    attempt: int
    duration_ms: int | None
    message: str | None
    correlation_id: str | None


class TimelineShape(TypedDict):
    """What happened to an issue, in order."""

    items: list[StepShape]


TopicShape = TypedDict("TopicShape", {"class": str, "subclass": str | None, "score": float, "words": list[str]})


class StandingShape(TypedDict):
    """Legal status (时效), since when, and the id of the document that decided it, with its sentence and line."""

    value: str
    since: str | None
    by: str | None
    clause: str | None
    line: int | None
    doubtful: bool


class PageShape(TypedDict):
    """A page of the file, from 1; sizes in points; the line that it begins with; the address of its picture."""

    number: int
    width: float
    height: float
    first_line: int
    image: str | None


class PageList(TypedDict):
    """All pages of the file, in order."""

    items: list[PageShape]
    total: int


class DocumentSummary(TypedDict):
    """A document in the list of its issue."""

    id: str
    issue_id: str
    position: int
    title: str
    doc_number: str | None
    doc_number_key: str | None
    issuer: str | None
    doc_type: str | None
    instrument: str | None
    issued_date: str | None
    legal_status: StandingShape
    topics: list[TopicShape]
    start_line: int
    end_line: int
    page: int | None
    confidence: float
    doubtful: list[str]
    revision: int
    links: Links


class EnclosureShape(TypedDict):
    """A text printed with a document, after its signature."""

    title: str
    label: str | None
    start_line: int


class PersonnelShape(TypedDict):
    """One person, one position; `action` is appoint, remove or nominate."""

    person: str
    action: str
    position: str
    effective_from: str | None
    note: str | None
    line: int | None
    doubtful: bool


class HeadingShape(TypedDict):
    """A numbered heading; level 1 is the top."""

    level: int
    label: str
    text: str
    line: int


class ProvenanceShape(TypedDict):
    """Where a value stands in the stored text, how sure it is (0 to 1), and which rule found it.

    `box` surrounds its lines on `page`: left, top, right, bottom in points from the upper left corner.
    """

    start_line: int
    start: int
    end_line: int
    end: int
    page: int | None
    box: list[float] | None
    confidence: float
    source: str


class DocumentParts(TypedDict):
    """What a document consists of besides its fields."""

    enclosures: list[EnclosureShape]
    personnel: list[PersonnelShape]
    outline: list[HeadingShape]


class DocumentShape(DocumentSummary, DocumentParts, ParticularsShape):
    """One document with all that was found in it."""

    addressees: list[str]
    effective_date: str | None
    effective_clause: str | None
    attachment_of: str | None
    attachment_no: str | None
    signatory: str | None
    section: str | None
    repeals: list[RepealShape]
    cites: list[MentionShape]
    cited_by_count: int
    provenance: dict[str, ProvenanceShape]


class IssueDocuments(TypedDict):
    """The documents of one issue, in their order."""

    items: list[DocumentSummary]
    total: int


class TextShape(TypedDict):
    """Lines of the text of record, from `start_line` to `end_line`, joined by newlines."""

    issue_id: str
    document_id: str | None
    start_line: int
    end_line: int
    text: str


class NamingShape(TypedDict):
    """A held document that names this one; `line` is where it does."""

    document_id: str
    issue_id: str
    title: str
    doc_number: str | None
    issuer: str | None
    issued_date: str | None
    line: int | None


class CitationsShape(TypedDict):
    """What a document names, and which held documents name it."""

    cites: list[MentionShape]
    cited_by: list[NamingShape]
    repeals: list[RepealShape]
    repealed_by: list[NamingShape]
    amended_by: list[NamingShape]
    amends: list[AmendmentShape]
    basis: list[MentionShape]
    basis_of: list[NamingShape]
    continues: list[ContinueShape]
    continued_by: list[NamingShape]


class ListedDocument(TypedDict):
    """A document in a list over all issues."""

    id: str
    issue_id: str
    title: str
    doc_number: str | None
    doc_number_key: str | None
    issuer: str | None
    doc_type: str | None
    topics: list[str]
    legal_status: str
    issued_date: str | None
    revision: int
    links: Links


class DocumentList(TypedDict):
    """Documents of all issues."""

    items: list[ListedDocument]
    total: int
    next: str | None


class SnippetShape(TypedDict):
    """A piece of text around a match; `marks` are [from, to) in it, `line` is where it begins."""

    text: str
    marks: list[tuple[int, int]]
    line: int
    page: int | None


class HitShape(TypedDict):
    """A document that a search found."""

    document_id: str
    issue_id: str
    title: str
    title_marks: list[tuple[int, int]]
    doc_number: str | None
    issuer: str | None
    doc_type: str | None
    topics: list[str]
    legal_status: str
    issued_date: str | None
    score: float | None
    snippets: list[SnippetShape]
    links: Links


class FacetShape(TypedDict):
    """A value and how many hits have it."""

    value: str
    count: int


class SearchShape(TypedDict):
    """One page of a search."""

    query: str
    sort: str
    total: int
    items: list[HitShape]
    facets: dict[str, list[FacetShape]]
    next: str | None
    took_ms: float
    suggestion: str | None


class ResolveShape(TypedDict):
    """What a document number stands for."""

    query: str
    key: str | None
    match: Literal["exact", "candidates", "cited_only", "none"]
    documents: list[DocumentSummary]
    cited_by: list[NamingShape]
