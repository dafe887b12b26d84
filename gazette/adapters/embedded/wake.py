"""Wake whoever waits for events in this process; others look by themselves."""

import threading


class Wake:
    """A counter that can be waited for: nothing that happens between looking and waiting is missed."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.count = 0

    def ring(self) -> None:
        """Something happened."""
        with self.changed:
            self.count += 1
            self.changed.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Wait until the count is no longer `seen`, at most so long."""
        with self.changed:
            self.changed.wait_for(lambda: self.count != seen, seconds)
