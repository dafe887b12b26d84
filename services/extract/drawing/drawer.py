"""A thread that draws pages, one after the other, in a child process that is watched."""

import os
import queue
import shutil
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from gazette.errors import RejectedError
from gazette.model import source_key
from gazette.ports import ObjectStore
from gazette.spool import scratch_folder
from services.extract import frames
from services.extract.drawing.pictures import Kept, Wanted
from services.extract.limits import Limits
from services.extract.runner import ParserProcess

COMMAND = (sys.executable, "-P", "-m", "services.extract.drawing.child")
IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A page to draw, and where its picture goes."""

    wanted: Wanted
    picture: "Future[bytes]"


class Drawer(threading.Thread):
    """Draws page after page in a child of its own; keeps the file of the last one, and neither when nothing comes."""

    def __init__(
        self,
        turns: "queue.SimpleQueue[Turn | None]",
        kept: Kept,
        objects: ObjectStore,
        limits: Limits,
        command: Sequence[str],
    ) -> None:
        super().__init__(name="drawer", daemon=True)
        self._turns, self._kept, self._objects = turns, kept, objects
        self._limits = limits
        self._process = ParserProcess(limits, command=command)
        self._held = ExitStack()
        self._path, self._sha256 = Path(), ""

    def run(self) -> None:
        while (turn := self._next()) is not None:
            try:
                turn.picture.set_result(self._picture(turn.wanted))
            except BaseException as error:  # whoever waits for the picture is to hear of it
                turn.picture.set_exception(error)
        self._rest()

    def _next(self) -> Turn | None:
        try:
            return self._turns.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            self._rest()
            return self._turns.get()

    def _picture(self, wanted: Wanted) -> bytes:
        picture = self._kept.get(wanted.key)
        if picture is None:
            picture = self._ask(wanted)
            self._kept.put(wanted.key, picture)
        return picture

    def _ask(self, wanted: Wanted) -> bytes:
        path = os.fsencode(self._source(wanted.sha256))
        job = frames.Draw(path, frames.plain(wanted.name), wanted.page, wanted.width, self._limits)
        try:
            return self._process.ask(job, frames.Drawn).picture
        except RejectedError as error:
            self._kept.refuse(wanted.key, error)
            raise

    def _source(self, sha256: str) -> Path:
        """The file as one on disk."""
        if self._sha256 != sha256:
            self._let_go()
            with self._objects.open(source_key(sha256)) as source:
                self._path = self._held.enter_context(scratch_folder()) / "file"
                with self._path.open("wb") as file:
                    shutil.copyfileobj(source, file)
            self._sha256 = sha256
        return self._path

    def _rest(self) -> None:
        self._process.close()
        self._let_go()

    def _let_go(self) -> None:
        self._sha256 = ""
        self._held.close()
