"""What the routes answer from, and how a route gets at it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, cast

from fastapi import Depends, Request

from gazette.metrics import Metrics
from gazette.ports import Beat, Catalogue, EventLog, ObjectStore, SearchIndex

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class ApiLimits:
    """What is let in: `hosts` are host names served besides those of this machine; `*` serves any.

    `masking` keeps personal data from all but editors. Clients in `operators` may do what operators do.
    """

    hosts: tuple[str, ...] = ()
    masking: bool = True
    operators: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class ApiBackends:
    """The four ports, the figures of this process, the running roles, and whether texts are to be masked.

    `own` are the roles without which this process is not ready.
    """

    catalogue: Catalogue
    objects: ObjectStore
    search: SearchIndex
    log: EventLog
    metrics: Metrics
    roles: Callable[[], Sequence[Beat]]
    masking: bool = False
    own: Callable[[], Sequence[Beat]] = tuple


async def _backends(request: Request) -> ApiBackends:
    return cast(ApiBackends, request.app.state.backends)


Backends = Annotated[ApiBackends, Depends(_backends)]
