"""`gazette add`: takes files in and follows each to its end."""

import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import typer

from gazette.errors import DeadLetterLimitError, RejectedError
from gazette.model import Issue, IssueStatus, Kind
from gazette.ports import Tables
from gazette.settings import Settings
from gazette.wiring import Backends, failpoint, open_backends
from services.cli.added import Outcome, Verdict, show_outcomes
from services.cli.console import remark
from services.cli.files import LocalFile, collect, digest, media_type
from services.cli.gauges import Gauges
from services.cli.hands import Hands
from services.cli.plain import sentence
from services.cli.start import hush, load_settings
from services.ingest.receive import Upload, receive

TICK = 0.1
LOOKED_AT = 200
"""How many unfinished issues are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is stored and being processed; `verdict` is what it gets when it becomes ready."""

    file: LocalFile
    issue_id: str
    verdict: Verdict


def add_paths(data: Path | None, paths: Sequence[Path]) -> None:
    """Add files, wait until each is ready or has failed, sum up; exit code 1 if any failed."""
    settings = load_settings(data)
    hush(settings)
    files = collect(paths)
    with _interruptible(), open_backends(settings) as backends:
        adding = Adding(backends, settings, files)
        try:
            adding.run()
        except KeyboardInterrupt:
            _left(adding)
        finally:
            adding.hands.stop()
    show_outcomes(adding.outcomes)
    if any(outcome.verdict is Verdict.FAILED for outcome in adding.outcomes):
        raise typer.Exit(1)


class Adding:
    """One run over some files."""

    def __init__(self, backends: Backends, settings: Settings, files: Sequence[LocalFile]) -> None:
        self.backends, self.settings, self.files = backends, settings, files
        self.hands = Hands(backends, settings)
        landmark = failpoint(settings.failpoint)
        self._receive = partial(receive, catalogue=backends.catalogue, objects=backends.objects, landmark=landmark)
        self.gauges = Gauges(len(files), sum(file.size for file in files))
        self.outcomes: list[Outcome] = []
        self.waiting: deque[Waiting] = deque()
        self._taken: dict[str, Path] = {}
        self._unfolded = 0
        self._looked = 0.0

    def run(self) -> None:
        """Take all files in, then wait for those that are not done."""
        with self.gauges.shown():
            for file in self.files:
                self._take(file)
                if time.monotonic() - self._looked > TICK:
                    self._look()
            while self.waiting:
                self._look()
                time.sleep(TICK)

    @property
    def left(self) -> int:
        """How many files have not come to an end."""
        return len(self.files) + self._unfolded - len(self.outcomes)

    def _take(self, file: LocalFile) -> None:
        try:
            sha256, size = digest(file, self.settings.max_upload_bytes, self.gauges.read)
            upload = Upload(file.path.name, media_type(file.path))
            received = self._receive(file.path, sha256, size, upload)
        except (RejectedError, OSError) as error:
            self._end(Outcome(file.path, Verdict.FAILED, reason=sentence(error)))
            return
        issue = received.issue
        if self._is_twin(file.path, issue):
            return
        if received.duplicate and issue.status is IssueStatus.READY:
            with self.backends.catalogue.reading() as tables:
                self._ready(Waiting(file, issue.id, Verdict.HELD), issue, tables)
        else:
            verdict = Verdict.RESUMED if received.duplicate else Verdict.ADDED
            self.waiting.append(Waiting(file, issue.id, verdict))

    def _is_twin(self, path: Path, issue: Issue | None) -> bool:
        """Whether another file of this run has the same bytes: then this one is done with."""
        twin = self._taken.setdefault(issue.id, path) if issue else path
        if twin is not path:
            self._end(Outcome(path, Verdict.HELD, issue, f"与 {twin} 内容相同 the same bytes as {twin}"))
        return twin is not path

    def _look(self) -> None:
        """Take note of what has come to its end meanwhile."""
        self._looked = time.monotonic()
        self.hands.look()
        if self.hands.down():
            raise DeadLetterLimitError("; ".join(self.hands.down()))
        self.gauges.tell(self.hands.problems)
        with self.backends.catalogue.reading() as tables:
            for _ in range(min(LOOKED_AT, len(self.waiting))):
                one = self.waiting.popleft()
                self._follow(one, tables)

    def _follow(self, one: Waiting, tables: Tables) -> None:
        issue = tables.issues.get(one.issue_id)
        if issue is None or issue.deleted:
            reason = "处理时被删除 It was deleted meanwhile"
            self._end(Outcome(one.file.path, Verdict.FAILED, issue, reason))
        elif issue.status is IssueStatus.FAILED:
            self._end(Outcome(one.file.path, Verdict.FAILED, issue, issue.reason))
        elif issue.status is IssueStatus.READY:
            self._ready(one, issue, tables)
        else:
            self.waiting.append(one)

    def _ready(self, one: Waiting, issue: Issue, tables: Tables) -> None:
        """At its end; a bundle is unpacked then, and each of its files is followed to its own."""
        self._end(Outcome(one.file.path, one.verdict, issue))
        for child in tables.bundles.children(issue.id) if issue.kind is Kind.BUNDLE else ():
            path, entry = one.file.path / child.entry.file_name, child.entry
            self._unfolded += 1
            self.gauges.more()
            if entry.issue_id is None:
                self._end(Outcome(path, Verdict.FAILED, reason=child.reason))
            elif not self._is_twin(path, tables.issues.get(entry.issue_id)):
                verdict = Verdict.HELD if entry.held else one.verdict
                self.waiting.append(Waiting(LocalFile(path, 0), entry.issue_id, verdict))

    def _end(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.gauges.ended()


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM is taken like Ctrl-C."""

    def interrupt(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _left(adding: Adding) -> NoReturn:
    show_outcomes(adding.outcomes)
    remark(
        f"已中断，还有 {adding.left} 个文件没有完成；再次运行同一命令即可继续。 "
        f"Interrupted with {adding.left} of {len(adding.files)} files to go; run the same command again to resume.",
        "yellow",
    )
    raise typer.Exit(130)
