"""Named points that the flow passes."""

from collections.abc import Callable

Landmark = Callable[[str], None]
"""Called with the name of a point that the flow passes; tests end the process there."""


def no_landmark(name: str) -> None:
    """Pass every landmark without stopping."""
