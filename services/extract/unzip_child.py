"""The unpacking child: lists a ZIP or takes one file out of it, as it is asked on standard input; ends with its input.

`python -P -m services.extract.unzip_child`
"""

import os
import sys
from dataclasses import astuple
from pathlib import Path
from typing import BinaryIO

from gazette.errors import RejectedError
from services.extract import frames, unzip
from services.extract.child import claim_stdout, end_with_parent


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer jobs until the input ends."""
    while (job := frames.read(jobs, frames.List | frames.Take)) is not None:  # type: ignore[arg-type]
        frames.write(answers, _answer(job))


def _answer(job: "frames.List | frames.Take") -> frames.Answer:
    try:
        path = Path(os.fsdecode(job.path))
        if isinstance(job, frames.List):
            return frames.Listed(*astuple(unzip.listed(path, job.limits)))
        unzip.take(path, job.index, Path(os.fsdecode(job.into)), job.most, job.limits)
        return frames.Taken()
    except RejectedError as error:
        return frames.Refused(error.code, str(error), error.chinese)


if __name__ == "__main__":
    end_with_parent()
    serve(sys.stdin.buffer, claim_stdout())
