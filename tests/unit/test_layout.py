"""Layouts as they are kept: what is packed comes back, and boxes of several lines stay on one page."""

import pytest

from gazette.layout import Box, Layout, Leaves, PageFrame, packed, unpacked
from gazette.model import layout_key, source_key, text_key

SHA = "ab" * 32
PAGES = (PageFrame(1, 595.3, 841.9, 1), PageFrame(2, 595.3, 841.9, 4), PageFrame(3, 841.9, 595.3, 4))
BOXES = (Box(80, 100, 500.25, 116), None, Box(90, 140.04, 400, 156), Box(70, 50, 510, 66), Box(60, 70, 300, 86))


@pytest.fixture
def leaves() -> Leaves:
    return unpacked(packed(Layout(PAGES, BOXES), "application/pdf"))


def test_pages_and_media_type_come_back(leaves: Leaves) -> None:
    assert (leaves.media_type, leaves.pages) == ("application/pdf", PAGES)
    assert leaves.page(2) == PAGES[1]
    assert leaves.page(4) is None


def test_boxes_come_back_to_a_tenth_of_a_point(leaves: Leaves) -> None:
    assert leaves.box(1, 1) == Box(80, 100, 500.2, 116)
    assert leaves.box(2, 2) is None


def test_lines_are_surrounded_as_far_as_they_stand_on_the_first_page(leaves: Leaves) -> None:
    assert leaves.box(1, 3) == Box(80, 100, 500.2, 156)
    assert leaves.box(3, 5) == Box(90, 140, 400, 156)
    assert leaves.box(4, 99) == Box(60, 50, 510, 86)
    assert leaves.box(99, 100) is None


def test_lengths_that_no_page_has_are_cut() -> None:
    nan, infinite = float("nan"), float("inf")
    wild = Layout((PageFrame(1, nan, infinite, 1),), (Box(nan, -infinite, 1e300, 5),))
    leaves = unpacked(packed(wild, "application/pdf"))
    assert leaves.pages == (PageFrame(1, 1e6, 1e6, 1),)
    assert leaves.box(1, 1) == Box(1e6, -1e6, 1e6, 5)


def test_a_layout_is_small() -> None:
    pages = tuple(PageFrame(number, 595, 842, number * 40 + 1) for number in range(500))
    boxes = tuple(Box(80, line % 40 * 20.1, 500 + line % 7, line % 40 * 20.1 + 16) for line in range(20_000))
    assert len(packed(Layout(pages, boxes), "application/pdf")) < 200_000


def test_a_layout_lies_beside_its_text_of_record() -> None:
    assert layout_key(text_key(SHA, "1.2")) == f"derived/{SHA}/1.2/layout"
    assert layout_key(source_key(SHA)) is None
    assert layout_key(None) is None
