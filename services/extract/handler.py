"""The extract stage: bytes in, documents with their fields out."""

import io
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from gazette import __version__, layout, titles
from gazette.consequences import reopened
from gazette.errors import RejectedError
from gazette.events import Event, IssueExtracted, IssueStored
from gazette.model import (
    DocumentRecord,
    Extraction,
    Issue,
    IssueStatus,
    layout_key,
    paragraphs_key,
    source_key,
    text_key,
)
from gazette.ports import Catalogue, ObjectStore, Tables
from gazette.progress import Failure, current, fail
from gazette.repaired import packed
from gazette.spool import scratch_folder
from services.extract import bundles
from services.extract.identity import assign
from services.extract.scan_store import ScanStore

BATCH_EVENTS = 32

Report = Callable[[int, int], None]
Unpack = Callable[[Path, str, Report], bundles.Bundle]
"""Takes the files out of a ZIP: path, name, whom to tell."""


class Parser(Protocol):
    """Something that parses a file, somewhere else."""

    def parse(self, path: Path, name: str, report: Report, pages: ScanStore | None = None) -> Extraction:
        """The documents in a file, its recognised pages kept; RejectedError where it cannot be used."""

    def close(self) -> None:
        """Let the other process go."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What work hands to apply: the extraction and where its text of record was stored."""

    extraction: Extraction
    text_key: str


class Extract:
    """gazette.worker.Handler for the group `extract`."""

    group = "extract"
    hears = (IssueStored,)
    batch = BATCH_EVENTS

    def __init__(
        self, objects: ObjectStore, catalogue: Catalogue, parser: Parser, unpack: Unpack | None = None
    ) -> None:
        self.objects, self.catalogue, self.parser, self.unpack = objects, catalogue, parser, unpack

    def start(self, tables: Tables, event: IssueStored) -> bool:
        """Say that extraction goes on."""
        issue = current(tables, event)
        if issue is None:
            return False
        tables.issues.save(replace(issue, status=IssueStatus.EXTRACTING))
        return True

    def work(self, event: IssueStored, report: Report) -> Extracted | bundles.Bundle:
        """Parse in the child process; keep the text of record, and what repair made of its lines. Unpack a ZIP."""
        with self.catalogue.reading() as tables:
            issue = tables.issues.get(event.issue_id)
        name = issue.file_name if issue else event.issue_id
        with scratch_folder() as folder:
            path = folder / "file"
            with self.objects.open(source_key(event.sha256)) as source, path.open("wb") as file:
                shutil.copyfileobj(source, file)
            try:
                extraction = self.parser.parse(path, name, report, ScanStore(self.objects, event.sha256))
            except RejectedError as refusal:
                if refusal.code != bundles.CODE or self.unpack is None:
                    raise
                return self.unpack(path, name, report)
            text = self._keep_text(event.sha256, path, extraction.text)
        self.objects.put(paragraphs_key(event.sha256), io.BytesIO(packed(extraction.text, extraction.paragraphs)))
        self._keep_layout(layout_key(text), extraction)
        return Extracted(extraction, text)

    def _keep_text(self, sha256: str, source: Path, text: str) -> str:
        """Where the text of record is: the file itself where they are the same, else an object of its own."""
        record = text.encode()
        if record == source.read_bytes():
            return source_key(sha256)
        key = text_key(sha256, __version__)
        self.objects.put(key, io.BytesIO(record))
        return key

    def _keep_layout(self, key: str | None, extraction: Extraction) -> None:
        if key is not None and extraction.layout is not None:
            self.objects.put(key, io.BytesIO(layout.packed(extraction.layout, extraction.media_type)))

    def settle(self, results: Sequence[Extracted | bundles.Bundle]) -> None:
        """Nothing to show to the outside yet."""

    def lock(self, tables: Tables, events: Sequence[IssueStored]) -> None:
        """Issues are locked one by one."""

    def apply(self, tables: Tables, event: IssueStored, result: Extracted | bundles.Bundle) -> Iterable[Event]:
        """Documents and what the cover says, in one go; documents keep their ids. Of a ZIP, its files."""
        issue = current(tables, event)
        if issue is None:
            return ()
        if isinstance(result, bundles.Bundle):
            return bundles.hold(tables, issue, result)
        found = result.extraction.documents
        held = tables.documents.of_issue(issue.id, deleted=True, lock=True)
        present, vanished = assign(issue.id, found, held)
        tables.documents.save([*vanished, *present])
        tables.issues.save(_described(issue, result))
        changed = reopened(tables, issue.id, _keys(held) - _keys(present))
        return (IssueExtracted(issue.id, issue.generation, len(found)), *changed)

    def refuse(self, tables: Tables, event: IssueStored, failure: Failure) -> Iterable[Event]:
        """The issue has failed."""
        return fail(tables, event, failure)

    def close(self) -> None:
        """End the child process."""
        self.parser.close()

    def describe(self, result: Extracted | bundles.Bundle) -> str:
        """How many documents, and what is left over."""
        if isinstance(result, bundles.Bundle):
            return bundles.describe(result)
        balance = result.extraction.balance
        return f"{len(result.extraction.documents)} documents, {balance.remainder} of {balance.lines} lines left over"


def _keys(records: Iterable[DocumentRecord]) -> set[str]:
    """Number and title keys of living documents."""
    living = [one for one in records if not one.deleted]
    return {one.number_key for one in living if one.number_key}.union(*(titles.keys(one.document) for one in living))


def _described(issue: Issue, result: Extracted) -> Issue:
    extraction = result.extraction
    return replace(
        issue,
        media_type=extraction.media_type,
        status=IssueStatus.CLASSIFYING,
        text_key=result.text_key,
        document_count=len(extraction.documents),
        doubtful_count=sum(bool(document.doubtful) for document in extraction.documents),
        masthead=extraction.masthead,
        toc=extraction.toc,
        discrepancies=extraction.discrepancies,
        balance=extraction.balance,
        notes=extraction.notes,
    )
