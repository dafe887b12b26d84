"""Harm that is done to the bytes of any file, the same for the same seed."""

import random
from collections.abc import Callable, Sequence
from functools import partial

Harm = Callable[[bytes, random.Random], bytes]
NUMBERS = (b"-1", b"0", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e309", b"")


def harmed(data: bytes, seed: int, words: Sequence[bytes] = ()) -> bytes:
    """A copy with one to three kinds of harm; `words` are what may be put in."""
    chance = random.Random(seed)
    kinds: tuple[Harm, ...] = (
        _truncated,
        _flipped,
        _swapped,
        _repeated,
        _dropped,
        _renumbered,
        partial(_inserted, words),
    )
    for kind in (kinds[seed % len(kinds)], *chance.sample(kinds, chance.randrange(3))):
        data = kind(data, chance)
    return data


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _slice(data: bytes, chance: random.Random) -> tuple[int, int]:
    begin = _place(data, chance)
    return begin, min(len(data), begin + chance.randrange(1, max(2, len(data) // 4)))


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 60) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _swapped(data: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted((_slice(data, chance), _slice(data, chance)))
    b = min(b, c)
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    begin, end = _slice(data, chance)
    return data[:end] + data[begin:end] * chance.choice((1, 2, 20, 200)) + data[end:]


def _dropped(data: bytes, chance: random.Random) -> bytes:
    begin, end = _slice(data, chance)
    return data[:begin] + data[end:]


def _renumbered(data: bytes, chance: random.Random) -> bytes:
    """One number in ten is another."""
    pieces = data.split(b" ")
    changed = (chance.choice(NUMBERS) if piece.isdigit() and chance.random() < 0.1 else piece for piece in pieces)
    return b" ".join(changed)


def _inserted(words: Sequence[bytes], data: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + chance.choice([*words, bytes(chance.randbytes(64))]) + data[place:]
