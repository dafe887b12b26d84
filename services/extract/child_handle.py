"""The parsing child as its parent sees it: a process with three pipes."""

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from services.extract import frames

LAST_WORDS = 4096
CHUNK = 1 << 20
FAREWELL = 5.0
MEGABYTE = 1 << 20


class Child:
    """One running child: its pipes, what it has said so far, and how many jobs it was given."""

    def __init__(self, command: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(  # noqa: S603  the command is ours, no shell
            command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True
        )
        self._answers, self._words = bytearray(), bytearray()
        self._selector = selectors.DefaultSelector()
        for stream, buffer in ((self._process.stdout, self._answers), (self._process.stderr, self._words)):
            self._selector.register(stream, selectors.EVENT_READ, buffer)  # type: ignore[arg-type]
        self.pid, self.jobs = self._process.pid, 0

    def send(self, job: frames.AnyJob) -> None:
        """Give the child a job; BrokenPipeError where it is gone."""
        self.jobs += 1
        frames.write(self._process.stdin, job)  # type: ignore[arg-type]

    def receive(self, seconds: float) -> frames.Answer | None:
        """The next answer, or None when there is none yet after so many seconds. EOFError when the child is gone."""
        if answer := frames.take_answer(self._answers):
            return answer
        if self._read(seconds):
            raise EOFError
        return frames.take_answer(self._answers)

    def last_words(self) -> str:
        """How a dead child ended and the last that it wrote to standard error."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self.kill()
        said = self._words.decode("utf-8", "replace").strip().split("\n")[-1].strip()
        return f"exit code {self._process.returncode}" + (f", last words: {said[:500]}" if said else "")

    def kill(self) -> None:
        """End the child and what it started at once, let go of its pipes; what it wrote to standard error is kept."""
        if self._selector.get_map() is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        while self._selector.get_map() and self._selector.select(0):
            self._read(0)
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):
                stream.close()  # type: ignore[union-attr]

    def close(self) -> None:
        """Let the child end by itself: it does at the end of its input."""
        self._process.stdin.close()  # type: ignore[union-attr]
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(FAREWELL)
        self.kill()

    def _read(self, seconds: float) -> bool:
        """Take in what the child has written; True where its standard output has ended."""
        ended = False
        for key, _ in self._selector.select(seconds):
            data = os.read(key.fd, CHUNK)
            key.data.extend(data)
            if not data:
                self._selector.unregister(key.fileobj)
                ended = ended or key.data is self._answers
        del self._words[:-LAST_WORDS]
        return ended


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MB, on Linux also of all that it started; 0 where it is gone."""
    with suppress(OSError, IndexError):
        if sys.platform == "linux":
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            return pages * os.sysconf("SC_PAGESIZE") / MEGABYTE + sum(map(resident_mb, _started_by(pid)))
        said = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False)  # noqa: S603
        return int(said.stdout.split()[0]) / 1024
    return 0.0


def _started_by(pid: int) -> Iterator[int]:
    """The children of all threads of a process."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            yield from map(int, (thread / "children").read_text(encoding="ascii").split())
