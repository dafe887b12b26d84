"""What a file is, told by its content; what cannot be read, with what can be given instead."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Sequence

from gazette.errors import RejectedError

PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*",
)  # fmt: skip
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_BOOK, OLE_WORD = "Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP_ENTRY, MOST_ENTRIES = b"PK\x01\x02", 20_000
TORN = ((b"OFD.xml", "ofd"), (b"word/", "docx"), (b"[Content_Types].xml", "docx"))
HEAD = 4096
PAGE = re.compile(rb"<!doctype html|<(?:html|head|body|div|p|table|section|article|center|span|h[1-6])[\s>]")
WORD_2003 = re.compile(rb"""<\?mso-application\s+progid=["']word\.document["']""")
TAR_MAGIC_AT = 257
WORD_HEAD = re.compile(
    rb"(?:\xec\xa5(?:[\xc0-\xc2\xd9]\x00|[\x01\x0c\x12]\x01)|\xdc\xa5[\x65-\x69]\x00).{7}(.)", re.DOTALL
)
SMALLEST_SECTOR, ENCRYPTED_WORD = 64, 0x01

REASONS = {
    "picture": ("a picture", "图片"),
    "spreadsheet": ("a spreadsheet", "电子表格"),
    "pdf": ("a PDF file", "PDF 文件"),
    "docx": ("a Word document (.docx)", "Word 文档（.docx）"),
    "ofd": ("an OFD file", "OFD 文件"),
    "html": ("a web page (HTML)", "网页（HTML）"),
    "office": ("an office document", "办公文档"),
}
PARTS = (("word/", "docx"), ("xl/", "spreadsheet"), ("ppt/", "office"))
"""How parts in XML of a package begin, and what it is: other files may lie in a folder of that name."""
TYPED_ENTRY = "mimetype"
"""The first entry of an OpenDocument file and of an EPUB."""
OWN_CODE = ("picture", "spreadsheet")


def refusal(kind: str | None) -> RejectedError:
    """Why a file of this kind cannot be read."""
    if kind == "encrypted":
        return encrypted()
    if kind == "word":
        return _needs_libreoffice()
    if kind in OWN_REASON:
        return OWN_REASON[kind]()
    english, chinese = REASONS[kind or "office"]
    return RejectedError(
        kind if kind in OWN_CODE else "unsupported",
        f"This is {english}, which is not supported yet. Export it as PDF and upload that.",
        f"这是{chinese}，目前尚不支持。请导出为 PDF 后上传。",
    )


def _needs_libreoffice() -> RejectedError:
    return RejectedError(
        "needs_libreoffice",
        "This is a Word file of an older format (.doc, .wps, .rtf). It is read by LibreOffice, which is not installed "
        "where files are parsed: install it (Debian, Ubuntu: apt install libreoffice-writer-nogui bubblewrap) and "
        "upload the file again, or save it as .docx and upload that.",
        "这是旧版 Word 文档（.doc、.wps、.rtf），需由 LibreOffice 读取，但解析文件的机器上没有安装。请安装 LibreOffice"
        "（Debian、Ubuntu：apt install libreoffice-writer-nogui bubblewrap）后重新上传，或另存为 .docx 后上传。",
    )


def archive() -> RejectedError:
    """Files packed in another way than as a ZIP."""
    return RejectedError(
        "archive",
        "This is an archive that is not read. Upload the files in it, or a ZIP of them.",
        "这是无法读取的压缩包。请上传其中的文件，或改为 ZIP 压缩包上传。",
    )


def bundle() -> RejectedError:
    """Files packed as a ZIP: each of them is an issue, the ZIP itself has no text."""
    return RejectedError(
        "bundle",
        "This is a ZIP of files. Each file in it is read by itself.",
        "这是由多个文件组成的 ZIP 压缩包，其中的文件需逐个读取。",
    )


def encrypted() -> RejectedError:
    """A file that a password keeps shut."""
    return RejectedError(
        "encrypted",
        "The file is encrypted or protected by a password. Take the protection off and upload it again.",
        "文件已加密或设有打开密码。请解除密码后重新上传。",
    )


def damaged() -> RejectedError:
    """A file of a known format that does not hold together."""
    return RejectedError(
        "damaged",
        "The file is damaged and cannot be read. Open it where it comes from, save it anew and upload that.",
        "文件已损坏，无法读取。请用原软件打开并重新另存后再上传。",
    )


def too_many_pages(pages: int, most: int) -> RejectedError:
    """A file of more pages than are read."""
    return RejectedError(
        "too_many_pages",
        f"The file has {pages} pages; {most} are read at most. Split it and upload the parts, or raise the limit.",
        f"文件有 {pages} 页，最多读取 {most} 页。请拆分后分别上传，或调高页数上限。",
    )


OWN_REASON: dict[str | None, Callable[[], RejectedError]] = {
    "encrypted": encrypted,
    "torn": damaged,
    "archive": archive,
    "bundle": bundle,
}


def kind_of(data: bytes) -> str | None:
    """A key of REASONS or OWN_REASON, or None where it may be text."""
    head = data[:HEAD]
    if head.startswith(PICTURES) or _is_bitmap(head) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "picture"
    if head.startswith(ZIP):
        return _zipped(data)
    if head.startswith(OLE):
        return _compound(data)
    if head.startswith(ARCHIVES) or head[TAR_MAGIC_AT : TAR_MAGIC_AT + 5] == b"ustar":
        return "archive"
    return _marked_up(head)


def _is_bitmap(head: bytes) -> bool:
    return head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00"


def _marked_up(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf") or (start.startswith(b"<?xml") and WORD_2003.search(start)):
        return "word"
    return "html" if PAGE.match(start) or (start.startswith(b"<") and b"<html" in start) else None


def _compound(data: bytes) -> str:
    kinds = ((OLE_ENCRYPTED, "encrypted"), (OLE_BOOK, "spreadsheet"), (OLE_WORD, "word"))
    kind = next((kind for name, kind in kinds if name in data), "office")
    return "encrypted" if kind == "word" and _is_encrypted(data) else kind


def _is_encrypted(data: bytes) -> bool:
    """Whether the head of a Word document, which stands at the beginning of a sector, says so."""
    heads = (found for found in WORD_HEAD.finditer(data) if found.start() % SMALLEST_SECTOR == 0)
    return any(found[1][0] & ENCRYPTED_WORD for found in heads)


def _zipped(data: bytes) -> str:
    if data.count(ZIP_ENTRY) > MOST_ENTRIES:
        return "archive"
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError):
        return next((kind for name, kind in TORN if name in data[:HEAD]), "torn")
    return _packed(names)


def _packed(names: Sequence[str]) -> str:
    """What a ZIP with these names is."""
    for prefix, kind in PARTS:
        if any(name.startswith(prefix) and name.endswith(".xml") for name in names):
            return kind
    if "OFD.xml" in names:
        return "ofd"
    return "office" if names[:1] == [TYPED_ENTRY] else "bundle"
