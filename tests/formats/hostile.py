"""Damaged and hostile copies of a file, the same for the same seed."""

import io
import random
import re
import zipfile
from collections.abc import Iterator

from tests.formats.docx import pack

BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
NUMBERS = (b"-1", b"1e309", b"nan", b"99999999999999999999", b"", b"x", b"0")
NUMBER = re.compile(rb'(?<=")-?\d[\d. ]*(?=")')


def mutants(data: bytes, seeds: int) -> Iterator[bytes]:
    """Copies of a zipped file, one kind of harm after the other."""
    for seed in range(seeds):
        yield mutant(data, seed)


def mutant(data: bytes, seed: int) -> bytes:
    """One such copy."""
    kinds = (_truncated, _flipped, _numbers, _swollen, _entities, _torn, _missing)
    return kinds[seed % len(kinds)](data, random.Random(seed))


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(10, len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 40)):
        changed[chance.randrange(4, len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    return pack({**parts})


def _of(parts: dict[str, bytes], chance: random.Random) -> str:
    return chance.choice(sorted(parts))


def _numbers(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    for name, content in parts.items():
        if not name.endswith(".rels"):
            parts[name] = NUMBER.sub(
                lambda found: chance.choice(NUMBERS) if chance.random() < 0.3 else found[0], content
            )
    return _packed(parts)


def _swollen(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    name = _of(parts, chance)
    parts[name] = parts[name].replace(b">", b">" + b" " * 30_000_000, 1)
    return _packed(parts)


def _entities(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    name = _of(parts, chance)
    body = re.sub(rb"<\?xml.*?\?>", b"", parts[name])
    parts[name] = chance.choice((BOMB, OUTSIDE)) + body.replace(b"</", b"&c;</", 1)
    return _packed(parts)


def _torn(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    name = _of(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]
    return _packed(parts)


def _missing(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    del parts[_of(parts, chance)]
    return _packed({**parts, "../../climbing.xml": b"x", "/etc/absolute": b"x"})
