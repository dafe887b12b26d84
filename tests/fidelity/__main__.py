"""`make fidelity`: all tables, and at the end what is below its floor; exit code 1 where something is."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.fidelity import arrivals, floors, lone, measures
from tests.fidelity.bands import VALUES, Calibration
from tests.fidelity.instrument import Tally
from tests.fidelity.measures import DOUBT, SHOWN, Rows, mean, worst
from tests.fidelity.rows import Census

ORDERS = 4
FASTEST, MOST_SLOWER = 5.0, 1.2


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="make fidelity", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="how often kinds of damage with chance in them are done")
    parser.add_argument("--lone", type=Path, help="folder with lone documents and gold.json (LONE=)")
    parser.add_argument("--docno", type=Path, help="table with a column docno_raw (DOCNO=)")
    parser.add_argument("--misses", action="store_true", help="also say what was wrong")
    wanted = parser.parse_args()
    calibration, census = Calibration(), Census()
    tables: list[Callable[[], Iterable[str]]] = [
        lambda: _samples(wanted.misses),
        lambda: _mutations(wanted.seeds, calibration, census, wanted.misses),
        lambda: _bands(calibration),
        lambda: _rows(census),
        lambda: _kinds("own damages", *measures.damages(1), floors.DAMAGES, wanted.misses),
        lambda: _kinds("layouts", *measures.layouts(wanted.seeds), floors.LAYOUTS, wanted.misses),
        _relations,
        _personal,
        _speed,
    ]
    tables += [lambda: _numbers(wanted.docno)] if wanted.docno else []
    tables += [lambda: _lone(wanted.lone)] if wanted.lone else []
    missed = [sentence for table in tables for sentence in table()]
    print("\n" + ("\n".join(["below the floor:", *missed]) if missed else "nothing is below its floor"))
    return 1 if missed else 0


def _heading(text: str) -> None:
    print(f"\n== {text}", flush=True)


def _table(rows: Mapping[str, Sequence[float | None]], columns: Sequence[str]) -> None:
    width = max(map(len, rows)) + 2
    print(" " * width + "".join(f"{name:>13}" for name in columns))
    for name, values in rows.items():
        print(f"{name:<{width}}" + "".join(f"{'-':>13}" if one is None else f"{one:13.4f}" for one in values))


def _samples(misses: bool) -> Iterator[str]:
    _heading("annotated gazettes, whole")
    tally = measures.samples()
    for name, value in tally.figures.items():
        right, of = tally.counts(name)
        print(f"{name:20}{value:8.4f}   ({right} of {of})")
    _say(tally, misses)
    yield from floors.below("samples", tally.figures, floors.SAMPLES)


def _mutations(seeds: int, calibration: Calibration, census: Census, misses: bool) -> Iterator[str]:
    rows, whole = measures.mutations(seeds, calibration, census)
    yield from _kinds(f"mutations, {seeds} seeds", rows, whole, floors.MUTATIONS, misses)
    yield from floors.below("mutations, worst kind", {n: worst(rows, n) for n in floors.WORST}, floors.WORST)
    print("doubt over all values: " + ", ".join(f"{n} {whole.figures[n]:.4f} {whole.counts(n)}" for n in DOUBT))
    yield from floors.below("mutations, all values", whole.figures, floors.DOUBT)


def _kinds(title: str, rows: Rows, whole: Tally, wanted: Mapping[str, float], misses: bool) -> Iterator[str]:
    _heading(title)
    shown = (*SHOWN, *DOUBT)
    lines = {kind: [tally.figures.get(name) for name in shown] for kind, tally in rows.items()}
    lines["mean of kinds"] = [mean(rows, name) for name in shown]
    lines["worst kind"] = [worst(rows, name) for name in shown]
    _table(lines, shown)
    _say(whole, misses)
    yield from floors.below(title, {name: mean(rows, name) for name in wanted}, wanted)


def _bands(calibration: Calibration) -> Iterator[str]:
    _heading("confidence from … on: values, and the share of them that is right (mutated texts)")
    for key in ("all", "start_line", *VALUES):
        shares = calibration.shares(key)
        print(f"{key:12}" + "   ".join(f"{band:.2f}: {size:5} {share:.3f}" for band, (size, share) in shares.items()))
    sure, doubted = calibration.share(floors.SURE_BAND), calibration.share(0, floors.SURE_BAND)
    print(f"at least {floors.SURE_BAND}: {sure:.4f} right; below: {doubted:.4f}")
    if sure < floors.SURE_SHARE or doubted > floors.DOUBTED_SHARE:
        yield f"confidence: {sure:.3f} of the sure and {doubted:.3f} of the other values are right"


def _rows(census: Census) -> Iterator[str]:
    _heading("rows of further fields: right is what the undamaged text gives (mutated texts)")
    shares = census.shares
    _table({field: [float(one.rows), *one[1:]] for field, one in shares.items()}, ("rows", "right", *DOUBT))
    yield from floors.below("rows", {name: getattr(shares["all"], name) for name in floors.ROWS}, floors.ROWS)


def _relations() -> Iterator[str]:
    _heading("relations and legal status, texts arriving one by one in several orders")
    for texts in arrivals.orders(ORDERS):
        right, count, wrong = arrivals.measure(texts)
        print(f"{len(texts)} texts: {right} of {count} links and statuses right")
        yield from (f"relations: {one}" for one in wrong)


def _personal() -> Iterator[str]:
    _heading("personal data: found, and runs of eleven digits that begin as mobile numbers do")
    for name, (found, counted) in measures.personal_data().items():
        print(f"{name:28}{found:6}{counted:6}")
        if found != counted:
            yield f"personal data: {found} of {counted} in {name}"


def _numbers(table: Path) -> Iterator[str]:
    _heading("document numbers")
    found, count, several = measures.doc_numbers(table)
    print(f"{found} of {count} are parsed ({found / count:.5f}); {len(several)} keys with several strings")
    if found < floors.NUMBERS * count or several:
        yield f"document numbers: {found} of {count}; {several[:3]}"


def _lone(folder: Path) -> Iterator[str]:
    for suffix in sorted({path.suffix[1:] for path in folder.iterdir()} & {"txt", "html"}):
        _heading(f"lone documents, {suffix}")
        right, count = lone.measure(folder, suffix)
        for name, passed in right.items():
            print(f"{name:20}{passed / count:8.3f}   ({passed} of {count})")
    yield from ()


def _speed() -> Iterator[str]:
    _heading(f"speed of parsing on one core (goals: {FASTEST} MB/s, at most {MOST_SLOWER} times as much per byte)")
    rates = measures.speed()
    for size, rate in rates.items():
        print(f"{size:6} MB: {rate:6.2f} MB/s")
    print(f"a byte of the larger takes {rates[min(rates)] / rates[max(rates)]:.2f} times as long")
    yield from ()


def _say(tally: Tally, misses: bool) -> None:
    if misses:
        print("\n".join(tally.misses), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
