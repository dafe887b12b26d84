"""Processing in this process what no other process does."""

import time

from gazette.ports import Beat
from gazette.settings import Settings
from gazette.wiring import Backends
from services.compose import living, metrics
from services.presence import NEEDED, is_alive
from services.roles import Roles

LOOK_SECONDS = 2.0
STOP_SECONDS = 8.0


class Hands:
    """Sees that every stage has somebody: other processes where they live, else threads of this one."""

    def __init__(self, backends: Backends, settings: Settings) -> None:
        self._backends, self._settings = backends, settings
        self._own: list[Roles] = []
        self._looked = float("-inf")
        self.problems: tuple[str, ...] = ()

    def look(self) -> None:
        """Take on what nobody does; every two seconds is enough, so more calls do nothing."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        beats = [beat for beat in living(self._backends) if is_alive(beat)]
        self.problems = standing_still(beats)
        missing = [role for role in NEEDED if role not in {beat.role for beat in beats}]
        if missing:
            roles = Roles(missing, self._backends, self._settings, metrics(self._backends))
            roles.start()
            self._own.append(roles)

    def down(self) -> tuple[str, ...]:
        """Why roles of this process will not go on by themselves."""
        return tuple(problem for roles in self._own for problem in roles.down())

    def stop(self) -> None:
        """End in good order; what is not done stays in the data folder."""
        for roles in self._own:
            roles.stop(STOP_SECONDS)


def what_next(backends: Backends) -> str:
    """Who goes on with what waits, or what to start."""
    alive = {beat.role for beat in living(backends) if is_alive(beat)}
    missing = [role for role in NEEDED if role not in alive]
    if missing:
        return f"没有进程承担 Nobody does {', '.join(missing)}：请运行 gazette serve 继续处理 start it to go on."
    return "正在运行的进程会接着处理 The running process goes on with it: gazette status"


def standing_still(beats: list[Beat]) -> tuple[str, ...]:
    """A sentence for each needed role that is there but does not work anywhere."""
    working = {beat.role for beat in beats if beat.problem is None}
    idle = {beat.role: f"{beat.role}: {beat.problem}" for beat in beats if beat.role not in working}
    return tuple(sentence for role, sentence in idle.items() if role in NEEDED)
