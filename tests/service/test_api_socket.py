"""The socket that the gateway listens on."""

import socket

from services.serving import listen


def test_answers_are_not_held_back() -> None:
    """asyncio turns Nagle's algorithm off on accepted connections only where the listener names its protocol."""
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
