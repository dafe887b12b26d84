"""ZIPs of files, one level deep: what is in them, and one file after the other. Nothing that they say is trusted."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from gazette.errors import RejectedError
from gazette.file_names import NAME_LIMIT, clean_name
from services.extract.formats.package import CHUNK, ENCRYPTED_FLAG, FAULTS, MEBIBYTE
from services.extract.formats.refused import damaged, encrypted, kind_of, refusal
from services.extract.limits import Limits

UTF8_FLAG = 0x800
BEYOND_TWO_BYTES = "\u0800"
LISTED = 10
"""How many times more than files may be listed: folders, and what systems leave behind."""
JUNK_FOLDERS = frozenset({"__macosx"})
JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini"})
HIDDEN = (".", "~$")
ARCHIVES = ("bundle", "archive")


@dataclass(frozen=True, slots=True)
class Listing:
    """Files by their place in the ZIP's list, with their names; how many folders; names of what is nobody's file."""

    files: tuple[tuple[int, str], ...]
    folders: int
    junk: tuple[str, ...]


def listed(path: Path, limits: Limits) -> Listing:
    """What is in a ZIP, folders aside. RejectedError `damaged`, `no_files`, `too_many_files`."""
    with _opened(path) as archive:
        infos = archive.infolist()
    named = [(index, info, entry_name(info)) for index, info in enumerate(infos)]
    junk = tuple(_last(name) for _, info, name in named if is_junk(info, name))
    files = tuple((index, clean_name(name)) for index, info, name in named if _is_file(info, name))
    if not files:
        raise _no_files()
    if len(files) > limits.bundle_files or len(infos) > limits.bundle_files * LISTED:
        raise _too_many(max(len(files), len(infos) - len(files)), limits.bundle_files)
    return Listing(files, len(infos) - len(files) - len(junk), junk)


def take(path: Path, index: int, into: Path, most: int, limits: Limits) -> None:
    """Write the file at this place of a ZIP's list `into` another, at most so many bytes, and see that it can be used.

    RejectedError `damaged`, `encrypted`, `packing`, `too_large_expanded`, `empty`, `nested`, `archive`.
    """
    with _opened(path) as archive:
        info = archive.infolist()[index]
        if info.flag_bits & ENCRYPTED_FLAG:
            raise encrypted()
        packed = min(info.compress_size, path.stat().st_size)
        allowed = min(most, max(MEBIBYTE, packed * limits.expansion))
        try:
            with archive.open(info) as source, into.open("wb") as target:
                _copy(source, target, allowed)
        except NotImplementedError as error:
            raise _packing(info.compress_type) from error
        except FAULTS as error:
            raise damaged() from error
    _check(into.read_bytes())


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 where it says or shows so, else GB18030 as Chinese zippers write, else cp437."""
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    raw = info.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or raw.isascii() or any(letter >= BEYOND_TWO_BYTES for letter in name):
            return name
    return info.filename


def is_junk(info: zipfile.ZipInfo, name: str) -> bool:
    """What systems leave in archives, hidden files and links: nobody's file."""
    parts = {part.lower() for part in PurePosixPath(name.replace("\\", "/")).parts}
    last = _last(name).lower()
    is_left = last in JUNK_NAMES or last.startswith(HIDDEN) or not JUNK_FOLDERS.isdisjoint(parts)
    return is_left or stat.S_ISLNK(info.external_attr >> 16)


def _last(name: str) -> str:
    """The last part of a path, as it may be shown."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:NAME_LIMIT]


def _is_file(info: zipfile.ZipInfo, name: str) -> bool:
    is_folder = name.endswith("/") or (name.endswith("\\") and info.file_size == 0)
    return not (is_folder or is_junk(info, name))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except FAULTS as error:
        raise damaged() from error
    with archive:
        yield archive


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> None:
    while chunk := source.read(CHUNK):
        most -= len(chunk)
        if most < 0:
            raise _too_large()
        target.write(chunk)


def _check(data: bytes) -> None:
    if not data:
        raise RejectedError("empty", "The file is empty.", "文件是空的。")
    kind = kind_of(data)
    if kind == "bundle":
        raise _nested()
    if kind in ARCHIVES:
        raise refusal(kind)


def _no_files() -> RejectedError:
    return RejectedError(
        "no_files",
        "There is no file in this ZIP. Put the gazettes into it and upload it again.",
        "这个 ZIP 里没有文件。请放入公报文件后重新上传。",
    )


def _too_many(count: int, most: int) -> RejectedError:
    return RejectedError(
        "too_many_files",
        f"There are {count} files in this ZIP; {most} are taken at most. Make several ZIPs of it and upload each.",
        f"这个 ZIP 里有 {count} 个文件，最多接收 {most} 个。请分成几个 ZIP 分别上传。",
    )


def _packing(method: int) -> RejectedError:
    return RejectedError(
        "packing",
        f"The file is packed in a way that cannot be read (method {method}). Pack it as an ordinary ZIP (deflate).",
        f"文件所用的压缩方式（{method}）无法读取。请用普通 ZIP（deflate）方式重新压缩。",
    )


def _nested() -> RejectedError:
    return RejectedError(
        "nested",
        "This is a ZIP inside a ZIP, which is not unpacked. Upload it by itself, or the files in it.",
        "这是 ZIP 里的 ZIP，不再解开。请单独上传它，或上传其中的文件。",
    )


def _too_large() -> RejectedError:
    return RejectedError(
        "too_large_expanded",
        "The file unpacks to more than its packed size or the limits allow. Upload it by itself, unpacked.",
        "文件解压后的内容过大，超出限制。请解压后单独上传该文件。",
    )
