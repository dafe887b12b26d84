"""`make bench`: all measurements, or those named: pipeline, search, http, pdf, ocr, servers, search-server, sizes.

`servers` and `search-server` need the servers and are passed over, with a sentence, where there are none.
"""

import sys

from benchmarks import http, ocr, pdf, pipeline, search, search_server, servers, sizes
from benchmarks.table import show
from gazette.errors import SettingsError
from gazette.logs import configure

PARTS = {
    "pipeline": pipeline.measure,
    "search": search.measure,
    "http": http.measure,
    "pdf": pdf.measure,
    "ocr": ocr.measure,
    "servers": servers.measure,
    "search-server": search_server.measure,
    "sizes": sizes.measure,
}


def main() -> None:
    """Run and print."""
    configure("plain", "ERROR")
    for name in sys.argv[1:] or PARTS:
        try:
            show(name, PARTS[name]())
        except SettingsError as error:
            print(f"{name}: skipped: {error}")


if __name__ == "__main__":
    main()
