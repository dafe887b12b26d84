"""The door to traces: how long each part of the way took, told elsewhere."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Tracer(Protocol):
    """Tells of spans, which hang together over processes by W3C `traceparent`."""

    def span(
        self, name: str, parent: str | None = None, attributes: Mapping[str, str | None] | None = None
    ) -> AbstractContextManager[str | None]:
        """Around a piece of work; gives the traceparent that what it brings about is to carry."""

    def close(self) -> None:
        """Send what is left."""


class NoTracer:
    """Nothing is told; what others trace is passed on."""

    def span(
        self,
        name: str,  # noqa: ARG002
        parent: str | None = None,
        attributes: Mapping[str, str | None] | None = None,  # noqa: ARG002
    ) -> AbstractContextManager[str | None]:
        """gazette.ports.Tracer."""
        return nullcontext(parent)

    def close(self) -> None:
        """Nothing is left."""
