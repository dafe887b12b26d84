"""The roles of one process: a thread each, watched, with a sign of life in the catalogue.

A role that stumbles is started again after a pause; one that has buried too many events stays down and says so.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

import structlog

from gazette import __version__
from gazette.errors import DeadLetterLimitError, UnavailableError
from gazette.events import now
from gazette.ledger import Policy
from gazette.metrics import Metrics
from gazette.ports import Beat, Bell
from gazette.settings import Settings
from gazette.wiring import Backends, failpoint, spool
from gazette.worker import Worker
from services.ingest.housekeeping import Chore, Patience, chores
from services.ingest.inbox import Inbox
from services.ingest.relay import relay
from services.pipeline import STAGES, Stage
from services.runners import runners

BEAT_SECONDS = 2.0
ALIVE_SECONDS = 10.0
WAIT_SECONDS = 0.5
LONGEST_PAUSE = 30.0
CHORE_TICK = 0.1
CHORE_AGAIN = 2.0
BELL_SECONDS = 1.0
RELAY = "relay"
INBOX = "inbox"

log = structlog.get_logger()


class Role(threading.Thread):
    """One role. `problem` says in a sentence why it stands still; `is_down` that it will not go on by itself."""

    def __init__(self, name: str, turn: Callable[[threading.Event], str | None]) -> None:
        super().__init__(name=name, daemon=True)
        self.turn, self.stop = turn, threading.Event()
        self.member = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.started_at = now()
        self.problem: str | None = None
        self.is_down = False
        self.worker: Worker | None = None

    def run(self) -> None:
        pause = WAIT_SECONDS
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                self.problem = self.turn(self.stop)
            except DeadLetterLimitError as error:
                self.problem, self.is_down = str(error), True
                log.error("role_stopped", role=self.name, problem=self.problem)
                return
            except UnavailableError as error:
                self.wait_for(error)
            except BaseException as error:  # a panic of the search engine is no Exception
                self.problem = f"{type(error).__name__}: {error}"
                log.exception("role_stumbled", role=self.name)
            pause = WAIT_SECONDS if time.monotonic() - began > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            self.stop.wait(pause)

    def wait_for(self, error: UnavailableError) -> None:
        """Say which backend is waited for; in the log once, until another one is."""
        if self.problem != str(error):
            log.warning("waiting", role=self.name, problem=str(error))
        self.problem = str(error)

    def beat(self) -> Beat:
        """Its sign of life."""
        problem = self.problem or (self.worker.problem if self.worker else None)
        host, pid = socket.gethostname(), os.getpid()
        return Beat(self.member, self.name, host, pid, self.started_at, now(), problem, __version__)


class Roles:
    """The roles that this process has."""

    def __init__(self, names: Sequence[str], backends: Backends, settings: Settings, metrics: Metrics) -> None:
        self.backends, self.settings, self.metrics = backends, settings, metrics
        self.landmark = failpoint(settings.failpoint)
        stages = {stage.role: stage for stage in STAGES}
        self.roles = [self._role(name, stages.get(name)) for name in self._with_helpers(names)]
        metrics.own = self.beats
        self.stopped = threading.Event()
        self.heart = threading.Thread(target=self._beat, name="heart", daemon=True)

    def __enter__(self) -> "Roles":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start all threads."""
        self._sign()
        for role in self.roles:
            role.start()
        self.heart.start()

    def stop(self, patience: float = 10.0) -> None:
        """End all roles in good order: what they do now is finished, nothing new is begun."""
        for role in self.roles:
            role.stop.set()
        deadline = time.monotonic() + patience
        for role in self.roles:
            role.join(max(0.0, deadline - time.monotonic()))
        self.stopped.set()
        self.heart.join(BEAT_SECONDS)
        with suppress(UnavailableError), self.backends.catalogue.transaction(durable=False) as tables:
            for role in self.roles:
                tables.work.end_beat(role.member)

    def beats(self) -> Sequence[Beat]:
        """How each role of this process is."""
        return [role.beat() for role in self.roles]

    def down(self) -> Sequence[str]:
        """Why roles of this process are down for good; empty while all run."""
        return [role.problem or role.name for role in self.roles if role.is_down]

    def _role(self, name: str, stage: Stage | None) -> Role:
        if stage is not None:
            role = Role(name, lambda stop: self._work(stage, role, stop))
        elif name == "ingest":
            role = Role(name, lambda stop: self._keep_house(role, stop))
        elif name == RELAY and self.backends.bell is not None:
            bell = self.backends.bell
            role = Role(name, lambda stop: self._relay(bell, role, stop))
        elif name == INBOX and self.backends.inbox_bell is not None:
            inbox_bell = self.backends.inbox_bell
            role = Role(name, lambda stop: self._heed_hints(inbox_bell, role, stop))
        else:
            role = Role(name, _wait)
        return role

    def _with_helpers(self, names: Sequence[str]) -> Sequence[str]:
        """The ingest role relays the outbox where the log does not read it itself, and heeds hints about the inbox."""
        relays = self.backends.bell is not None
        listens = self.backends.inbox_bell is not None and self.settings.inbox_seconds > 0
        helpers = [RELAY] * relays + [INBOX] * listens
        return [*names, *helpers] if "ingest" in names else names

    def _relay(self, bell: Bell, role: Role, stop: threading.Event) -> str | None:
        while not stop.is_set():
            try:
                sent = relay(self.backends.catalogue, self.backends.log, self.landmark)
                self.metrics.relayed(sent)
                role.problem = None
            except UnavailableError as error:
                role.wait_for(error)
                stop.wait(BELL_SECONDS)
            else:
                if not sent:
                    bell.wait(BELL_SECONDS)
        return None

    def _heed_hints(self, bell: Bell, role: Role, stop: threading.Event) -> str | None:
        """Take in what came, once it has settled. What is missed is found by the listing."""
        inbox, rang = self._inbox(), False
        while not stop.is_set():
            rang = bell.wait(BELL_SECONDS) or rang
            if not rang or stop.wait(inbox.settle_seconds):
                continue
            try:
                _take_all(inbox, stop)
                role.problem, rang = None, False
            except UnavailableError as error:
                role.wait_for(error)
        return None

    def _work(self, stage: Stage, role: Role, stop: threading.Event) -> str | None:
        """One life of a worker; a role that must be alone waits for its turn."""
        if stage.alone and not self._lease(stage, role.member):
            return f"another process has the role {stage.role}; waiting for it to end"
        role.problem = None
        role.worker = self._worker(stage)
        ending = threading.Event()
        beside = [threading.Thread(target=self._keep_lease, args=(stage, role.member, stop, ending), daemon=True)]
        if stage.alone:
            carried = runners(self.backends, self.settings, self.landmark, role.member)
            beside += [threading.Thread(target=runner.run, args=(ending,), daemon=True) for runner in carried]
        for thread in beside:
            thread.start()
        try:
            role.worker.run(ending)
        finally:
            problem, role.worker = role.worker.problem, None
            ending.set()
            for thread in beside:
                thread.join()
        return problem

    def _worker(self, stage: Stage) -> Worker:
        policy = Policy(
            attempts=self.settings.attempts,
            retry_seconds=self.settings.retry_seconds,
            dead_letters=self.settings.dead_letter_limit,
            buries_unreadable=stage is STAGES[0],
        )
        return Worker(
            stage.build(self.backends, self.settings, self.landmark, self.metrics.parser_ended),
            self.backends.catalogue,
            self.backends.log.subscribe(stage.role),
            self.metrics,
            policy=policy,
            landmark=self.landmark,
            tracer=self.backends.tracer,
        )

    def _lease(self, stage: Stage, member: str) -> bool:
        with self.backends.catalogue.transaction(durable=False) as tables:
            return tables.work.lease(f"role/{stage.role}", member, ALIVE_SECONDS)

    def _keep_lease(self, stage: Stage, member: str, stop: threading.Event, ending: threading.Event) -> None:
        """End the worker when told to stop, or when the lease went to another process."""
        while not stop.wait(BEAT_SECONDS) and not ending.is_set():
            with suppress(UnavailableError):
                if stage.alone and not self._lease(stage, member):
                    break
        ending.set()
        if stage.alone:
            with suppress(UnavailableError), self.backends.catalogue.transaction(durable=False) as tables:
                tables.work.end_lease(f"role/{stage.role}", member)

    def _keep_house(self, role: Role, stop: threading.Event) -> str | None:
        """A chore that has to wait for a backend keeps no other from its turn."""
        due: dict[str, float] = {}
        problems: dict[str, str] = {}
        while not stop.wait(CHORE_TICK):
            for chore in self._chores():
                _do_when_due(chore, due, problems)
            role.problem = "; ".join(sorted(set(problems.values()))) or None
        return None

    def _chores(self) -> Sequence[Chore]:
        wanted = self.settings
        patience = Patience(wanted.stuck_seconds, wanted.orphan_hours, wanted.retention_days, wanted.inbox_seconds)
        return chores(self._inbox(), patience)

    def _inbox(self) -> Inbox:
        return Inbox(
            self.backends.catalogue,
            self.backends.objects,
            spool(self.settings),
            self.settings.max_upload_bytes,
            settle_seconds=self.settings.inbox_settle_seconds,
            landmark=self.landmark,
            tell=self.metrics.uploaded,
            tracer=self.backends.tracer,
        )

    def _beat(self) -> None:
        while not self.stopped.wait(BEAT_SECONDS):
            with suppress(UnavailableError):
                self._sign()

    def _sign(self) -> None:
        with self.backends.catalogue.transaction(durable=False) as tables:
            for role in self.roles:
                tables.work.beat(role.beat())


def _do_when_due(chore: Chore, due: dict[str, float], problems: dict[str, str]) -> None:
    """What a backend that is away stopped is tried again soon, however seldom it is done."""
    if time.monotonic() < due.get(chore.name, 0.0):
        return
    pause = chore.every
    try:
        chore.do()
        problems.pop(chore.name, None)
    except UnavailableError as error:
        if problems.get(chore.name) != str(error):
            log.warning("chore_waits", chore=chore.name, problem=str(error))
        problems[chore.name] = str(error)
        pause = min(chore.every, CHORE_AGAIN)
    due[chore.name] = time.monotonic() + pause


def _take_all(inbox: Inbox, stop: threading.Event) -> None:
    while inbox.take_in() and not stop.is_set():
        pass


def _wait(stop: threading.Event) -> str | None:
    stop.wait()
    return None
