"""Where a process of this machine answers."""

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what they stand for, nothing listens here


def address_of(host: str, port: int) -> str:
    """Host and port as a URL that can be opened from this machine."""
    host = EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
