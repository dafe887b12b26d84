"""Where the program starts: `gazette`, or `python -m services`."""

import io
import os
import sys
import threading

from services.cli import app


def main() -> None:
    """Run the command line. A terminal that lacks a character gets a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="gazette")
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else 0)
        raise


def _leave(code: int) -> None:
    """End at once though a thread is still at work: what it does is begun again with the next start."""
    if threading.active_count() > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
