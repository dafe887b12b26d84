"""Where the program starts: `gazette`, or `python -m services`."""

import io
import sys

from services.cli import app


def main() -> None:
    """Run the command line. A terminal that lacks a character gets a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="gazette")


if __name__ == "__main__":
    main()
