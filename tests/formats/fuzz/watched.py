"""A child of the product that says what it touches: `python watched.py MODULE FOLDER ALSO`.

It ends with 97 and a sentence as soon as Python opens a file for reading outside of FOLDER, ALSO, the interpreter and
this repository, writes to one outside of FOLDER, looks up or calls another host, or starts an unknown program.
What libraries in C open is not seen.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Any

STATUS = 97
ROOT = os.fspath(Path(__file__).resolve().parents[3])
KNOWN = (
    ROOT, sys.prefix, sys.base_prefix, "/usr", "/lib", "/proc", "/sys", "/dev/null", "/etc/mime.types", "/etc/apache2",
    "/etc/os-release",
)  # fmt: skip
PROGRAMS = frozenset(("prlimit", "setpriv", "bwrap", "soffice", "soffice.bin"))
REMOVALS = frozenset(("os.remove", "os.rmdir"))
CHANGES = frozenset(("os.rename", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod"))
CALLS = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(folder: str, readable: tuple[str, ...]) -> None:
    """From now on."""

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            _opened(folder, readable, *arguments)
        elif event in REMOVALS:
            _see(folder, _beside(*arguments), event)
        elif event in CHANGES:
            _see(folder, arguments[0], event)
        elif event.startswith(CALLS):
            _end(f"{event} {arguments[1:]}")
        elif event == "subprocess.Popen" and os.path.basename(os.fsdecode(arguments[0])) not in PROGRAMS:  # noqa: PTH119
            _end(f"{event} {arguments[0]!r}")

    sys.addaudithook(hear)


def _opened(folder: str, readable: tuple[str, ...], path: Any, mode: str | None, flags: int | None) -> None:
    if isinstance(path, int):
        return
    writes = any(letter in (mode or "") for letter in "wax+") or bool((flags or 0) & WRITES)
    if writes or not _name(path).startswith(readable):
        _see(folder, path, "open to write" if writes else "open")


def _see(folder: str, path: Any, event: str) -> None:
    if not isinstance(path, int) and not _name(path).startswith((folder, "/dev/null")):
        _end(f"{event} {path!r}")


def _beside(path: Any, folder: int) -> Any:
    """A path that may begin at an opened folder; -1 is none."""
    return path if folder < 0 else os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(path))  # noqa: PTH115, PTH118


def _name(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100  it need not exist


def _end(what: str) -> None:
    os.write(2, f"touched: {what}\n".encode("utf-8", "replace"))
    os._exit(STATUS)


if __name__ == "__main__":
    module, place, also = sys.argv[1:]
    sys.argv = [module]
    sys.dont_write_bytecode = True
    os.environ["TMPDIR"] = place
    sys.path.insert(0, ROOT)
    watch(place, (*KNOWN, also))
    runpy.run_module(module, run_name="__main__")
