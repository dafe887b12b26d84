"""Which roles live, by their signs of life, and what operators must know of them."""

import os
import socket
from collections.abc import Iterator, Sequence

from gazette.overview import Overview
from gazette.ports import Beat
from services.pipeline import GROUPS

UNTOLD = "0.1.0"
"""The version that did not tell its own."""
NEEDED = ("ingest", *GROUPS)


def is_alive(beat: Beat) -> bool:
    """Whether the process behind a sign of life still exists, as far as this machine can tell."""
    if beat.host != socket.gethostname():
        return True
    try:
        os.kill(beat.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def warnings(found: Overview) -> Iterator[str]:
    """A sentence for work that nobody does, one for versions that differ."""
    missing = ", ".join(role for role in NEEDED if role not in {one.role for one in found.roles})
    if missing and found.unfinished:
        yield (
            f"有 {found.unfinished} 期公报未处理完，但没有进程承担 {missing}；请运行 gazette serve。 "
            f"{found.unfinished} issues are on their way, but nobody does {missing}: run gazette serve"
        )
    if sentence := mixed_versions(found.roles):
        yield sentence


def mixed_versions(beats: Sequence[Beat]) -> str | None:
    """A sentence where roles of different versions run beside each other."""
    roles: dict[str, set[str]] = {}
    for beat in beats:
        roles.setdefault(beat.version or UNTOLD, set()).add(beat.role)
    if len(roles) < 2:  # noqa: PLR2004
        return None
    told = "; ".join(f"{version}: {', '.join(sorted(names))}" for version, names in sorted(roles.items()))
    return (
        f"运行中的角色版本不一致。 The roles that run are of different versions ({told}): "
        "finish the upgrade by restarting those of the older one"
    )
