"""What the mutants of each format come from: whole files, words to put in, and files that are hostile by design."""

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.extract.formats.refused import OLE_WORD
from tests.formats.docx import make_docx, pack
from tests.formats.fuzz.harm import harmed
from tests.formats.fuzz.hostile_ofd import hostile_ofd, laid_out
from tests.formats.fuzz.hostile_pdf import HOSTILE_PDF, PDF_WORDS
from tests.formats.hostile import mutant as harmed_package
from tests.formats.pdf import by_hand, shown
from tests.formats.rtf import make_rtf

SECRET = "不可外泄的文字"
FILE = Path(__file__).with_name("secret.txt").as_uri().encode()
HOST = b"http://127.0.0.1:9/"
TEXT = "云川市人民政府公报\n云政发〔2020〕7号\n云川市人民政府关于河道管理的通知\n各县、区人民政府：\n" + (
    "各县、区人民政府要健全制度，落实责任。\n序号\t名称\t数量\n一、任命𠮷田为委员。\n" * 20
)
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Seeds:
    """`hostile` files come first, then copies of `whole` with harm done to them."""

    whole: Callable[[], bytes]
    words: tuple[bytes, ...] = ()
    hostile: Callable[[], Sequence[bytes]] = tuple
    package: bool = False

    def mutants(self, count: int) -> list[bytes]:
        """So many, the same each time; at most half of them are hostile by design."""
        found = list(self.hostile())[: count // 2]
        whole = self.whole()
        for seed in range(count - len(found)):
            inside = self.package and seed % 2
            found.append(harmed_package(whole, seed // 2) if inside else harmed(whole, seed, self.words))
        return found


def page(more: bytes = b"") -> bytes:
    rows = TEXT.replace("\n", "</p>\n<p>")
    return (
        f"<html><head><meta charset=utf-8><title>通知</title></head><body><p>{rows}</p>".encode()
        + more
        + b"</body></html>"
    )


def hostile_pages() -> Sequence[bytes]:
    entity = b'<!DOCTYPE html [<!ENTITY x SYSTEM "' + FILE + b'">]>'
    return (
        page(b"<div>" * 100_000),
        page(b"<table><tr><td>" * 3_000),
        entity + page(b"&x;"),
        page(
            b'<iframe src="'
            + FILE
            + b'"></iframe><img src="'
            + HOST
            + b'"><meta http-equiv=refresh content="0;'
            + HOST
            + b'">'
        ),
        page(b"<script>" + b"/*" * 100_000),
        page(b"<p " + b"a=b " * 200_000 + b">"),
        page(b"&#x110000;&#0;&#xd800;&" + b"amp;" * 10_000),
        page().replace(b"utf-8", b"utf-7") + b"\xff\xfe" * 1000,
    )


def hostile_texts() -> Sequence[bytes]:
    return (
        b"\0" * MEBIBYTE,
        b"\xff\xfe" + b"\x00\xd8" * 10_000,
        "（".encode() * 200_000,
        ("一、" * 100_000).encode(),
        ("云政发〔" * 50_000).encode(),
        b"\r" * 300_000,
        ("2020年" * 100_000).encode("gb18030"),
        ("\u202e\u200b\ufeff" * 50_000).encode() + FILE,
    )


def hostile_docx() -> Sequence[bytes]:
    related = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="http://x/officeDocument" Target="%s" TargetMode="External"/></Relationships>'
    )
    deep = "<w:tbl><w:tr><w:tc>" * 150 + "</w:tc></w:tr></w:tbl>" * 150
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
    return (
        pack({"_rels/.rels": (related % FILE).decode(), "word/document.xml": body.format("")}),
        pack({"_rels/.rels": (related % HOST).decode(), "word/document.xml": body.format("")}),
        pack({"_rels/.rels": (related % b"../../../../../etc/passwd").decode(), "word/x": ""}),
        pack({"word/document.xml": body.format(deep)}),
        pack({"word/document.xml": body.format("<w:p/>" * 1_000_000)}),
        pack({"word/document.xml": body.format("<w:p><w:r><w:t>" + "x" * 20_000_000 + "</w:t></w:r></w:p>")}),
        pack({"word/document.xml": body.format("<w:p/>"), "word/vbaProject.bin": "Auto_Open Shell"}),
    )


def hostile_rich_text() -> Sequence[bytes]:
    field = b'{\\field{\\*\\fldinst %s "%s"}{\\fldrslt x}}'
    words = (b"INCLUDETEXT", b"INCLUDEPICTURE", b"LINK Word.Document.8", b"DDEAUTO soffice")
    links = b"".join(field % (word, link) for word in words for link in (FILE, HOST))
    return (
        make_rtf(TEXT, links.decode()),
        make_rtf(TEXT, "{" * 100_000),
        make_rtf(TEXT, r"\bin2147483647 x"),
        make_rtf(TEXT, r"{\object\objocx{\*\objdata " + "41" * 100_000 + "}}"),
        make_rtf(TEXT, r"\trowd\cellx100\intbl " * 20_000),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + OLE_WORD + b"\xff" * 4096,
    )


def picture(width: int = 300, height: int = 80, rows: bytes = b"") -> bytes:
    """A grey PNG; its header may promise more than there is."""
    rows = rows or (b"\0" + b"\xff" * width) * height
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def hostile_pictures() -> Sequence[bytes]:
    tiff = b"II*\0\x08\0\0\0\x01\0\x00\x01\x04\0\x01\0\0\0\x50\xc3\0\0\x08\0\0\0"
    return (
        picture(50_000, 50_000, b"\0"),
        picture(2**31 - 1, 2**31 - 1, b"\0"),
        picture(9_000, 9_000, bytes(9_001 * 9_000)),
        picture(0, 0),
        tiff,
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01" + bytes(100),
        b"GIF89a" + b"\xff" * 100,
        b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 50_000, -50_000, 1, 24, 0),
    )


def bundle() -> bytes:
    return pack({"甲.txt": TEXT, "乙/丙.html": page().decode(), "丁.docx": "x"})


def hostile_bundles() -> Sequence[bytes]:
    inner = bundle()
    return (
        pack({"../../climbing.txt": TEXT, "/etc/absolute.txt": TEXT, "C:\\\\windows.txt": TEXT}),
        pack({"bomb.txt": "0" * 60_000_000}),
        pack({f"{k}.txt": "x" for k in range(2_000)}),
        pack({"inner.zip": inner.decode("latin-1")}),
        inner.replace(b"\x14\x00\x00\x00", b"\x14\x00\x01\x00"),
        pack({"a" * 5_000 + ".txt": TEXT, "\u202etxt.exe": TEXT, "con.txt": TEXT, "": TEXT}),
    )


FORMATS = {
    "text": Seeds(TEXT.encode, ("\ufeff".encode(), b"\0", b"\xff", FILE), hostile_texts),
    "html": Seeds(page, (b"<div>" * 2_000, b"<!--", b"<script>", b"&x;", FILE), hostile_pages),
    "docx": Seeds(lambda: make_docx(TEXT), (b"PK\x01\x02", b"PK\x05\x06"), hostile_docx, package=True),
    "ofd": Seeds(
        lambda: laid_out(TEXT),
        (b"PK\x01\x02", b"PK\x05\x06"),
        lambda: hostile_ofd(FILE.decode(), picture(50_000, 50_000, b"\0")),
        package=True,
    ),
    "pdf": Seeds(
        lambda: by_hand([shown(line, 72, 700) for line in TEXT.split("\n")[:8]]), PDF_WORDS, lambda: HOSTILE_PDF
    ),
    "rtf": Seeds(lambda: make_rtf(TEXT), (b"{", b"}", b"\\bin9999 ", b"\\u-99999?"), hostile_rich_text),
    "picture": Seeds(picture, (b"IDAT", b"tRNS", b"\xff\xd9"), hostile_pictures),
    "zip": Seeds(bundle, (b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"), hostile_bundles, package=True),
}
DRAWN = ("ofd", "pdf", "picture")
"""Those of which there are pictures of pages."""
