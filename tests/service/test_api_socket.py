"""The socket that the gateway listens on, and how long it keeps a connection that rests."""

import socket

import httpx
from fastapi import FastAPI

from services.serving import Site, listen


def test_answers_are_not_held_back() -> None:
    """asyncio turns Nagle's algorithm off on accepted connections only where the listener names its protocol."""
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_client_lets_a_resting_connection_go_before_the_server_does() -> None:
    """Else it now and then asks over one that is being closed, and gets no answer."""
    with listen("127.0.0.1", 0) as listening:
        kept = Site(FastAPI(), listening).server.config.timeout_keep_alive
    client_keeps = httpx.Limits().keepalive_expiry
    assert client_keeps is not None
    assert kept > 2 * client_keeps
