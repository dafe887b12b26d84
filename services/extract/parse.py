"""Bytes in, an Extraction out. Pure: no files, no clock, no settings."""

from collections.abc import Callable, Sequence

from gazette.model import Document, Extraction, Masthead, Stretch, TocEntry
from services.extract import formats
from services.extract.parsing import cover, doubt, wrap
from services.extract.parsing.balance import balance
from services.extract.parsing.bounds import bounded
from services.extract.parsing.contents import Contents, contents
from services.extract.parsing.discrepancies import discrepancies, paired
from services.extract.parsing.document import document
from services.extract.parsing.noise import noise
from services.extract.parsing.repair import Line, lines
from services.extract.parsing.split import Part, split

Report = Callable[[int, int], None]


def parse(data: bytes, name: str, report: Report | None = None) -> Extraction:
    """What the file holds. `report(done, total)` hears of documents as they are read; `name` decides nothing.

    Raises RejectedError where the content cannot be read: `empty`, `binary`, `picture`, `spreadsheet`, `archive`,
    `unsupported`. A text without documents gives `documents=()` and one remainder.
    """
    del name
    source = formats.read(data)
    repaired = paragraphs(source.text)
    listed = contents(repaired)
    parts = split(repaired, listed)
    entries = listed.entries if listed else ()
    documents = []
    matched = paired(entries, parts)
    for done, (part, k) in enumerate(zip(parts, matched, strict=True), 1):
        documents.append(document(repaired, part, None if k is None else entries[k]))
        if report is not None:
            report(done, len(parts))
    masthead = cover.masthead(repaired[: _cover_end(repaired, listed, parts)])
    documents = _reviewed(documents, parts, entries, matched, masthead)
    total = source.text.count("\n") + 1
    return Extraction(
        text=source.text,
        masthead=masthead,
        toc=entries,
        documents=tuple(documents),
        discrepancies=discrepancies(entries, documents, matched),
        balance=balance(total, _stretches(repaired, total, masthead, listed, parts)),
        notes=source.notes,
        encoding=source.encoding,
        media_type=source.media_type,
    )


def paragraphs(text: str) -> list[Line]:
    """Repaired lines of a text, without what belongs to the page, soft breaks joined."""
    repaired = lines(text)
    page = noise(repaired)
    kept = [line for k, line in enumerate(repaired) if k not in page] if page else repaired
    return wrap.paragraphs(kept, wrap.detect(kept))


def _reviewed(
    documents: Sequence[Document],
    parts: Sequence[Part],
    entries: Sequence[TocEntry],
    matched: Sequence[int | None],
    masthead: Masthead | None,
) -> list[Document]:
    """The documents with what is doubtful named, and no value longer than its bound."""
    common = doubt.peers(documents, entries, masthead)
    listed = [None if k is None else entries[k] for k in matched]
    return [
        bounded(doubt.doubted(document, part.head, entry, common))
        for document, part, entry in zip(documents, parts, listed, strict=True)
    ]


def _cover_end(repaired: Sequence[Line], listed: Contents | None, parts: Sequence[Part]) -> int:
    ends = [part.head.start for part in parts[:1]] + [listed.begin for _ in "x" if listed]
    return min(ends, default=len(repaired))


def _stretches(
    repaired: Sequence[Line], total: int, masthead: Masthead | None, listed: Contents | None, parts: Sequence[Part]
) -> list[Stretch]:
    """What is known of the lines, each stretch up to the line before the next."""
    starts = [(repaired[part.head.start].first, "document", str(k)) for k, part in enumerate(parts)]
    if listed:
        starts.append((repaired[listed.begin].first, "contents", ""))
        if listed.end < len(repaired) and not any(part.head.start == listed.end for part in parts):
            starts.append((repaired[listed.end].first, "remainder", "unclaimed"))
    starts.sort()
    first = starts[0][0] if starts else total + 1
    if first > 1:
        starts.insert(0, (1, "cover", "") if masthead else (1, "remainder", "before" if starts else "no document"))
    ends = [begin - 1 for begin, _, _ in starts[1:]] + [total]
    return [Stretch(begin, end, part, name or None) for (begin, part, name), end in zip(starts, ends, strict=True)]
