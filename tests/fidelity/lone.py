"""Lone documents with a portal's own record beside them: FOLDER holds gold.json, NN.txt and, as printed, NN.html."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fidelity.instrument import Parsed, parsed, score

DATE = re.compile(r"(\d+)年(\d+)月(\d+)日")
ORDER = re.compile(r"^(?:中华人民共和国)?国务院令|^国令")


def measure(folder: Path, suffix: str = "txt") -> tuple[Mapping[str, int], int]:
    """(check → how many documents pass it, how many documents) in the files of one format."""
    rows = json.loads((folder / "gold.json").read_text("utf-8"))
    right: Counter[str] = Counter()
    for row in rows:
        said = parsed((folder / f"{row['id']:02d}.{suffix}").read_bytes())
        right.update({name: int(passed) for name, passed in _checks(row, said).items()})
    return right, len(rows)


def _checks(row: Mapping[str, Any], said: Parsed) -> Mapping[str, bool]:
    documents = said["documents"]
    found = documents[0] if documents else {}
    topics, second = found.get("topics") or [], found.get("subtopics") or []
    first_class, _, second_class = row["theme"].partition("\\")
    facts = {
        "number": _key(found.get("doc_number")) == _key(row["docno"]),
        "date": found.get("issued_date") == _iso(row["made"]),
        "issuer": score.organs(found.get("issuer")) == score.organs(row["issuer"]),
    }
    return {
        "kind": said["kind"] == "document",
        "one document": len(documents) == 1,
        **facts,
        "number+date+issuer": all(facts.values()),
        "title": score.fold(row["title"]) in _titles(found),
        "theme first": topics[:1] == [first_class],
        "theme in three": first_class in topics[:3],
        "second level first": second[:1] == [second_class],
    }


def _titles(found: Parsed) -> set[str]:
    several = (found.get("title"), *(one.get("title") for one in found.get("enclosures") or ()))
    return {score.fold(title) for title in several if title}


def _iso(printed: str) -> str | None:
    match = DATE.match(printed)
    return f"{match[1]}-{match[2]}-{match[3]}" if match else None


def _key(printed: str | None) -> str | None:
    text = score.squeeze(printed)
    return None if text is None else ORDER.sub("国令", text).replace("第", "")
