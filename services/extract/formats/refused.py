"""What a file is, told by its content; what cannot be read, with what can be given instead."""

import io
import re
import zipfile

from gazette.errors import RejectedError

PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*",
)  # fmt: skip
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_BOOK, OLE_WORD = "Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
HEAD = 4096
PAGE = re.compile(rb"<!doctype html|<(?:html|head|body|div|p|table|section|article|center|span|h[1-6])[\\s>]")
TAR_MAGIC_AT = 257

REASONS = {
    "picture": ("a picture", "图片"),
    "spreadsheet": ("a spreadsheet", "电子表格"),
    "archive": ("an archive", "压缩包"),
    "pdf": ("a PDF file", "PDF 文件"),
    "word": ("a Word document", "Word 文档"),
    "ofd": ("an OFD file", "OFD 文件"),
    "html": ("a web page (HTML)", "网页（HTML）"),
    "office": ("an office document", "办公文档"),
}
OWN_CODE = ("picture", "spreadsheet", "archive")


def refusal(kind: str | None) -> RejectedError:
    """Why a file of this kind cannot be read."""
    english, chinese = REASONS[kind or "office"]
    return RejectedError(
        kind if kind in OWN_CODE else "unsupported",
        f"This is {english}, which is not supported yet. Give its text as a .txt or .md file instead.",
        f"这是{chinese}，目前尚不支持。请改为上传其文本（.txt 或 .md）。",
    )


def kind_of(data: bytes) -> str | None:
    """A key of REASONS, or None where it may be text."""
    head = data[:HEAD]
    if head.startswith(PICTURES) or _is_bitmap(head) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "picture"
    if head.startswith(ZIP):
        return _zipped(data)
    if head.startswith(OLE):
        return "spreadsheet" if OLE_BOOK in data else "word" if OLE_WORD in data else "office"
    if head.startswith(ARCHIVES) or head[TAR_MAGIC_AT : TAR_MAGIC_AT + 5] == b"ustar":
        return "archive"
    return _marked_up(head)


def _is_bitmap(head: bytes) -> bool:
    return head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00"


def _marked_up(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        return "word"
    return "html" if PAGE.match(start) or (start.startswith(b"<") and b"<html" in start) else None


def _zipped(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "archive"
    for prefix, kind in (("word/", "word"), ("xl/", "spreadsheet"), ("ppt/", "office")):
        if any(name.startswith(prefix) for name in names):
            return kind
    return "ofd" if "OFD.xml" in names else "archive"
