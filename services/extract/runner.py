"""Parsing in a child process that is watched from outside: a file that eats memory or time ends the child alone."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from gazette.errors import RejectedError, TransientError
from gazette.model import Extraction
from gazette.ports import Landmark, no_landmark
from gazette.spool import sweep_scratch
from services.extract import frames
from services.extract.child_handle import Child, resident_mb
from services.extract.limits import Limits
from services.extract.scan_store import ScanStore
from services.extract.scans import Scan

COMMAND = (sys.executable, "-P", "-m", "services.extract.child")
TICK = 0.05
Done = TypeVar("Done", frames.Parsed, frames.Drawn, frames.Listed, frames.Taken)


def ignore(*_told: object) -> None:
    """Whoever does not want to hear of it."""


class ParserProcess:
    """Parses files one by one in a long-lived child, which is started with the first job and replaced when due.

    For one thread alone: Linux ends the child together with the thread that started it.
    """

    def __init__(
        self,
        limits: Limits,
        landmark: Landmark = no_landmark,
        command: Sequence[str] | None = None,
        tell: Callable[[str], None] = lambda cause: None,  # noqa: ARG005 - a default that does nothing
    ) -> None:
        self._limits, self._landmark, self._tell = limits, landmark, tell
        self._command = tuple(command or COMMAND)
        self._child: Child | None = None

    def __enter__(self) -> "ParserProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the child; None while there is none."""
        return self._child.pid if self._child else None

    def parse(
        self, path: Path, name: str, report: Callable[[int, int], None], pages: ScanStore | None = None
    ) -> Extraction:
        """Parse the file at `path`, uploaded as `name`; `report` hears pages done and pages in all.

        `pages` holds what was recognised before and takes in what is recognised now, also where it ends in an error.
        RejectedError: the parser's own, or `too_slow`, or `too_large_in_memory`. TransientError: the child died.
        """
        held = pages.held() if pages else ()
        job = frames.Job(os.fsencode(path.resolve()), frames.plain(name), self._limits, held)
        try:
            return self.ask(job, frames.Parsed, report, pages.keep if pages else ignore).extraction
        finally:
            if pages:
                pages.flush()

    def ask(
        self,
        job: frames.AnyJob,
        done: type[Done],
        report: Callable[[int, int], None] = ignore,
        keep: Callable[[Scan], None] = ignore,
    ) -> Done:
        """What the child answers to a job when it is done; errors as of `parse`. `keep` takes recognised pages."""
        child = self._child = self._child or self._begun()
        try:
            answer = self._converse(child, job, done, Hearing(report, keep, self._limits.seconds))
        except BaseException as error:
            self._child = None
            child.kill()
            self._tell(_cause(error))
            raise
        if child.jobs >= self._limits.jobs:
            self.close()
            self._tell("worn")
        if isinstance(answer, frames.Refused):
            raise RejectedError(answer.code, answer.english, answer.chinese)
        return answer

    def close(self) -> None:
        """Let the child go."""
        child, self._child = self._child, None
        if child:
            child.close()

    def _begun(self) -> Child:
        """A child; what the one before it and its like left when they were killed is removed first."""
        sweep_scratch()
        return Child(self._command)

    def _converse(
        self, child: "Child", job: frames.AnyJob, done: type[Done], hearing: "Hearing"
    ) -> Done | frames.Refused:
        try:
            child.send(job)
            self._landmark("parsing")
            while not isinstance(answer := child.receive(TICK), (done, frames.Refused)):
                hearing.hear(answer)
                self._check(child, job.name, hearing.deadline)
        except (EOFError, BrokenPipeError, msgspec.DecodeError) as error:
            raise _died(child, job.name) from error
        return answer

    def _check(self, child: "Child", name: str, deadline: float) -> None:
        if time.monotonic() > deadline:
            raise _too_slow(name, self._limits.seconds)
        if resident_mb(child.pid) > self._limits.memory_mb:
            raise _too_large(name, self._limits.memory_mb)


class Hearing:
    """What a child says before it is done; each page that it has recognised gives it as much time as the first."""

    def __init__(self, report: Callable[[int, int], None], keep: Callable[[Scan], None], seconds: float) -> None:
        self._report, self._keep, self._seconds = report, keep, seconds
        self.deadline = time.monotonic() + seconds

    def hear(self, answer: frames.Answer | None) -> None:
        """Pass on what was said."""
        if isinstance(answer, frames.Progress):
            self._report(answer.done, answer.of)
        elif isinstance(answer, frames.Recognised):
            self.deadline = time.monotonic() + self._seconds
            self._keep(answer.scan)
            self._report(answer.scan.number, answer.of)


def _cause(error: BaseException) -> str:
    """Why a child ended with its job undone."""
    if isinstance(error, RejectedError):
        return error.code
    return "died" if isinstance(error, TransientError) else "other"


def _too_slow(name: str, seconds: float) -> RejectedError:
    return RejectedError(
        "too_slow",
        f"Reading {name} took longer than {seconds:g} seconds and was stopped. Split the file, or raise the limit.",
        f"解析“{name}”超过 {seconds:g} 秒，已停止。请拆分文件，或调高时间上限后重试。",
    )


def _too_large(name: str, memory_mb: int) -> RejectedError:
    return RejectedError(
        "too_large_in_memory",
        f"Reading {name} took more than {memory_mb} MB of memory and was stopped. Split the file, or raise the limit.",
        f"解析“{name}”占用内存超过 {memory_mb} MB，已停止。请拆分文件，或调高内存上限后重试。",
    )


def _died(child: Child, name: str) -> TransientError:
    return TransientError(f"The parsing process died while reading {name} ({child.last_words()}). It is started anew.")
