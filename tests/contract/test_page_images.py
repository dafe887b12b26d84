"""Pages drawn from files in each object store, and where their lines stand."""

import io
from contextlib import closing

from gazette.layout import Box, Layout, PageFrame, packed, unpacked
from gazette.model import layout_key, source_key, text_key
from gazette.ports import ObjectStore
from services.extract.drawing.page_images import PageImages
from services.extract.limits import Limits
from tests.formats.pdf import by_hand, shown

SHA = "ab" * 32


def test_a_page_and_its_layout_come_from_the_store(objects: ObjectStore) -> None:
    key = layout_key(text_key(SHA, "1"))
    assert key
    objects.put(source_key(SHA), io.BytesIO(by_hand([shown("公报", 72, 700)])))
    objects.put(key, io.BytesIO(packed(Layout((PageFrame(1, 595, 842, 1),), (Box(72, 128, 104, 144),)), "a/b")))
    with objects.open(key) as stream:
        assert unpacked(stream.read()).box(1, 1) == Box(72, 128, 104, 144)
    with closing(PageImages(objects, Limits(seconds=60))) as images:
        assert images.draw(SHA, "a.pdf", 1, 300).startswith(b"\x89PNG")
