"""Hostile files are read in watched children, and what becomes of each is counted."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from gazette.errors import RejectedError, TransientError
from gazette.spool import SCRATCH, sweep
from services.extract import frames
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.formats.fuzz.seeds import SECRET

WATCHED = Path(__file__).with_name("watched.py")
LIMITS = Limits(seconds=60, memory_mb=1024)
LEFT_BY_LIBRARIES = frozenset((".ses",))
"""An empty session mark that onnxruntime keeps in the folder for temporary files."""
KILLED = ("too_slow", "too_large_in_memory")
DRAWING = Limits(seconds=20, memory_mb=512)
PARSES, UNPACKS = "services.extract.child", "services.extract.unzip_child"
DRAWS = "services.extract.drawing.child"


@dataclass(slots=True)
class Tally:
    """What became of the mutants of a format; `faults` are those that may not be."""

    mutants: int = 0
    ready: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    killed: int = 0
    slowest: float = 0.0
    most_mb: float = 0.0
    faults: list[str] = field(default_factory=list)


def run(files: Iterable[bytes], module: str = PARSES, limits: Limits = LIMITS, also: Path | None = None) -> Tally:
    """Read each file in a child that runs the module and may read what is `also` named."""
    tally = Tally()
    with TemporaryDirectory(prefix="gazette-fuzz-") as name:
        folder = Path(name).resolve()
        command = (sys.executable, "-P", os.fspath(WATCHED), module, os.fspath(folder), os.fspath(also or folder))
        with ParserProcess(limits, command=command) as child:
            for data in files:
                _count(tally, child, folder, data, READS.get(module, _parse))
    return tally


def _count(
    tally: Tally, child: ParserProcess, folder: Path, data: bytes, read: Callable[[ParserProcess, Path], str]
) -> None:
    path = folder / "file"
    path.write_bytes(data)
    began = time.monotonic()
    tally.mutants += 1
    try:
        text = read(child, path)
        tally.ready += 1
        if SECRET in text:
            tally.faults.append(f"mutant {tally.mutants - 1} brought out what another file holds")
    except RejectedError as refused:
        tally.refused[refused.code] += 1
        if refused.code in KILLED:
            tally.killed += 1
            sweep(folder, SCRATCH)
        if not (str(refused) and refused.chinese):
            tally.faults.append(f"mutant {tally.mutants - 1} is refused without a word: {refused.code}")
    except TransientError as died:
        tally.faults.append(f"mutant {tally.mutants - 1}: {died}")
    tally.slowest = max(tally.slowest, time.monotonic() - began)
    tally.most_mb = max(tally.most_mb, _peak(child.pid))
    path.unlink()
    if left := [entry.name for entry in folder.iterdir() if entry.name not in LEFT_BY_LIBRARIES]:
        tally.faults.append(f"mutant {tally.mutants - 1} left {left[:3]} behind")


def _parse(child: ParserProcess, path: Path) -> str:
    return child.parse(path, "file", lambda *_: None).text


def _unpack(child: ParserProcess, path: Path) -> str:
    """Take out all files of a ZIP that can be taken out."""
    listing = child.ask(frames.List(os.fsencode(path), "file", LIMITS), frames.Listed, lambda *_: None)
    into = path.with_name("taken")
    text = ""
    for index, _ in listing.files:
        with suppress(RejectedError):
            job = frames.Take(os.fsencode(path), "file", index, os.fsencode(into), LIMITS.unpacked_mb << 20, LIMITS)
            child.ask(job, frames.Taken, lambda *_: None)
            text += into.read_bytes().decode("utf-8", "replace")
        into.unlink(missing_ok=True)
    return text


def _draw(child: ParserProcess, path: Path) -> str:
    """Draw the first page."""
    return str(len(child.ask(frames.Draw(os.fsencode(path), "file", 1, 600), frames.Drawn).picture))


READS = {UNPACKS: _unpack, DRAWS: _draw}


def _peak(pid: int | None) -> float:
    """The most memory that a child had since it began, in MB."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").split("\n")
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return 0.0
