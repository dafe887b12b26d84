"""`make fuzz-full`: a table of what became of hostile files of each format; exit code 1 where something is at fault."""

import argparse
import sys
from collections.abc import Iterable, Iterator

from tests.formats.fuzz.run import DRAWING, DRAWS, LIMITS, PARSES, UNPACKS, run
from tests.formats.fuzz.seeds import DRAWN, FORMATS


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="make fuzz-full", description=__doc__)
    parser.add_argument("--mutants", type=int, default=200, help="of each format")
    parser.add_argument("formats", nargs="*", default=list(FORMATS), help="formats; all without")
    wanted = parser.parse_args()
    faults = []
    print(f"{'format':14}{'mutants':>8}{'ready':>7}{'killed':>7}{'slowest':>9}{'most MB':>9}   refused")
    for name, module in ways(wanted.formats):
        tally = run(FORMATS[name].mutants(wanted.mutants), module, DRAWING if module == DRAWS else LIMITS)
        refused = ", ".join(f"{code} {count}" for code, count in tally.refused.most_common())
        numbers = f"{tally.mutants:8}{tally.ready:7}{tally.killed:7}{tally.slowest:8.1f}s{tally.most_mb:9.0f}"
        label = f"{name} drawn" if module == DRAWS else name
        print(f"{label:14}{numbers}   {refused}", flush=True)
        faults += [f"{label}: {fault}" for fault in tally.faults]
    print("\n".join(["", "at fault:", *faults]) if faults else "\nnothing is at fault")
    return 1 if faults else 0


def ways(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Formats, and what is done with them: each is read, and the first pages of those that have pictures are drawn."""
    for name in names:
        yield name, UNPACKS if name == "zip" else PARSES
        if name in DRAWN:
            yield name, DRAWS


if __name__ == "__main__":
    sys.exit(main())
