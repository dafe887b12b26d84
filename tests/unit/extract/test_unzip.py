"""Files out of ZIPs: names as they were meant, nobody's files left out, a plain reason for what cannot be had."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from services.extract import unzip
from services.extract.formats.refused import kind_of
from services.extract.limits import USUAL
from tests.formats.zips import bomb, damaged, encrypted, packed_by, zipped

TEXT = "某市人民政府公报\n".encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


def names(file: Path, data: bytes) -> list[str]:
    file.write_bytes(data)
    return [name for _, name in unzip.listed(file, USUAL).files]


def taken(file: Path, data: bytes, index: int = 0, most: int = 10**9, expansion: int = 250) -> bytes:
    file.write_bytes(data)
    into = file.with_name("into")
    unzip.take(file, index, into, most, replace(USUAL, expansion=expansion))
    return into.read_bytes()


def refused(file: Path, data: bytes, **more: int) -> str:
    with pytest.raises(RejectedError) as refusal:
        taken(file, data, **more)
    assert refusal.value.chinese
    return refusal.value.code


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("公报 2021年第2期.txt", "公报 2021年第2期.txt"),
        ("2021/第2期/公报.txt", "公报.txt"),
        ("公报第2期.txt".encode("gb18030"), "公报第2期.txt"),
        ("文件夹\\公报第2期.txt".encode("gb18030"), "公报第2期.txt"),
        ("公报第2期.txt".encode(), "公报第2期.txt"),
        ("隆重.txt".encode("gb18030"), "隆重.txt"),
        ("𠮷县公报.txt".encode("gb18030"), "𠮷县公报.txt"),
        ("café.txt".encode("cp437"), "café.txt"),
        ("plain.txt", "plain.txt"),
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/x", "x"),
        ("C:\\Windows\\x.txt", "x.txt"),
        ("甲\x1b[31m.txt", "甲[31m.txt"),
    ],
)
def test_names_are_what_was_meant_without_their_folders(file: Path, name: str | bytes, meant: str) -> None:
    assert names(file, zipped((name, TEXT))) == [meant]


def test_folders_and_what_systems_leave_behind_are_nobodys_files(file: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    left = ["__MACOSX/._a.txt", "b/.DS_Store", "b/Thumbs.db", "._a.txt", "desktop.ini", "~$草稿.docx", ".git/.x", ".."]
    file.write_bytes(zipped(("b/", b""), ("a.txt", TEXT), *((name, TEXT) for name in left), ("b/c.txt", TEXT)))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    listing = unzip.listed(file, USUAL)
    assert [name for _, name in listing.files] == ["a.txt", "c.txt"]
    assert listing.folders == 1
    assert len(listing.junk) == len(left) + 1


def test_two_files_of_one_name_are_two_files(file: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", b"one"), ("a.txt", b"two"))
    assert names(file, data) == ["a.txt", "a.txt"]
    assert [taken(file, data, 0), taken(file, data, 1)] == [b"one", b"two"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(), "no_files"),
        (zipped(("a/", b""), ("__MACOSX/a", b"x")), "no_files"),
        (zipped(*((f"{k}.txt", TEXT) for k in range(501))), "too_many_files"),
        (zipped(("a.txt", TEXT), *((f"{k}/", b"") for k in range(5_000))), "too_many_files"),
        (zipped(("a.txt", TEXT), ("b.txt", TEXT))[:-30], "damaged"),
    ],
    ids=["empty", "junk alone", "501 files", "5000 folders", "cut off"],
)
def test_a_zip_that_is_no_use_is_refused(file: Path, data: bytes, code: str) -> None:
    file.write_bytes(data)
    with pytest.raises(RejectedError) as refusal:
        unzip.listed(file, USUAL)
    assert refusal.value.code == code


def test_five_hundred_files_are_taken(file: Path) -> None:
    assert len(names(file, zipped(*((f"{k}.txt", TEXT) for k in range(500))))) == 500


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_files_come_out_as_they_went_in(file: Path, method: int) -> None:
    assert taken(file, zipped(("a.txt", TEXT * 1000), method=method)) == TEXT * 1000


def test_what_cannot_be_had_says_why(file: Path) -> None:
    two = zipped(("a.txt", TEXT), ("b.txt", b"other"), method=zipfile.ZIP_STORED)
    assert refused(file, damaged(two, TEXT)) == "damaged"
    assert taken(file, damaged(two, TEXT), index=1) == b"other"
    assert refused(file, encrypted(two, 0)) == "encrypted"
    assert refused(file, packed_by(two, 0, 9)) == "packing"
    assert refused(file, zipped(("a.txt", b""))) == "empty"
    assert refused(file, zipped(("a.zip", zipped(("b.txt", TEXT))))) == "nested"
    assert refused(file, zipped(("a.rar", b"Rar!\x1a\x07" + bytes(64)))) == "archive"


def test_bombs_are_stopped_while_they_unpack(file: Path) -> None:
    data = zipped(("zeros.txt", bomb(20_000_000)))
    assert refused(file, data) == "too_large_expanded"
    assert file.with_name("into").stat().st_size <= 250 * len(data) + (1 << 20)
    assert refused(file, data, most=1_000_000, expansion=10_000) == "too_large_expanded"
    assert len(taken(file, data, expansion=10_000)) == 20_000_000


def test_a_lie_about_the_size_helps_nobody(file: Path) -> None:
    """The list says that the file is small, and packed in as many bytes as it has."""
    honest = zipped(("zeros.txt", bomb(20_000_000)))
    at = honest.index(b"PK\x01\x02")
    lying = honest[: at + 24] + (100).to_bytes(4, "little") + honest[at + 28 :]
    assert refused(file, lying) in {"damaged", "too_large_expanded"}


def test_documents_that_are_zips_stay_what_they_are() -> None:
    assert kind_of(zipped(("a.txt", TEXT))) == "bundle"
    assert kind_of(zipped(("word/第1期.docx", TEXT), ("xl/a.txt", TEXT))) == "bundle"
    assert kind_of(zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))) == "docx"
    assert kind_of(zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))) == "spreadsheet"
    assert kind_of(zipped(("[Content_Types].xml", b"<x/>"), ("ppt/presentation.xml", b"<x/>"))) == "office"
    assert kind_of(zipped(("OFD.xml", b"<x/>"), ("Doc_0/Document.xml", b"<x/>"))) == "ofd"
    for kind in (b"application/epub+zip", b"application/vnd.oasis.opendocument.text"):
        assert kind_of(zipped(("mimetype", kind), ("content.xml", b"<x/>"), method=zipfile.ZIP_STORED)) == "office"
