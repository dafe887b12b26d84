"""Any encoding of the same text gives the same text of record; what is no text is refused with what it is."""

import io
import tarfile
import zipfile

import pytest

from gazette.errors import RejectedError
from services.extract import formats

TEXT = "云川市人民政府公报\n\n第3期（总第27期）\n各县、区人民政府：\n" * 5


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return buffer.getvalue()


def word_97(flags: bytes) -> bytes:
    head = b"\xec\xa5\xc1\x00" + bytes(7) + flags
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + head.ljust(512, b"\0") + "WordDocument".encode("utf-16-le")
    )


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    source = formats.read(data)
    assert (source.text, source.encoding, source.notes) == (TEXT, encoding, ())


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(ends: str) -> None:
    assert formats.read(TEXT.replace("\n", ends).encode()).text == TEXT


def test_other_separators_do_not_end_a_line() -> None:
    assert formats.read("一\u2028二\u0085三\u2029四".encode()).text.split("\n") == ["一\u2028二\u0085三\u2029四"]


def test_controls_and_surrogates_are_replaced_one_to_one_and_noted() -> None:
    data = TEXT.encode() + b"a\x00b\x0bc\x1f\t" + "\ud800".encode("utf-8", "surrogatepass")
    source = formats.read(data)
    assert source.text == TEXT + "a\ufffdb\ufffdc\ufffd\t\ufffd"
    assert len(source.notes) == 1
    assert source.notes[0].startswith("4 ")


def test_a_broken_byte_costs_one_character_and_is_noted() -> None:
    source = formats.read(TEXT.encode()[:-4] + b"\xff" + TEXT.encode()[-4:])
    assert source.text.startswith(TEXT[:-5])
    assert source.notes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "picture"),
        (zipped("xl/workbook.xml"), "spreadsheet"),
        (zipped("a.txt"), "bundle"),
        (tarred(), "archive"),
        (b"\x1f\x8b\x08" + bytes(64), "archive"),
        (zipped("word/document.xml"), "damaged"),
        (zipped("OFD.xml"), "damaged"),
        (b"%PDF-1.7\n" + bytes(64), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "needs_libreoffice"),
        (word_97(b"\x00"), "needs_libreoffice"),
        (word_97(b"\x01"), "encrypted"),
        (rb"{\rtf1\ansi text}", "needs_libreoffice"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>', "needs_libreoffice"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "spreadsheet"),
        (b"PK\x03\x04 torn", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_content(data: bytes, code: str) -> None:
    with pytest.raises(RejectedError) as refused:
        formats.read(data)
    assert refused.value.code == code
    assert refused.value.chinese
    assert str(refused.value)
