"""What a ZIP may cost, all files together and each alone: what is beyond costs no other file."""

import sys
from pathlib import Path

import pytest

from gazette.adapters.embedded.files import FileObjectStore
from gazette.errors import RejectedError
from gazette.model import source_key
from services.extract import bundles
from services.extract.bundles import Unpacker
from services.extract.limits import Limits
from tests.formats.zips import zipped

LARGE = [letter * 600_000 for letter in (b"a", b"b")]
FILES = (("一.txt", LARGE[0]), ("二.txt", LARGE[1]), ("三.txt", b"text"))
SERVES = """
import sys, time
from services.extract import unzip, unzip_child
from services.extract.child import claim_stdout
take = unzip.take
def odd(path, index, *more):
    if index == 0:
        {deed}
    take(path, index, *more)
unzip.take = odd
unzip_child.serve(sys.stdin.buffer, claim_stdout())
"""
SLEEPS = "time.sleep(600)"
EATS = "held = [b'x' * 20_000_000 for _ in range(30)]; time.sleep(600)"


def unpacked(folder: Path, limits: Limits) -> list[str | None]:
    """How each file of the ZIP ended; what was taken is in the object store, and nothing is in the spool."""
    (folder / "a.zip").write_bytes(zipped(*FILES))
    objects = FileObjectStore(folder / "objects")
    found = Unpacker(objects, folder / "spool", limits).unpack(folder / "a.zip", "a.zip", lambda *_: None)
    for one, (_, data) in zip(found.files, FILES, strict=True):
        assert bool(one.refusal) != bool(one.sha256)
        if one.sha256:
            assert objects.open(source_key(one.sha256)).read() == data
    assert list((folder / "spool").iterdir()) == []
    return [one.refusal.code if one.refusal else None for one in found.files]


@pytest.mark.parametrize(
    ("limits", "ends"),
    [
        (Limits(), [None, None, None]),
        (Limits(bundle_mb=1), [None, "too_large_expanded", None]),
        (Limits(file_mb=0.5), ["too_large_expanded", "too_large_expanded", None]),
        (Limits(bundle_files=3), [None, None, None]),
    ],
    ids=["usual", "all files together", "one file", "number of files"],
)
def test_what_its_files_may_hold(tmp_path: Path, limits: Limits, ends: list[str | None]) -> None:
    assert unpacked(tmp_path, limits) == ends


def test_more_files_than_are_taken(tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="2 are taken at most") as refused:
        unpacked(tmp_path, Limits(bundle_files=2))
    assert refused.value.code == "too_many_files"


@pytest.mark.parametrize(
    ("deed", "limits", "code"),
    [(SLEEPS, Limits(seconds=3), "too_slow"), (EATS, Limits(memory_mb=300), "too_large_in_memory")],
    ids=["time", "memory"],
)
def test_time_and_memory_are_those_of_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str, limits: Limits, code: str
) -> None:
    monkeypatch.setattr(bundles, "COMMAND", (sys.executable, "-c", SERVES.format(deed=deed)))
    assert unpacked(tmp_path, limits) == [code, None, None]
