"""Readers, one file a format. The content decides, never the name."""

from collections.abc import Callable

from gazette.errors import RejectedError
from services.extract.formats import docx, html, images, ofd, pdf, text
from services.extract.formats.refused import kind_of, refusal
from services.extract.formats.source import Source
from services.extract.limits import USUAL, Limits
from services.extract.recogniser import recogniser
from services.extract.scans import Desk

__all__ = ["Source", "read"]

READERS: dict[str | None, Callable[[bytes, Limits], Source]] = {
    None: text.read,
    "html": html.read,
    "docx": docx.read,
    "ofd": ofd.read,
}
PICTURED: dict[str | None, Callable[[bytes, Limits, Desk], Source]] = {"pdf": pdf.read, "picture": images.read}


def read(data: bytes, limits: Limits = USUAL, desk: Desk | None = None) -> Source:
    """Read a file; pictures are recognised at the desk, if none is given by what is installed.

    RejectedError `empty`, `binary`, `picture`, `spreadsheet`, `archive`, `unsupported`, or what its reader raises.
    """
    kind = kind_of(data)
    if kind in PICTURED:
        source = PICTURED[kind](data, limits, desk or Desk(recogniser()))
    elif kind in READERS:
        source = READERS[kind](data, limits)
    else:
        raise refusal(kind)
    if not source.text.strip():
        raise RejectedError(
            "empty", "The file is empty. Upload the file that holds the text.", "文件是空的。请上传有内容的文件。"
        )
    return source
