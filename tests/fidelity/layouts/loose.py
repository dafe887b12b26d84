"""The annotated gazettes' shorter documents, loose, so that they can be set anew."""

import json
from pathlib import Path
from random import Random
from typing import Any

from tests.fidelity.layouts.sheet import Gold, Sheet

GAZETTES = Path(__file__).parents[2] / "gazettes"
LONGEST = 120
SOURCES = ("pinggu-2022-4", "pinggu-2021-2")


class Loose:
    """A document cut out of its issue: head in parts, the rest as it is printed."""

    def __init__(self, gold: Gold, lines: list[str]) -> None:
        first, last = gold["start_line"], gold["end_line"]
        at = next(k for k in range(first, last) if _is(lines[k - 1], gold["doc_number"]))
        self.gold, self.rest, self.shift = gold, lines[at:last], at

    def set(self, sheet: Sheet, head: list[str]) -> None:
        """Put it on a sheet under a head of the given lines."""
        start = len(sheet.lines) + 1
        sheet.put(*head)
        moved = len(sheet.lines) - self.shift
        sheet.put(*self.rest)
        sheet.documents.append(
            self.gold
            | {"start_line": start, "end_line": self.gold["end_line"] + moved, "enclosures": self._enclosures(moved)}
        )
        sheet.blank(2)

    def _enclosures(self, by: int) -> list[Gold]:
        keys = ("start_line", "title_line", "label_line")
        return [row | {k: row[k] + by for k in keys if row.get(k) is not None} for row in self.gold["enclosures"]]


def loose() -> list[Loose]:
    """All documents that are not too long."""
    found = []
    for stem in SOURCES:
        gold: dict[str, Any] = json.loads((GAZETTES / f"{stem}.json").read_text("utf-8"))
        lines = (GAZETTES / gold["file"]).read_text("utf-8").split("\n")
        short = (d for d in gold["documents"] if d["end_line"] - d["start_line"] < LONGEST)
        found += [Loose(document, lines) for document in short]
    return found


def number_first(rng: Random) -> Sheet:
    """No cover, no contents: number above the title, titles broken at width."""
    sheet = Sheet()
    for one in _shuffled(rng):
        title = one.gold["title"]
        sheet_head = [one.gold["doc_number"], "", *[title[k : k + 22] for k in range(0, len(title), 22)], ""]
        one.set(sheet, sheet_head)
    return sheet


def _shuffled(rng: Random) -> list[Loose]:
    made = loose()
    rng.shuffle(made)
    return made


def _is(line: str, number: str) -> bool:
    return "".join(line.split()).strip("#*") == number


def listed_plainly(rng: Random) -> Sheet:
    """A contents page without pages, numbered; number in the title's line, the title broken at the issuer."""
    sheet, made = Sheet(), _shuffled(rng)
    sheet.put("目录", "")
    for n, one in enumerate(made, 1):
        sheet.put(f"{n}. {one.gold['title']}（{one.gold['doc_number']}）")
        sheet.toc.append(
            {"section": None, "title": one.gold["title"], "doc_number": one.gold["doc_number"], "page": None}
        )
    sheet.blank(3)
    for one in made:
        head, about, rest = one.gold["title"].partition("关于")
        one.set(sheet, [head, f"{about}{rest}（{one.gold['doc_number']}）", ""])
    return sheet
