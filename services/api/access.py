"""Who may see what: the one place that decides whether a request is an editor's."""

from ipaddress import IPv6Address, ip_address
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from services.api.backends import ApiBackends
from services.api.problems import Problem

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_editor(request: Request) -> bool:
    """Whether the client may see what is masked: without keys, one on this machine that speaks for no other."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return False
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (inner or address).is_loopback


def demand_editor(request: Request) -> None:
    """Problem `forbidden` where the client is no editor."""
    if not is_editor(request):
        raise Problem(
            "forbidden",
            "Only an editor sees personal data as printed. Ask without `original`, or from the machine that serves.",
        )


async def _readable(
    request: Request,
    original: Annotated[
        bool, Query(description="Personal data as printed, for editors; otherwise each character of it is a ●.")
    ] = False,
) -> ApiBackends:
    """What a reader of texts and fields is answered from."""
    if original and request.app.state.backends.masking:
        demand_editor(request)
        return cast(ApiBackends, request.app.state.originals)
    return cast(ApiBackends, request.app.state.backends)


Readable = Annotated[ApiBackends, Depends(_readable)]
