"""Pictures of pages, drawn in children. A scripted child obeys the number of the page that it is to draw."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PIL import Image

from gazette.adapters.embedded.files import FileObjectStore
from gazette.errors import BusyError, NotFoundError, RejectedError, TransientError
from gazette.model import source_key
from services.extract.drawing.page_images import WAITING, PageImages
from services.extract.drawing.pictures import MOST_REFUSED, REFUSED_SECONDS, Kept
from services.extract.limits import Limits
from tests.at_once import at_once
from tests.formats.ofd import make_ofd
from tests.formats.pdf import by_hand, shown
from tests.formats.scanned import file_of

SCRIPT = r"""
import os, sys, time
from pathlib import Path
from services.extract import child, frames

child.end_with_parent()
answers = child.claim_stdout()
while (job := frames.read(sys.stdin.buffer, frames.Draw)) is not None:
    path = Path(os.fsdecode(job.path))
    held = path.read_bytes().decode()
    with open(Path(held) / "drawn", "a") as told:
        told.write(f"{job.page} ")
    if job.page == 2:
        os._exit(3)
    if job.page == 3:
        time.sleep(600)
    if job.page == 6:
        frames.write(answers, frames.Refused("no_image", "torn", "坏"))
        continue
    if job.page == 4:
        hoard = bytearray(os.urandom(1) * 400_000_000)
        time.sleep(600)
    while job.page == 5 and not (Path(held) / "go").exists():
        time.sleep(0.01)
    frames.write(answers, frames.Drawn(f"{job.name} {job.page} {job.width}".encode()))
"""
SHA, OTHER, LAID_OUT = "ab" * 32, "cd" * 32, "ef" * 32
Open = Callable[..., PageImages]


@pytest.fixture
def open_images(tmp_path: Path) -> Iterator[Open]:
    objects = FileObjectStore(tmp_path / "objects")
    objects.put(source_key(SHA), io.BytesIO(str(tmp_path).encode()))
    with ExitStack() as stack:

        def begin(limits: Limits = Limits(), at_once: int = 1) -> PageImages:  # noqa: B008 - frozen
            images = PageImages(objects, limits, at_once, (sys.executable, "-c", SCRIPT))
            return stack.enter_context(closing(images))

        yield begin


def told(folder: Path) -> list[str]:
    return (folder / "drawn").read_text(encoding="utf-8").split()


def test_a_picture_is_drawn_once_and_kept(open_images: Open, tmp_path: Path) -> None:
    images = open_images()
    assert images.draw(SHA, "期.pdf", 1, 800) == "期.pdf 1 800".encode()
    assert images.draw(SHA, "期.pdf", 1, 800) == "期.pdf 1 800".encode()
    assert images.draw(SHA, "\udcff.pdf", 1, 900) == b"?.pdf 1 900"
    assert told(tmp_path) == ["1", "1"]


def test_two_who_ask_at_once_both_get_it(open_images: Open, tmp_path: Path) -> None:
    images = open_images(at_once=2)
    assert at_once(2, lambda _: images.draw(SHA, "a", 1, 800)) == [b"a 1 800"] * 2
    assert len(told(tmp_path)) in (1, 2)


def test_a_child_that_dies_takes_no_other_page_along(open_images: Open) -> None:
    images = open_images()
    for _ in range(2):
        with pytest.raises(TransientError, match="died while reading"):
            images.draw(SHA, "a.pdf", 2, 800)
    assert images.draw(SHA, "a.pdf", 1, 800) == b"a.pdf 1 800"


@pytest.mark.parametrize(
    ("limits", "page", "code"),
    [(Limits(seconds=1), 3, "too_slow"), (Limits(memory_mb=200), 4, "too_large_in_memory")],
)
def test_too_much_time_or_memory_is_a_plain_refusal(open_images: Open, limits: Limits, page: int, code: str) -> None:
    with pytest.raises(RejectedError) as error:
        open_images(limits).draw(SHA, "a.pdf", page, 800)
    assert error.value.code == code


def test_a_page_that_was_refused_is_not_drawn_again_for_a_while(open_images: Open, tmp_path: Path) -> None:
    images = open_images()
    for width in (800, 800, 900):
        with pytest.raises(RejectedError, match="torn") as error:
            images.draw(SHA, "a.pdf", 6, width)
        assert (error.value.code, error.value.chinese) == ("no_image", "坏")
    assert told(tmp_path) == ["6"]
    with pytest.raises(RejectedError):
        images.draw(SHA, "a.pdf", 6, 400)
    assert told(tmp_path) == ["6", "6"]


def test_refusals_are_kept_for_ten_minutes_and_not_without_end() -> None:
    now = 0.0
    kept = Kept(10, lambda: now)
    kept.refuse((SHA, 1, 800), RejectedError("too_slow", "slow", "慢"))
    with pytest.raises(RejectedError, match="slow"):
        kept.get((SHA, 1, 801))
    assert kept.get((SHA, 1, 799)) is None
    assert kept.get((SHA, 2, 800)) is None
    now = REFUSED_SECONDS
    assert kept.get((SHA, 1, 800)) is None
    for page in range(MOST_REFUSED + 1):
        kept.refuse((OTHER, page, 800), RejectedError("too_slow", "slow", "慢"))
    assert kept.get((OTHER, 0, 800)) is None
    with pytest.raises(RejectedError):
        kept.get((OTHER, 1, 800))


def test_who_comes_when_too_many_wait_is_asked_to_come_again(open_images: Open, tmp_path: Path) -> None:
    images = open_images()
    refused: list[BusyError] = []

    def ask(serial: int) -> bytes | None:
        try:
            return images.draw(SHA, "a", 5, 1000 + serial)
        except BusyError as error:
            refused.append(error)
            (tmp_path / "go").touch()
            return None

    found = at_once(WAITING + 3, ask)
    assert len(refused) >= 1
    assert sum(picture is not None for picture in found) >= 1 + WAITING
    assert images.draw(SHA, "a", 1, 800)


def test_a_file_that_the_store_has_lost_is_told(open_images: Open) -> None:
    images = open_images()
    with pytest.raises(NotFoundError):
        images.draw(OTHER, "a", 1, 800)
    assert images.draw(SHA, "a", 1, 800) == b"a 1 800"


def test_the_last_pictures_are_kept_up_to_a_size() -> None:
    kept = Kept(10)
    for page, size in ((1, 4), (2, 4), (1, 5), (3, 4)):
        kept.put((SHA, page, 800), b"x" * size)
    assert [kept.get((SHA, page, 800)) is not None for page in (1, 2, 3)] == [True, False, True]
    kept.put((SHA, 4, 800), b"x" * 11)
    assert [page for page in (1, 2, 3, 4) if kept.get((SHA, page, 800))] == []


def test_the_child_of_the_product_draws(tmp_path: Path) -> None:
    objects = FileObjectStore(tmp_path)
    objects.put(source_key(SHA), io.BytesIO(by_hand([shown("公报", 72, 700)])))
    with closing(PageImages(objects, Limits(seconds=60))) as images:
        assert images.draw(SHA, "a.pdf", 1, 300).startswith(b"\x89PNG")
        objects.put(source_key(OTHER), io.BytesIO(file_of([Image.new("RGB", (400, 600))], "JPEG")))
        assert Image.open(io.BytesIO(images.draw(OTHER, "a.jpg", 1, 300))).size == (300, 450)
        objects.put(source_key(LAID_OUT), io.BytesIO(make_ofd("公报\n")))
        assert images.draw(LAID_OUT, "a.ofd", 1, 300).startswith(b"\x89PNG")
        with pytest.raises(RejectedError) as error:
            images.draw(SHA, "a.pdf", 2, 300)
    assert error.value.code == "no_image"
