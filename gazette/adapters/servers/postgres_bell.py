"""PostgreSQL tells when events were written to the outbox. A hint only: whoever waits looks anyway after a while."""

import time
from contextlib import suppress

import psycopg

from gazette.adapters.sql.work import CHANNEL


class PostgresBell:
    """gazette.ports.Bell on LISTEN. Used by one thread; a lost connection is made anew at the next wait."""

    def __init__(self, url: str) -> None:
        self.url = url.replace("+psycopg", "", 1)
        self.connection: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self, seconds: float) -> bool:
        """Return True when the bell rang, False after so long."""
        try:
            if self.connection is None:
                self.connection = psycopg.connect(self.url, autocommit=True, connect_timeout=5)
                self.connection.execute(f"LISTEN {CHANNEL}")
            for _ in self.connection.notifies(timeout=seconds, stop_after=1):
                return True
        except psycopg.Error:
            self.close()
            time.sleep(seconds)
        return False

    def close(self) -> None:
        """Let go of the connection."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()
