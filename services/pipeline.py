"""The whole flow on one page.

    upload ─▶ ingest ─IssueStored─▶ extract ─IssueExtracted─▶ classify ─IssueClassified─▶ index ─IssueReady─▶
                     ▲            │                               └──────DocumentsChanged──────▶ index
                     └─IssueStored┘ for each file of a ZIP, which then is ready itself: IssueReady

`ingest` hears no events but uploads and the clock; `api` hears none and answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gazette.events import (
    DocumentsChanged,
    Event,
    IssueClassified,
    IssueExtracted,
    IssueFailed,
    IssueReady,
    IssueStored,
)
from gazette.ports import Landmark
from gazette.settings import Settings
from gazette.wiring import Backends, spool
from gazette.worker import Handler
from services.classify.handler import Classify
from services.extract.bundles import Unpacker
from services.extract.handler import Extract
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from services.index.handler import Index

Tell = Callable[[str], None]
"""Called with the cause when a parsing process ended."""
Build = Callable[[Backends, Settings, Landmark, Tell], Handler]


@dataclass(frozen=True, slots=True)
class Stage:
    """One consumer group: what it hears, what it tells, and how its handler is built."""

    role: str
    hears: tuple[type[Event], ...]
    tells: tuple[type[Event], ...]
    build: Build
    alone: bool = False
    """Only one process at a time may have this role: the search index has one writer."""


def limits(settings: Settings) -> Limits:
    """What a file may cost to read."""
    return Limits(
        seconds=settings.parse_seconds,
        memory_mb=settings.parse_memory_mb,
        pages=settings.parse_pages,
        pixels=settings.parse_pixels,
        nesting=settings.parse_nesting,
        expansion=settings.parse_expansion,
        unpacked_mb=settings.parse_unpacked_mb,
        office_uncaged=settings.office_uncaged,
        bundle_files=settings.bundle_files,
        bundle_mb=settings.bundle_mb,
        file_mb=settings.max_upload_mb,
    )


def _extract(backends: Backends, settings: Settings, landmark: Landmark, tell: Tell) -> Handler:
    parser = ParserProcess(limits(settings), landmark, tell=tell)
    unpacker = Unpacker(backends.objects, spool(settings), limits(settings), landmark)
    return Extract(backends.objects, backends.catalogue, parser, unpacker.unpack)


def _classify(backends: Backends, settings: Settings, landmark: Landmark, tell: Tell) -> Handler:  # noqa: ARG001
    return Classify(backends.objects, backends.catalogue)


def _index(backends: Backends, settings: Settings, landmark: Landmark, tell: Tell) -> Handler:  # noqa: ARG001
    return Index(backends.objects, backends.catalogue, backends.search, settings.mask_personal_data)


STAGES = (
    Stage(
        "extract",
        hears=(IssueStored,),
        tells=(IssueExtracted, DocumentsChanged, IssueFailed, IssueStored, IssueReady),
        build=_extract,
    ),
    Stage(
        "classify",
        hears=(IssueExtracted,),
        tells=(IssueClassified, DocumentsChanged, IssueFailed),
        build=_classify,
    ),
    Stage(
        "index",
        hears=(IssueClassified, DocumentsChanged),
        tells=(IssueReady, IssueFailed),
        build=_index,
        alone=True,
    ),
)
GROUPS = tuple(stage.role for stage in STAGES)
ROLES = ("ingest", *GROUPS, "api")
