"""Readers, one file a format. The content decides, never the name."""

from collections.abc import Callable

from gazette.errors import RejectedError
from services.extract.formats import docx, html, ofd, pdf, text
from services.extract.formats.refused import kind_of, refusal
from services.extract.formats.source import Source
from services.extract.limits import USUAL, Limits

__all__ = ["Source", "read"]

READERS: dict[str | None, Callable[[bytes, Limits], Source]] = {
    None: text.read,
    "html": html.read,
    "docx": docx.read,
    "ofd": ofd.read,
    "pdf": pdf.read,
}


def read(data: bytes, limits: Limits = USUAL) -> Source:
    """Read a file.

    RejectedError `empty`, `binary`, `picture`, `spreadsheet`, `archive`, `unsupported`, or what its reader raises.
    """
    kind = kind_of(data)
    if kind not in READERS:
        raise refusal(kind)
    source = READERS[kind](data, limits)
    if not source.text.strip():
        raise RejectedError(
            "empty", "The file is empty. Upload the file that holds the text.", "文件是空的。请上传有内容的文件。"
        )
    return source
