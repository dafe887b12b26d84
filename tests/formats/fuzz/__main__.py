"""`make fuzz-full`: a table of what became of hostile files of each format; exit code 1 where something is at fault."""

import argparse
import sys

from tests.formats.fuzz.run import PARSES, UNPACKS, run
from tests.formats.fuzz.seeds import FORMATS


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="make fuzz-full", description=__doc__)
    parser.add_argument("--mutants", type=int, default=200, help="of each format")
    parser.add_argument("formats", nargs="*", default=list(FORMATS), help="formats; all without")
    wanted = parser.parse_args()
    faults = []
    print(f"{'format':10}{'mutants':>8}{'ready':>7}{'killed':>7}{'slowest':>9}{'most MB':>9}   refused")
    for name in wanted.formats:
        tally = run(FORMATS[name].mutants(wanted.mutants), UNPACKS if name == "zip" else PARSES)
        refused = ", ".join(f"{code} {count}" for code, count in tally.refused.most_common())
        numbers = f"{tally.mutants:8}{tally.ready:7}{tally.killed:7}{tally.slowest:8.1f}s{tally.most_mb:9.0f}"
        print(f"{name:10}{numbers}   {refused}", flush=True)
        faults += [f"{name}: {fault}" for fault in tally.faults]
    print("\n".join(["", "at fault:", *faults]) if faults else "\nnothing is at fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
