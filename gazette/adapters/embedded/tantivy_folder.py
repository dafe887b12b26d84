"""Where the index lies: `v<format>.<serial>/` holds it, the file `CURRENT` names the folder that is used.

Both come into being by a rename, so that any number of processes can start on an empty folder at once.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tantivy

from gazette.adapters.embedded.tantivy_schema import FORMAT, register, schema
from gazette.errors import UnavailableError

CURRENT = "CURRENT"
VERSION = re.compile(r"v(\d+)\.(\d+)")
FIRST = f"v{FORMAT}.1"
MEND = "No document is lost: the catalogue holds them all. `gazette reindex` builds the index anew."


def stamp(path: Path) -> tuple[int, int]:
    """Changes whenever another folder becomes the current one."""
    seen = (path / CURRENT).stat()
    return seen.st_ino, seen.st_mtime_ns


def create(path: Path) -> None:
    """Make an empty index where there is none."""
    path.mkdir(parents=True, exist_ok=True)
    if not (path / CURRENT).exists():
        _make(path, FIRST)
        make_current(path, FIRST)


def create_next(path: Path) -> str:
    """Make an empty folder beside those that are there; returns its name."""
    serials = [int(found[2]) for found in map(VERSION.fullmatch, _names(path)) if found]
    version = f"v{FORMAT}.{max(serials, default=0) + 1}"
    _make(path, version)
    return version


def make_current(path: Path, version: str) -> None:
    """From now on every search and write uses this folder."""
    handle, name = tempfile.mkstemp(prefix=".current-", dir=path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(version)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path / CURRENT)


def current(path: Path) -> str:
    """The folder that is used, as CURRENT has it."""
    return (path / CURRENT).read_text(encoding="ascii", errors="replace").strip()


def open_version(path: Path, version: str) -> Any:
    """An index, ready to search. UnavailableError where it cannot be used as it is."""
    folder = path / version
    made_by = VERSION.fullmatch(version)
    if not made_by or int(made_by[1]) != FORMAT:
        raise _rebuild(path, f"is of version {version[:20]!r}, this program needs v{FORMAT}")
    if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
        raise _rebuild(path, f"has no folder {version}")
    return _opened(path, folder)


def sweep(path: Path, *keep: str) -> None:
    """Remove all folders but these. What other processes have open in them stays readable until they let go."""
    for name in _names(path):
        if name not in keep and (VERSION.fullmatch(name) or name.startswith(".new-")):
            shutil.rmtree(path / name, ignore_errors=True)


def _make(path: Path, version: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=path))
    tantivy.Index(schema(), str(folder))
    try:
        folder.rename(path / version)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        if not (path / version).is_dir():
            raise


def _names(path: Path) -> Iterator[str]:
    return (entry.name for entry in path.iterdir() if entry.is_dir())


def _opened(path: Path, folder: Path) -> Any:
    try:
        if not tantivy.Index.is_compatible(str(folder)):
            raise _rebuild(path, "was written by another version of tantivy")
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")
    except (ValueError, OSError) as error:
        raise _rebuild(path, f"is damaged ({error})") from error
    register(index)
    return index


def _rebuild(path: Path, reason: str) -> UnavailableError:
    return UnavailableError(f"The search index {path} {reason}. {MEND}")
