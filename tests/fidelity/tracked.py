"""A text whose lines know where they came from, so that gold can follow them through any damage."""

import copy
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

Gold = dict[str, Any]
Tracked = list[tuple[int | None, str]]
"""Lines with the number (from 1) of the line that they were; None for what was not there."""
Change = Callable[[Tracked, Gold, Random], Tracked]
BEGINS = ("start_line", "title_line", "label_line", "line")
SAMPLES = ("headings_sample", "headings_sample_extra")


def damaged(text: str, gold: Gold, rng: Random, change: Change) -> tuple[str, Gold]:
    """The changed text, and a copy of its gold with the lines of the changed text."""
    truth = copy.deepcopy(gold)
    lines = change(list(enumerate(text.split("\n"), 1)), truth, rng)
    _follow(truth, lines, max(text.count("\n") + 1, *(n or 0 for n, _ in lines)))
    truth["documents"].sort(key=lambda document: document["start_line"])
    return "\n".join(line for _, line in lines), truth


def _follow(gold: Gold, lines: Tracked, count: int) -> None:
    """Every line that the gold names becomes the line where its text stands now."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, (origin, text) in enumerate(lines, 1):
        if origin is not None:
            first.setdefault(origin, at)
            if text.strip():
                last[origin] = at
    begins = _filled(first, range(count, 0, -1))
    ends = _filled(last, range(1, count + 1))
    for row in _rows(gold):
        for key in BEGINS:
            if row.get(key) is not None:
                row[key] = begins[row[key]]
        if row.get("end_line") is not None:
            row["end_line"] = ends[row["end_line"]]


def _filled(places: dict[int, int], numbers: Iterable[int]) -> dict[int, int]:
    """For lines that are gone the place of the nearest one that comes before in the order of `numbers`."""
    held, found = 1, {}
    for number in numbers:
        held = places.get(number, held)
        found[number] = held
    return found


def _rows(gold: Gold) -> list[Gold]:
    enclosed = [row for document in gold["documents"] for row in document["enclosures"]]
    return [*gold["documents"], *enclosed, *(row for key in SAMPLES for row in gold.get(key) or [])]


def heads(gold: Gold, lines: Tracked) -> set[int]:
    """Lines of titles, numbers and addressees of the documents, and of the titles of what they enclose."""
    text = {n: line for n, line in lines if n is not None}
    found: set[int] = set()
    for document in gold["documents"]:
        found |= set(range(document["start_line"], head_end(document, text) + 1))
        for row in document["enclosures"]:
            title = row.get("title_line") or row["start_line"]
            found |= set(range(min(row["start_line"], title), title + 4))
    return found


def head_end(document: Gold, text: dict[int, str]) -> int:
    """The last line of a document's head: addressees, else number, else title."""
    start = document["start_line"]
    wanted = [bare(value) for value in (document["addressees"], document["doc_number"]) if value]
    near = range(start, min(start + 14, document["end_line"]))
    found = [n for n in near if bare(text.get(n, "")).rstrip("：:") in wanted]
    return max(found, default=start + 2)


def signatures(gold: Gold, lines: Tracked) -> dict[int, Gold]:
    """Date lines below which nothing of the signature stands, with the documents that they close."""
    text = {n: line for n, line in lines if n is not None}
    found: dict[int, Gold] = {}
    for document in gold["documents"]:
        if document["issued_date"]:
            year, month, day = map(int, document["issued_date"].split("-"))
            shown = f"{year}年{month}月{day}日"
            span = range(document["start_line"], document["end_line"] + 1)
            at = next((n for n in span if bare(text.get(n, "")) == shown), None)
            found |= {at: document} if at else {}
    return found


def bare(text: str) -> str:
    """Without white space and marks."""
    return "".join(text.split()).replace("#", "").replace("*", "")


def is_row(text: str) -> bool:
    return "\t" in text or text.lstrip().startswith("|")


def contents_span(lines: Sequence[tuple[int | None, str]], gold: Gold) -> tuple[int, int] | None:
    """Index of the heading 目录 of the issue's contents page, and the index after its last line."""
    starts = min(document["start_line"] for document in gold["documents"])
    at = next((k for k, (n, line) in enumerate(lines) if bare(line) in {"目录", "目次"} and (n or 0) < starts), None)
    return None if at is None or not gold["toc"] else (at, starts - 1)
