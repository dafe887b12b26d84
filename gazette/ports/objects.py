"""The door to the object store."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

INBOX = "inbox/"  # how the keys begin of what others put into the store, to become issues


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object in the store: its key, size in bytes, when it was last written, and a tag of what was written then."""

    key: str
    size: int
    modified: datetime
    tag: str = ""


class ObjectStore(Protocol):
    """Bytes under a key. A key is visible only when all its bytes are safe."""

    def put(self, key: str, data: BinaryIO) -> None:
        """Store a seekable stream, read from its beginning; the same key again replaces it."""

    def open(self, key: str) -> BinaryIO:
        """Open an object for reading; NotFoundError where there is none."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Every object whose key begins so, in order of the keys."""

    def stat(self, key: str) -> StoredObject:
        """One object without its bytes; NotFoundError where there is none."""

    def move(self, key: str, target: str) -> None:
        """Give an object another key, in place of what is there; NotFoundError where there is none.

        One that is replaced meanwhile stays where it is, beside the moved one.
        """

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens where there is none."""

    def check(self) -> None:
        """UnavailableError where the store cannot be read and written."""
