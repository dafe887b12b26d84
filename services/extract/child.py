"""The parsing child: takes jobs on standard input, parses files, answers on standard output, ends with its input.

`python -P -m services.extract.child [--die-in-parse]`; the option kills the process in its first job, for tests.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from gazette.errors import RejectedError
from gazette.model import Extraction
from services.extract import frames
from services.extract.libreoffice import given_type, modern
from services.extract.limits import Limits
from services.extract.recogniser import recogniser
from services.extract.scans import Desk, Recognise, Scan

PR_SET_PDEATHSIG = 1
DIE_IN_PARSE = "--die-in-parse"

Report = Callable[[int, int], None]
Parse = Callable[[bytes, str, Report, Limits, Desk], Extraction]


def end_with_parent() -> None:
    """Ask Linux to kill this process when the thread that started it ends; elsewhere the end of the input must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def claim_stdout() -> BinaryIO:
    """Keep standard output for answers: what any library prints goes to standard error from now on."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def answer(job: frames.Job, parse: Parse, report: Report, desk: Desk) -> frames.Answer:
    """Carry out one job. Of a file that was converted the media type is that of what was given."""
    try:
        given = Path(os.fsdecode(job.path)).read_bytes()
        data = modern(given, job.limits)
        found = parse(data, job.name, report, job.limits, desk)
        return frames.Parsed(found if data is given else replace(found, media_type=given_type(given)))
    except RejectedError as error:
        return frames.Refused(error.code, str(error), error.chinese)


def die(*_progress: int) -> None:
    """End as if the system had killed this process."""
    os.kill(os.getpid(), signal.SIGKILL)


def serve(jobs: BinaryIO, answers: BinaryIO, parse: Parse, dying: bool, recognise: Recognise | None = None) -> None:
    """Answer jobs until the input ends; `recognise` reads pictures of pages."""

    def report(done: int, of: int) -> None:
        frames.write(answers, frames.Progress(done, of))

    def keep(scan: Scan, of: int) -> None:
        frames.write(answers, frames.Recognised(scan, of))

    while (job := frames.read_job(jobs)) is not None:
        found = answer(job, parse, die if dying else report, Desk(recognise, job.scans, keep))
        if dying:
            die()
        frames.write(answers, found)


def main() -> None:
    """Run the child."""
    end_with_parent()
    answers = claim_stdout()
    from services.extract.parse import parse  # noqa: PLC0415  a broken parser must fail here, where stderr is read

    serve(sys.stdin.buffer, answers, parse, DIE_IN_PARSE in sys.argv[1:], recogniser())


if __name__ == "__main__":
    main()
