"""Recognised pages in the object store: a page is recognised once, whatever becomes of the process that did it."""

import io

import msgspec

from gazette.errors import NotFoundError
from gazette.ports import ObjectStore
from services.extract.recogniser import recogniser_version
from services.extract.scans import Scan

TOGETHER = 10
"""Pages in one object."""


class ScanStore:
    """The recognised pages of one file: `derived/<sha256>/ocr/<version>/<first page>.json`, ten in each.

    They stay, so that a file that is parsed again needs no recogniser; another version of it begins anew.
    """

    def __init__(self, objects: ObjectStore, sha256: str) -> None:
        self._objects, self._version = objects, recogniser_version()
        self._prefix = f"derived/{sha256}/ocr/{self._version}/"
        self._waiting: list[Scan] = []

    def held(self) -> tuple[Scan, ...]:
        """The pages that were recognised before; none where nothing is installed that could have done it."""
        if self._version is None:
            return ()
        return tuple(scan for stored in list(self._objects.list(self._prefix)) for scan in self._read(stored.key))

    def keep(self, scan: Scan) -> None:
        """Take in a page."""
        self._waiting.append(scan)
        if len(self._waiting) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Store what waits for others to be stored with."""
        scans, self._waiting = self._waiting, []
        if scans:
            self._objects.put(f"{self._prefix}{scans[0].number:06}.json", io.BytesIO(msgspec.json.encode(scans)))

    def _read(self, key: str) -> tuple[Scan, ...]:
        """Pages of one object; none where it is gone or cannot be understood: they are recognised again."""
        try:
            with self._objects.open(key) as stored:
                return msgspec.json.decode(stored.read(), type=tuple[Scan, ...])
        except (NotFoundError, msgspec.DecodeError):
            return ()
