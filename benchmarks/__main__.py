"""`make bench`: all measurements, or those named: pipeline, search, http."""

import sys

from benchmarks import http, pipeline, search
from benchmarks.table import show
from gazette.logs import configure

PARTS = {"pipeline": pipeline.measure, "search": search.measure, "http": http.measure}


def main() -> None:
    """Run and print."""
    configure("plain", "ERROR")
    for name in sys.argv[1:] or PARTS:
        show(name, PARTS[name]())


if __name__ == "__main__":
    main()
