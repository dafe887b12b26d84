"""One gazette issue, or one lone document, from its lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gazette.model import Discrepancy, Document, Masthead, Stretch, TocEntry
from services.extract.parsing import cover, doubt, traditional
from services.extract.parsing.bounds import bounded
from services.extract.parsing.contents import Contents, contents
from services.extract.parsing.discrepancies import discrepancies, paired
from services.extract.parsing.document import document
from services.extract.parsing.repair import Line
from services.extract.parsing.split import Part, split

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an issue holds, and what is known of its lines."""

    masthead: Masthead | None
    entries: tuple[TocEntry, ...]
    documents: tuple[Document, ...]
    discrepancies: tuple[Discrepancy, ...]
    stretches: tuple[Stretch, ...]


def read(lines: Sequence[Line], index: int, begin: int, end: int, first_name: int, report: Report | None) -> Reading:
    """Read issue `index` of a file, which fills source lines `begin` to `end`.

    Its documents are counted from `first_name` on; `report(done, total)` hears of each.
    """
    if not traditional.are_recognisable(lines):
        return _read(lines, index, begin, end, first_name, report)
    plain = traditional.plain(lines)
    found = _read(plain, index, begin, end, first_name, report)
    shown = traditional.Printed(lines, plain)
    return replace(
        found,
        masthead=shown.of(found.masthead),
        entries=shown.of(found.entries),
        documents=tuple(traditional.as_printed(found.documents, lines, plain)),
        discrepancies=shown.of(found.discrepancies),
    )


def _read(lines: Sequence[Line], index: int, begin: int, end: int, first_name: int, report: Report | None) -> Reading:
    listed = contents(lines)
    parts = split(lines, listed).parts
    entries = listed.entries if listed else ()
    matched = paired(entries, parts)
    rows = [None if k is None else entries[k] for k in matched]
    documents = []
    for done, (part, row) in enumerate(zip(parts, rows, strict=True), 1):
        documents.append(replace(document(lines, part, row), issue_index=index))
        if report is not None:
            report(done, len(parts))
    masthead = cover.masthead(lines[: _cover_end(lines, listed, parts)])
    common = doubt.peers(documents, entries, masthead, lines)
    reviewed = [
        bounded(doubt.doubted(found, part.head, row, common))
        for found, part, row in zip(documents, parts, rows, strict=True)
    ]
    stretches = _stretches(lines, begin, end, masthead, listed, parts, first_name)
    differences = discrepancies(entries, reviewed, matched)
    return Reading(masthead, entries, tuple(reviewed), differences, tuple(stretches))


def _cover_end(lines: Sequence[Line], listed: Contents | None, parts: Sequence[Part]) -> int:
    ends = [part.head.start for part in parts[:1]]
    return min([*ends, listed.begin] if listed else ends, default=len(lines))


def _stretches(
    lines: Sequence[Line],
    begin: int,
    end: int,
    masthead: Masthead | None,
    listed: Contents | None,
    parts: Sequence[Part],
    first_name: int,
) -> list[Stretch]:
    """What is known of the lines, each stretch up to the line before the next."""
    starts = [(lines[part.head.start].first, "document", str(k)) for k, part in enumerate(parts, first_name)]
    if listed:
        starts.append((lines[listed.begin].first, "contents", ""))
        if listed.end < len(lines) and not any(part.head.start == listed.end for part in parts):
            starts.append((lines[listed.end].first, "remainder", "unclaimed"))
    starts.sort()
    if not starts or starts[0][0] > begin:
        starts.insert(
            0, (begin, "cover", "") if masthead else (begin, "remainder", "before" if starts else "no document")
        )
    ends = [start - 1 for start, _, _ in starts[1:]] + [end]
    return [Stretch(start, last, part, name or None) for (start, part, name), last in zip(starts, ends, strict=True)]
