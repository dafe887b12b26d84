"""A process that serves: a socket that is ours, the gateway behind it, and waiting until told to end."""

import errno
import http.client
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from gazette.errors import SettingsError, UnavailableError
from services.addresses import address_of

BACKLOG = 2048
GRACE_SECONDS = 3
KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep a connection that rests: who closes first must not be the one who is asked."""
START_SECONDS = 30.0
TICK = 0.1
SIGN, LONGEST_ANSWER = b'"checks"', 10_000
"""What is in the answer about readiness, well or not."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. SettingsError, with what to do, where the address cannot be had."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise SettingsError(_unusable(host, error)) from error
    # asyncio sends small answers at once only on a socket that says it is TCP: else each waits 40 ms
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise SettingsError(_refused(host, port, error)) from error
    return listening


def url(listening: socket.socket) -> str:
    """Where a browser on this machine finds the socket."""
    host, port = listening.getsockname()[:2]
    return address_of(host, port)


def listen_for_probes(host: str, port: int) -> socket.socket:
    """A listening socket for health and metrics. SettingsError where the address cannot be had."""
    try:
        return listen(host, port)
    except SettingsError as error:
        raise SettingsError(
            f"健康检查与指标的地址 {address_of(host, port)} 无法使用。 Health and metrics cannot be answered there: "
            "it is in use, or no address of this machine. Change GAZETTE_PROBE_PORT and GAZETTE_PROBE_HOST"
        ) from error


def answers(base: str, seconds: float = 2.0) -> bool:
    """Whether a web server answers there, whatever it says."""
    try:
        urllib.request.urlopen(f"{base}/healthz", timeout=seconds).close()  # noqa: S310 - our own http URL
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError, http.client.HTTPException):
        return False
    return True


def is_gazette(base: str, seconds: float = 2.0) -> bool:
    """Whether what answers there is a Gazette."""
    try:
        with urllib.request.urlopen(f"{base}/readyz", timeout=seconds) as reply:  # noqa: S310 - our own http URL
            return SIGN in reply.read(LONGEST_ANSWER)
    except urllib.error.HTTPError as refusal:
        return SIGN in refusal.read(LONGEST_ANSWER)
    except (OSError, ValueError, http.client.HTTPException):
        return False


class Site:
    """An app on a socket, in a thread of its own: the gateway, or what answers for a role."""

    def __init__(self, app: FastAPI, listening: socket.socket, name: str = "gateway") -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self.server, self.base = uvicorn.Server(config), url(listening)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]}, name=name, daemon=True)
        self.name = name

    def start(self) -> None:
        """Return as soon as it really answers. UnavailableError where it does not."""
        self.thread.start()
        deadline = time.monotonic() + START_SECONDS
        while self.is_alive() and time.monotonic() < deadline:
            if self.server.started and answers(self.base):
                return
            time.sleep(TICK / 5)
        raise UnavailableError(f"the {self.name} at {self.base} did not start to answer; the lines above say why")

    def is_alive(self) -> bool:
        """Whether the server runs."""
        return self.thread.is_alive()

    def stop(self) -> None:
        """Let running requests end, at most a few seconds."""
        self.server.should_exit = True
        self.thread.join(GRACE_SECONDS + 1)


@contextmanager
def signals() -> Iterator[Callable[[], bool]]:
    """Within, Ctrl-C and SIGTERM do no more than make the given function answer True; a second one ends at once."""
    told: list[int] = []
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in wanted}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def hear(number: int, _frame: object) -> None:
        told.append(number)
        restore()

    for number in wanted:
        signal.signal(number, hear)
    try:
        yield lambda: bool(told)
    finally:
        restore()


def _unusable(host: str, error: OSError) -> str:
    return (
        f"地址 {host} 无法使用，请检查 GAZETTE_HOST。 "
        f"The address {host} cannot be used ({error.strerror}); set GAZETTE_HOST to an address of this machine."
    )


def _refused(host: str, port: int, error: OSError) -> str:
    base = address_of(host, port)
    if error.errno == errno.EADDRINUSE:
        ours = f"已有 Gazette 在 {base}/ 运行。 A Gazette answers there already. " if is_gazette(base) else ""
        return (
            f"端口 {port} 已被占用。 Port {port} is in use. {ours}"
            f"换一个端口 Choose another: PORT={port + 1} make run, or GAZETTE_PORT={port + 1} gazette serve"
        )
    if error.errno == errno.EACCES:
        return (
            f"没有权限使用端口 {port}，请用 1024 以上的端口。 Port {port} needs more rights. Choose one above 1024: "
            "PORT=8001 make run, or GAZETTE_PORT=8001 gazette serve"
        )
    return _unusable(host, error)
