"""Lines and characters: doubled, merged, torn apart, converted."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from gazette.han import SIMPLIFIED
from tests.fidelity.tracked import SAMPLES, Change, Gold, Tracked, heads, is_row, signatures

HAN = "一-龥"
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code) not in "#*|<>/-"})
NARROW = str.maketrans("，：；（）", ",:;()")
COMMONER = "鐘說為鑑啟簽勳復並係盡匯當採壇歷臺沖獲發蕩臟須"
"""Where several characters became one, the one that a machine takes."""
TRADITIONAL = str.maketrans(
    {simple: chr(code) for code, simple in SIMPLIFIED.items()} | {SIMPLIFIED[ord(c)]: c for c in COMMONER}
)
KEPT = frozenset(("doc_type", "instrument", "action", "topics", "subtopics"))
CHANGES: list[Change] = []


def kind(change: Change) -> Change:
    CHANGES.append(change)
    return change


@kind
def vertical_lists(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """What was set off by 、 stands one below the other."""
    kept, out = heads(gold, lines), Tracked()
    for n, line in lines:
        listed = n not in kept and not is_row(line) and line.count("、") >= 4
        out += [(n, part) for part in (re.split("(?<=、)", line) if listed else [line])]
    return out


@kind
def paragraphs_merged(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Of paragraphs that follow each other every second one is glued to the one before."""
    kept, out, glued = heads(gold, lines), Tracked(), False
    closing = set(signatures(gold, lines))
    for n, line in lines:
        text = line.strip()
        plain = n not in kept and n not in closing and text.endswith("。") and not is_row(line) and len(text) > 30
        before = next((k for k in range(len(out) - 1, max(-1, len(out) - 3), -1) if out[k][1].strip()), None)
        if plain and not glued and before is not None and out[before][1].rstrip().endswith("。"):
            out[before] = (out[before][0], out[before][1] + text)
            glued = True
        else:
            out.append((n, line))
            glued = glued and not text
    return out


@kind
def doubled_lines(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Here and there a line is printed twice."""
    kept = heads(gold, lines)
    first = min(document["start_line"] for document in gold["documents"])
    return [
        pair
        for n, line in lines
        for pair in [(n, line)] * (1 + ((n or 0) > first and n not in kept and rng.random() < 0.05))
    ]


@kind
def characters_spaced(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """A space between all characters."""
    return _each(lines, lambda line: re.sub(rf"(?<=[{HAN}])(?=[{HAN}])", " ", line))


@kind
def tables_flattened(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Each cell of a table stands on a line of its own."""
    first = min(document["start_line"] for document in gold["documents"])
    return [(n, cell) for n, line in lines for cell in (line.split("\t") if (n or 0) > first else [line])]


@kind
def tables_spaced(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Cells of tables are held apart by blanks alone."""
    return [(n, line.replace("\t", "  ")) for n, line in lines]


@kind
def all_full_width(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Digits, letters and punctuation are full-width throughout."""
    return [(n, line.translate(WIDE)) for n, line in lines]


@kind
def all_half_width(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Punctuation is half-width throughout."""
    return [(n, line.translate(NARROW)) for n, line in lines]


@kind
def entities_left(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Lines begin with what is left of a web page's blanks."""
    return _each(lines, lambda line: "&nbsp;&nbsp;" + line if line.strip() else line)


@kind
def tabs_as_indent(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Every line begins with a tab."""
    return _each(lines, lambda line: "\t" + line if line.strip() else line)


@kind
def quoted(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Every line begins with a mark of quotation, as in mail."""
    return _each(lines, lambda line: "> " + line)


@kind
def in_traditional_characters(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Converted by a machine, character by character."""
    for key in ("documents", "issue", "toc", *SAMPLES):
        gold[key] = _translated(gold.get(key))
    return [(n, line.translate(TRADITIONAL)) for n, line in lines]


def _translated(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: row if name in KEPT else _translated(row, name) for name, row in value.items()}
    if isinstance(value, list):
        return [_translated(row, key) for row in value]
    if not isinstance(value, str):
        return value
    return value.translate(TRADITIONAL).replace("號", "号") if key == "doc_number" else value.translate(TRADITIONAL)


def _each(lines: Tracked, change: Callable[[str], str]) -> Tracked:
    return [(n, line if is_row(line) else change(line)) for n, line in lines]
