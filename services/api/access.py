"""Who may see and do what: the one place that decides whether a request is an editor's or an operator's."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from services.api.backends import ApiBackends, Network
from services.api.problems import Problem

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_editor(request: Request) -> bool:
    """Whether the client may see what is masked: without keys, one on this machine that speaks for no other."""
    address = _address(request)
    return address is not None and address.is_loopback


def is_operator(request: Request) -> bool:
    """Whether the client may replay, discard, retry and reindex: an editor, or one of the operators' networks."""
    address = _address(request)
    networks: Sequence[Network] = request.app.state.operators
    return address is not None and (address.is_loopback or any(address in network for network in networks))


def demand_editor(request: Request) -> None:
    """Problem `forbidden` where the client is no editor."""
    if not is_editor(request):
        raise Problem(
            "forbidden",
            "Only an editor sees personal data as printed. Ask without `original`, or from the machine that serves.",
        )


def demand_operator(request: Request) -> None:
    """Problem `forbidden` where the client is no operator."""
    if not is_operator(request):
        raise Problem(
            "forbidden",
            "Only an operator may do this: from the machine that serves, or a network of GAZETTE_OPERATOR_NETWORKS.",
            "只有运维人员可以执行，请在运行本服务的机器上操作，或把所在网段加入 GAZETTE_OPERATOR_NETWORKS。",
        )


def _address(request: Request) -> IPv4Address | IPv6Address | None:
    """Where the client is; None where it may speak for others."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return None
    try:
        address = ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address


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
