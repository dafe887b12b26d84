"""Recognising pages goes on where it was when a process died; what was recognised once is not recognised again."""

import io
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gazette.errors import TransientError
from gazette.events import IssueStored
from gazette.model import source_key
from gazette.ports import ObjectStore
from services.extract import frames
from services.extract.handler import Extract
from services.extract.limits import Limits
from services.extract.recogniser import recogniser_version
from services.extract.runner import Hearing, ParserProcess
from services.extract.scan_store import TOGETHER, ScanStore
from services.extract.scans import Scan
from tests.contract.adapters import EmbeddedPlace, embedded_place
from tests.formats.pdf import by_hand

PAGES, DEADLY = 40, 25
SHA = "ab" * 32
EVENT = IssueStored("ab" * 8, 1, SHA)
SCANNED = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
MORTAL = r"""
import os, signal, sys
from pathlib import Path
from services.extract import child
from services.extract.parse import parse
from services.extract.scans import Run, Scan

folder, deadly = Path(sys.argv[1]), int(sys.argv[2])

def recognise(number, picture):
    with (folder / "seen").open("a") as seen:
        seen.write(f"{number}\n")
    if number == deadly and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    text = f"第{number}页" + "各县区人民政府" * (1 + number % 3)
    lefts = tuple(72.0 + 16 * k for k in range(len(text)))
    run = Run(text, lefts, tuple(x + 16 for x in lefts), (1.0,) * len(text), 200, 400, 16)
    return Scan(number, 595, 842, 0.0, (run,))

child.end_with_parent()
child.serve(sys.stdin.buffer, child.claim_stdout(), parse, False, recognise)
"""


@pytest.fixture
def objects(tmp_path: Path, template: Path) -> ObjectStore:
    store = embedded_place(tmp_path, template).objects()
    store.put(source_key(SHA), io.BytesIO(by_hand([SCANNED] * PAGES)))
    return store


def worked(folder: Path, objects: ObjectStore, deadly: int = DEADLY) -> tuple[Any, list[tuple[int, int]]]:
    """What a stage gives that was started anew, or the error it ends in; and how far it said to be."""
    heard: list[tuple[int, int]] = []
    command = (sys.executable, "-c", MORTAL, str(folder), str(deadly))
    catalogue = EmbeddedPlace(folder).catalogue()
    stage = Extract(objects, catalogue, ParserProcess(Limits(), command=command))
    try:
        return stage.work(EVENT, lambda done, of: heard.append((done, of))), heard
    except TransientError as error:
        return error, heard
    finally:
        stage.close()
        catalogue.close()


def seen(folder: Path) -> list[int]:
    return [int(line) for line in (folder / "seen").read_text().split()]


def stored(objects: ObjectStore) -> list[int]:
    return [int(Path(one.key).stem) for one in objects.list(f"derived/{SHA}/ocr/{recogniser_version()}/")]


def test_pages_that_were_recognised_before_a_death_are_not_again(tmp_path: Path, objects: ObjectStore) -> None:
    died, heard = worked(tmp_path, objects)
    assert isinstance(died, TransientError)
    assert heard == [(page, PAGES) for page in range(1, DEADLY)]
    assert stored(objects) == [1, 11, 21]
    result, heard = worked(tmp_path, objects)
    assert seen(tmp_path) == [*range(1, DEADLY + 1), *range(DEADLY, PAGES + 1)]
    assert heard[: PAGES - DEADLY + 1] == [(page, PAGES) for page in range(DEADLY, PAGES + 1)]
    lines = result.extraction.text.split("\n")
    assert [line.split("页")[0] for line in lines] == [f"第{page}" for page in range(1, PAGES + 1)]


def test_a_file_that_is_parsed_again_needs_no_recogniser(tmp_path: Path, objects: ObjectStore) -> None:
    first, _ = worked(tmp_path, objects, deadly=0)
    again, _ = worked(tmp_path, objects, deadly=0)
    assert seen(tmp_path) == list(range(1, PAGES + 1))
    assert again.extraction == first.extraction


def test_a_worker_that_dies_loses_nine_pages_at_most(objects: ObjectStore) -> None:
    pages = ScanStore(objects, SHA)
    for number in range(1, 30):
        pages.keep(Scan(number, 595, 842))
    held = [scan.number for scan in ScanStore(objects, SHA).held()]
    assert held == list(range(1, 2 * TOGETHER + 1))


def test_an_object_that_cannot_be_understood_is_done_again(tmp_path: Path, objects: ObjectStore) -> None:
    first, _ = worked(tmp_path, objects, deadly=0)
    key = f"derived/{SHA}/ocr/{recogniser_version()}/000011.json"
    objects.put(key, io.BytesIO(b"[{"))
    again, _ = worked(tmp_path, objects, deadly=0)
    assert seen(tmp_path)[PAGES:] == list(range(11, 21))
    assert again.extraction == first.extraction


def test_another_recogniser_begins_anew(objects: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = ScanStore(objects, SHA)
    pages.keep(Scan(1, 595, 842))
    pages.flush()
    assert len(ScanStore(objects, SHA).held()) == 1
    for version in ("1-99", None):
        monkeypatch.setattr("services.extract.scan_store.recogniser_version", lambda version=version: version)
        assert ScanStore(objects, SHA).held() == ()


def test_each_page_has_as_much_time_as_a_file_without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 190.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    kept: list[Scan] = []
    hearing = Hearing(lambda _done, _of: None, kept.append, 120)
    assert hearing.deadline == 220
    hearing.hear(frames.Progress(1, 2))
    assert hearing.deadline == 220
    hearing.hear(frames.Recognised(Scan(1, 595, 842), 2))
    assert (hearing.deadline, len(kept)) == (310, 1)
