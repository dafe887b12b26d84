"""Which keys objects may have, whatever they are stored in."""

from gazette.errors import NotFoundError

WRITING = ".writing"
"""First part of the keys that stores keep to themselves; never listed."""
CLIMBING = {"", ".", ".."}


def parts(key: str) -> list[str]:
    """The parts of a key. NotFoundError where it cannot be the key of an object."""
    found = key.split("/")
    if "\0" in key or found[0] == WRITING or not CLIMBING.isdisjoint(found):
        raise NotFoundError(f"{key!r} cannot be the key of an object")
    return found
