"""The drawing child: takes pages to draw on standard input, answers with pictures, ends with its input.

`python -P -m services.extract.drawing.child`. PDF and OFD files are drawn, and pictures where Pillow is installed.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from gazette.errors import RejectedError
from services.extract import frames
from services.extract.child import claim_stdout, end_with_parent
from services.extract.drawing import ofd_image, pdf_image, scan_image
from services.extract.formats.refused import HEAD, ZIP, kind_of
from services.extract.limits import Limits


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Draw pages until the input ends."""
    while (job := frames.read(jobs, frames.Draw)) is not None:
        frames.write(answers, _answer(job))


def _answer(job: frames.Draw) -> frames.Drawn | frames.Refused:
    try:
        path = Path(os.fsdecode(job.path))
        return frames.Drawn(_draw(path)(path, job.page, job.width, job.limits))
    except RejectedError as error:
        return frames.Refused(error.code, str(error), error.chinese)


def _draw(path: Path) -> Callable[[Path, int, int, Limits], bytes]:
    """What draws a page of the file."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(ZIP):
        return ofd_image.draw
    return scan_image.draw if kind_of(head) == "picture" else pdf_image.draw


if __name__ == "__main__":
    end_with_parent()
    serve(sys.stdin.buffer, claim_stdout())
