"""Packages: zipped XML parts (DOCX, OFD), read within limits. Nothing is written, no link is followed."""

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from lxml import etree

from gazette.errors import RejectedError
from services.extract.formats.elements import Element
from services.extract.formats.refused import damaged, encrypted
from services.extract.limits import USUAL, Limits

MEBIBYTE = 1 << 20
CHUNK = MEBIBYTE
MOST_ENTRIES, MOST_ELEMENTS = 20_000, 1_500_000
LARGEST_PART = 64 * MEBIBYTE
DEEPEST = 200
ENTRY = b"PK\x01\x02"
ENCRYPTED_FLAG = 1
FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip


class Package:
    """An opened package; parts are found whatever the case and slashes of their names."""

    def __init__(self, data: bytes, limits: Limits = USUAL) -> None:
        self._limits = limits
        self._left = limits.unpacked_mb * MEBIBYTE
        if data.count(ENTRY) > MOST_ENTRIES:
            raise _too_large()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except FAULTS as error:
            raise damaged() from error
        self._entries = {_key(info.filename): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    @property
    def names(self) -> list[str]:
        """Names of all parts, in lower case, from the root `/`."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of a part. RejectedError `damaged`, `encrypted`, `too_large_expanded`."""
        info = self._entries.get(_key(name))
        if info is None:
            raise damaged()
        if info.flag_bits & ENCRYPTED_FLAG:
            raise encrypted()
        try:
            with self._zip.open(info) as stream:
                content = b"".join(self._chunks(stream, info.compress_size))
        except FAULTS as error:
            raise damaged() from error
        self._left -= len(content)
        return content

    def xml(self, name: str) -> Element:
        """The root of a part. RejectedError as `read`, `too_deep`."""
        return next(self.elements(name, 0))

    def elements(self, name: str, depth: int) -> Iterator[Element]:
        """The elements of a part that stand so deep (root: 0), one after the other; each is emptied after its use."""
        try:
            yield from _finished(self.read(name), depth, min(DEEPEST, self._limits.nesting))
        except etree.LxmlError as error:
            raise damaged() from error

    def _chunks(self, stream: IO[bytes], packed: int) -> Iterator[bytes]:
        most = min(LARGEST_PART, self._left, max(MEBIBYTE, packed * self._limits.expansion))
        while chunk := stream.read(CHUNK):
            most -= len(chunk)
            if most < 0:
                raise _too_large()
            yield chunk


def path(base: str, target: str) -> str:
    """The name of the part that `target` means where it stands in the part `base`."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), target.replace("\\", "/")))


def _key(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/").lstrip("/")).lower()


def _finished(content: bytes, depth: int, deepest: int) -> Iterator[Element]:
    held = level = 0
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False, "remove_comments": True}
    for event, element in etree.iterparse(io.BytesIO(content), events=("start", "end"), **options):
        if event == "start":
            held, level = held + 1, level + 1
            _check(element, held, level, deepest)
            continue
        level -= 1
        if level == depth:
            yield element
            held = 0
            _forget(element)
    if level:
        raise damaged()


def _check(element: Element, held: int, level: int, deepest: int) -> None:
    if held > MOST_ELEMENTS:
        raise _too_large()
    if level > deepest:
        raise RejectedError(
            "too_deep",
            f"The file's XML is nested more than {deepest} elements deep. Save it anew, or as text.",
            f"文件内部 XML 嵌套超过 {deepest} 层。请重新另存，或另存为文本后上传。",
        )
    if level == 1 and element.getroottree().docinfo.internalDTD is not None:
        raise damaged()


def _forget(element: Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _too_large() -> RejectedError:
    return RejectedError(
        "too_large_expanded",
        "The file unpacks to far more than its size allows. Save it anew without pictures, or give its text.",
        "文件解压后的内容过大，超出限制。请去掉图片后重新另存，或改为上传文本。",
    )
