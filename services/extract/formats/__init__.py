"""Readers, one file a format. The content decides, never the name."""

from gazette.errors import RejectedError
from services.extract.formats import text
from services.extract.formats.refused import refusal
from services.extract.formats.source import Source

__all__ = ["Source", "read"]


def read(data: bytes) -> Source:
    """Read a file. RejectedError `empty`, `binary`, `picture`, `spreadsheet`, `archive` or `unsupported`."""
    refused = refusal(data)
    if refused is not None:
        raise refused
    source = text.read(data)
    if not source.text.strip():
        raise RejectedError(
            "empty", "The file is empty. Upload the file that holds the text.", "文件是空的。请上传有内容的文件。"
        )
    return source
