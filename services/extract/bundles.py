"""Bundles: each file of a ZIP becomes an issue of its own, as if it had been uploaded."""

import hashlib
import mimetypes
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gazette.errors import RejectedError
from gazette.events import Event, IssueReady, now
from gazette.model import Issue, IssueStatus, Kind, issue_id, source_key
from gazette.ports import BundleEntry, Landmark, ObjectStore, Tables, no_landmark
from gazette.progress import enter
from gazette.spool import spooled
from services.extract import frames
from services.extract.limits import USUAL, Limits
from services.extract.runner import ParserProcess

COMMAND = (sys.executable, "-P", "-m", "services.extract.unzip_child")
CODE = "bundle"
"""How reading a file ends that has to be unpacked instead."""
MEGABYTE = 1_000_000
OCTETS, ZIP = "application/octet-stream", "application/zip"
NAMED_JUNK = 5

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file of a ZIP: its bytes are in the object store, or `refusal` says why they are not."""

    name: str
    sha256: str = ""
    size: int = 0
    refusal: RejectedError | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What work hands to apply: the files of a ZIP in their order, and remarks on what was left out."""

    files: tuple[Unpacked, ...]
    notes: tuple[str, ...] = ()


class Unpacker:
    """Takes the files of a ZIP out in a child process that is watched, into the object store, one by one.

    Nothing is written but files of their own in `spool`, which are gone afterwards.
    """

    def __init__(
        self, objects: ObjectStore, spool: Path, limits: Limits = USUAL, landmark: Landmark = no_landmark
    ) -> None:
        self._objects, self._spool, self._limits, self._landmark = objects, spool, limits, landmark

    def unpack(self, path: Path, name: str, report: Report) -> Bundle:
        """Every file of the ZIP at `path`; `report` hears of files done and in all. RejectedError where it is no use.

        Time and memory are limited for each file alone, what all of them hold together for the ZIP.
        """
        with ParserProcess(self._limits, command=COMMAND) as child:
            listing = child.ask(frames.List(os.fsencode(path), frames.plain(name), self._limits), frames.Listed)
            files = list(self._files(child, path, listing.files, report))
        return Bundle(tuple(files), _notes(listing))

    def _files(
        self, child: ParserProcess, path: Path, listing: Sequence[tuple[int, str]], report: Report
    ) -> Iterator[Unpacked]:
        left = self._limits.bundle_mb * MEGABYTE
        for done, (index, name) in enumerate(listing):
            report(done, len(listing))
            most = min(left, int(self._limits.file_mb * MEGABYTE))
            found = self._take(child, path, index, name, most)
            left -= found.size
            yield found

    def _take(self, child: ParserProcess, path: Path, index: int, name: str, most: int) -> Unpacked:
        with spooled(self._spool) as file:
            into = os.fsencode(file.path.resolve())
            try:
                job = frames.Take(os.fsencode(path), frames.plain(name), index, into, most, self._limits)
                child.ask(job, frames.Taken)
            except RejectedError as refusal:
                return Unpacked(name, refusal=refusal)
            with file.path.open("rb") as data:
                sha256 = hashlib.file_digest(data, "sha256").hexdigest()
                self._objects.put(source_key(sha256), data)
                size = data.seek(0, os.SEEK_END)
        self._landmark("extract:file-stored")
        return Unpacked(name, sha256, size)


def hold(tables: Tables, bundle: Issue, found: Bundle) -> Sequence[Event]:
    """The files become issues where their bytes are not held, the bundle is done; returns what is to be told.

    Issues are entered in order of their ids, so that two bundles never wait for each other.
    """
    correlation_id = _correlation(tables, bundle.id)
    files = {issue_id(one.sha256): one for one in reversed(found.files) if not one.refusal}
    told, held = [], set()
    for identifier in sorted(files):
        event, before = enter(tables, _issue(files[identifier], bundle), correlation_id)
        told += [event] if event else []
        held |= {identifier} if before else set()
    tables.bundles.fill(bundle.id, [_entry(*numbered, held) for numbered in enumerate(found.files)])
    tables.issues.save(replace(bundle, media_type=ZIP, status=IssueStatus.READY, kind=Kind.BUNDLE, notes=found.notes))
    return (*told, IssueReady(bundle.id, bundle.generation, 0))


def describe(found: Bundle) -> str:
    """How many files, and how many of them cannot be used."""
    refused = sum(one.refusal is not None for one in found.files)
    return f"{len(found.files)} files unpacked, {refused} of them refused"


def _issue(file: Unpacked, bundle: Issue) -> Issue:
    kind = mimetypes.guess_type(file.name)[0] or OCTETS
    return Issue(issue_id(file.sha256), file.sha256, file.name, kind, file.size, now(), note=bundle.note)


def _entry(position: int, file: Unpacked, held: set[str]) -> BundleEntry:
    if file.refusal:
        reason = f"{file.refusal.chinese} {file.refusal}"
        return BundleEntry(position, file.name, reason_code=file.refusal.code, reason=reason)
    identifier = issue_id(file.sha256)
    return BundleEntry(position, file.name, identifier, held=identifier in held)


def _correlation(tables: Tables, identifier: str) -> str | None:
    """What the log lines about the upload of a bundle carry: its last step has it."""
    return next((step.correlation_id for step in reversed(tables.timeline.of(identifier)) if step.correlation_id), None)


def _notes(listing: frames.Listed) -> tuple[str, ...]:
    """What was left out, in Chinese sentences."""
    names = tuple(dict.fromkeys(listing.junk))
    named = "、".join(names[:NAMED_JUNK]) + ("等" if len(names) > NAMED_JUNK else "")
    junk = (f"略过 {len(listing.junk)} 个系统文件、隐藏文件或链接：{named}。",) if names else ()
    folders = (f"略过 {listing.folders} 个文件夹，其中的文件都已列出。",) if listing.folders else ()
    return folders + junk
