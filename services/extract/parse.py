"""Bytes in, an Extraction out. Pure: no files, no clock, no settings."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gazette.han import is_traditional
from gazette.model import Extraction
from services.extract import formats
from services.extract.limits import USUAL, Limits
from services.extract.paged import paged
from services.extract.parsing import cover, issue, wrap
from services.extract.parsing.balance import balance
from services.extract.parsing.issue import Reading, Report
from services.extract.parsing.noise import noise
from services.extract.parsing.repair import Line, lines, slices
from services.extract.parsing.traditional import recognisable
from services.extract.scans import Desk
from services.extract.unsure import unsure, unsure_lines

MOST_NAMED = 20


def parse(
    data: bytes, name: str, report: Report | None = None, limits: Limits = USUAL, desk: Desk | None = None
) -> Extraction:
    """What the file holds. `report(done, total)` hears of documents as they are read; `name` decides nothing.

    Pictures are recognised at the desk, if none is given by what is installed.

    Of several issues in one file masthead and contents are the first one's; `issue_index` tells the documents apart.
    Raises RejectedError where the content cannot be read: `empty`, `binary`, `picture`, `spreadsheet`, `archive`,
    `unsupported`, or what the reader of its format raises. A text without documents gives `documents=()` and one
    remainder.
    """
    del name
    with _uncollected():
        return _parse(data, report, limits, desk)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is looked for meanwhile: parsing makes many objects and no cycles, and a search visits all of them."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _parse(data: bytes, report: Report | None, limits: Limits, desk: Desk | None) -> Extraction:
    source = formats.read(data, limits, desk)
    total = source.text.count("\n") + 1
    repaired = paragraphs(source.text)
    readings = _readings(repaired, total, report)
    found = Extraction(
        text=source.text,
        masthead=readings[0].masthead,
        toc=readings[0].entries,
        documents=tuple(document for reading in readings for document in reading.documents),
        discrepancies=tuple(found for reading in readings for found in reading.discrepancies),
        balance=balance(total, [stretch for reading in readings for stretch in reading.stretches]),
        notes=(*source.notes, *_told(source)),
        paragraphs=tuple(map(slices, repaired)),
        encoding=source.encoding,
        media_type=source.media_type,
        layout=source.layout,
    )
    return unsure(paged(found))


def _told(source: formats.Source) -> Iterator[str]:
    """The lines that a recogniser was not sure of."""
    lines = sorted(unsure_lines(source.layout))
    if lines:
        named = "、".join(map(str, lines[:MOST_NAMED])) + (" 等" if len(lines) > MOST_NAMED else "")
        yield f"文字由图片识别得出，其中 {len(lines)} 行含有把握不大的字（第 {named} 行），请对照原件核对。"


def paragraphs(text: str) -> list[Line]:
    """Repaired lines of a text, without what belongs to the page, soft breaks joined."""
    traditional = is_traditional(text)
    repaired = recognisable(lines(text)) if traditional else lines(text)
    page = noise(repaired)
    kept = [line for k, line in enumerate(repaired) if k not in page] if page else repaired
    found = wrap.paragraphs(kept, wrap.detect(kept))
    return recognisable(found) if traditional else found


def _readings(repaired: Sequence[Line], total: int, report: Report | None) -> list[Reading]:
    """The issues of a file one by one; most files hold one."""
    starts = cover.starts(repaired)
    readings: list[Reading] = []
    documents = 0
    for index, (low, high) in enumerate(zip(starts, [*starts[1:], len(repaired)], strict=True)):
        begin = repaired[low].first if index else 1
        end = repaired[high].first - 1 if high < len(repaired) else total
        readings.append(issue.read(repaired[low:high], index, begin, end, documents, report))
        documents += len(readings[-1].documents)
    return readings
