"""What is measured: each function gives rows of figures by name."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, Protocol

from gazette import numbers, personal
from services.extract.parse import parse
from tests.fidelity.instrument import GAZETTES, Case, Parsed, Tally, annotated, mutated, parsed, scored

SHOWN = ("boundary", "end", "doc_number", "title", "issuer", "issued_date", "enclosures", "cites")
DOUBT = ("doubt_caught", "doubt_spared")
OPENING, CLOSING = "〔[［(（【〈", "〕]］)）】〉"
FOLD = str.maketrans("０１２３４５６７８９", "0123456789") | dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF])
NOT_IN_CODES = re.compile("的|于|根据|人民政府(?!令)")
"""An order names its government: 重庆市人民政府令第359号."""
Rows = Mapping[str, Tally]


class Watcher(Protocol):
    """Counts something more of each text."""

    def add(self, case: Case, said: Parsed) -> None:
        """Count one text."""


def by_kind(cases: Iterable[tuple[str, Case]], *watchers: Watcher) -> tuple[Rows, Tally]:
    """A tally for each kind, and one of all."""
    rows: dict[str, Tally] = defaultdict(Tally)
    whole = Tally()
    for kind, case in cases:
        said = parsed(case.text, case.name)
        rows[kind].add(case, said)
        whole.add(case, said)
        for watcher in watchers:
            watcher.add(case, said)
    return rows, whole


def mean(rows: Rows, figure: str) -> float:
    """The mean over kinds."""
    values = [tally.figures[figure] for tally in rows.values() if figure in tally.figures]
    return sum(values) / len(values)


def worst(rows: Rows, figure: str) -> float:
    """The least of any kind."""
    return min(tally.figures[figure] for tally in rows.values() if figure in tally.figures)


def mutations(seeds: int, *watchers: Watcher) -> tuple[Rows, Tally]:
    """The kinds of damage of the instrument."""
    return by_kind(mutated(seeds), *watchers)


def damages(seeds: int) -> tuple[Rows, Tally]:
    """Our own kinds of damage."""
    return by_kind(_damaged(seeds))


def layouts(seeds: int) -> tuple[Rows, Tally]:
    """Made-up gazettes."""
    made: Callable[[int], Iterator[tuple[str, str, dict[str, Any]]]] = import_module("tests.fidelity.layouts").cases
    return by_kind((name, Case(name, text, gold)) for seed in range(seeds) for name, text, gold in made(seed))


def samples() -> Tally:
    """The annotated texts, whole."""
    return scored(annotated())


def _damaged(seeds: int) -> Iterator[tuple[str, Case]]:
    kinds = import_module("tests.fidelity.damages").KINDS
    for seed in range(seeds):
        for case in annotated():
            for name, damage in kinds.items():
                text, gold = damage(case.text, case.gold, Random(f"{name} {seed}"))
                if text != case.text:
                    yield name, Case(case.name, text, gold)


def doc_numbers(table: Path) -> tuple[int, int, list[str]]:
    """(parsed, of all, strings that share a key and are not the same) over a table with a column of printed numbers."""
    lines = table.read_text("utf-8").split("\n")
    column = lines[0].split("\t").index("docno_raw")
    raws = [cells[column] for cells in (line.split("\t") for line in lines[1:]) if len(cells) > column]
    found, strings = 0, defaultdict(set)
    for raw in raws:
        number = numbers.parse(raw)
        if number is not None and _written(number, raw):
            found += 1
            strings[numbers.key(number)].add(_core(raw, number))
    return found, len(raws), [f"{key}: {sorted(several)}" for key, several in strings.items() if len(several) > 1]


def _written(number: numbers.DocNumber, raw: str) -> bool:
    """Whether the number written out again ends the printed string, and its code is one."""
    return folded(raw).endswith(folded(numbers.format(number))) and not NOT_IN_CODES.search(number.code)


def _core(raw: str, number: numbers.DocNumber) -> str:
    return folded(raw)[-len(folded(numbers.format(number))) :]


def folded(raw: str) -> str:
    """Widths, brackets and leading zeros folded; spaces gone."""
    text = "".join(raw.translate(FOLD).split())
    text = re.sub(f"[{re.escape(OPENING)}]", "〔", re.sub(f"[{re.escape(CLOSING)}]", "〕", text))
    text = re.sub(r"(?<=〕)第?0*(?=\d)|(?<=第)0+(?=\d)", "", text).rstrip("〕")
    return text.replace("国务院令", "国令").replace("中华人民共和国", "")


def personal_data() -> Mapping[str, tuple[int, int]]:
    """Of each annotated text, (numbers found, digits of eleven in a row that begin as a mobile number does)."""
    found = {}
    for case in annotated():
        spans = [span for line in case.text.split("\n") for span in personal.find(line)]
        found[case.name] = (len(spans), len(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", case.text)))
    return found


def speed(sizes: Iterable[float] = (0.5, 50)) -> Mapping[float, float]:
    """Megabytes → megabytes a second of one core, over issues glued together up to this size."""
    whole = b"\n\n".join(path.read_bytes() for path in sorted(GAZETTES.glob("*.txt")))
    rates = {}
    for size in sizes:
        data = (whole * (int(size * 1e6) // len(whole) + 1))[: int(size * 1e6)].decode("utf-8", "ignore").encode()
        began = time.process_time()
        parse(data, "x.txt")
        rates[size] = len(data) / 1e6 / (time.process_time() - began)
    return rates
