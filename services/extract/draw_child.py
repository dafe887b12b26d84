"""The drawing child: takes pages to draw on standard input, answers with pictures, ends with its input.

`python -P -m services.extract.draw_child`. PDF files are drawn, and pictures where Pillow is installed.
"""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from gazette.errors import RejectedError
from services.extract import frames, pdf_image, scan_image
from services.extract.child import claim_stdout, end_with_parent
from services.extract.formats.refused import HEAD, kind_of


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Draw pages until the input ends."""
    while (job := frames.read(jobs, frames.Draw)) is not None:
        frames.write(answers, _answer(job))


def _answer(job: frames.Draw) -> frames.Drawn | frames.Refused:
    try:
        path = Path(os.fsdecode(job.path))
        with path.open("rb") as file:
            is_picture = kind_of(file.read(HEAD)) == "picture"
        return frames.Drawn((scan_image if is_picture else pdf_image).draw(path, job.page, job.width))
    except RejectedError as error:
        return frames.Refused(error.code, str(error), error.chinese)


if __name__ == "__main__":
    end_with_parent()
    serve(sys.stdin.buffer, claim_stdout())
