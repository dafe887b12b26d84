"""Extraction and classification of one file without a server: what `gazette parse` prints."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from gazette.model import Classes, Document, Extraction, Kind
from services.classify.classify import classify
from services.extract.explain import explain
from services.extract.libreoffice import modern
from services.extract.limits import USUAL, Limits
from services.extract.runner import ParserProcess, ignore


def parse_file(path: Path, limits: Limits = USUAL) -> dict[str, Any]:
    """What a file says, ready for JSON. OSError where it cannot be opened, RejectedError where it is of no use."""
    with ParserProcess(limits) as parser:
        return parse_by(parser, path, path.name)


def parse_by(parser: ParserProcess, path: Path, name: str) -> dict[str, Any]:
    """As `parse_file`, in a child process that is there already; `name` is what errors call the file."""
    path.open("rb").close()
    extraction = parser.parse(path, name, ignore)
    return to_json(extraction, *classify(extraction))


def explained(path: Path, limits: Limits = USUAL) -> list[dict[str, Any]]:
    """Why the file is split as it is, ready for JSON: each place with title, verdict, score, threshold, signals.

    For a file that `parse_file` has read: neither time nor memory is limited.
    """
    found: list[dict[str, Any]] = _plain(explain(modern(path.read_bytes(), limits), limits))
    return found


def to_json(extraction: Extraction, kind: Kind, classes: Sequence[Classes]) -> dict[str, Any]:
    """An extraction and the classes of its documents as plain dicts, lists and strings.

    `issue` is the masthead, null for anything but a gazette issue; `topics` and `subtopics` of a document are names,
    best first; `topic_evidence` says why.
    """
    found = _plain(replace(extraction, paragraphs=()))
    del found["paragraphs"]
    masthead = found.pop("masthead")
    documents = [_document(*pair) for pair in zip(extraction.documents, classes, strict=True)]
    return {
        "kind": str(kind),
        "issue": masthead if kind is Kind.GAZETTE_ISSUE else None,
        **found,
        "documents": documents,
    }


def _document(document: Document, classes: Classes) -> dict[str, Any]:
    return {
        **_plain(document),
        "doc_type": classes.doc_type,
        "instrument": classes.instrument,
        "topics": [topic.name for topic in classes.topics],
        "subtopics": [topic.subclass for topic in classes.topics if topic.subclass],
        "topic_evidence": _plain(classes.topics),
    }


def _plain(value: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))
