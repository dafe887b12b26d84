"""A value shown on the page that it stands on: beside the fields, and as a page of its own without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.flow.issues import document, gazette
from tests.flow.product import Product
from tests.formats.pdf import make_pdf
from tests.formats.pdf import page as printed_page

NUMBER = "江云政发〔2021〕61号"
INK = """async ([left, top, right, bottom]) => {
    const image = document.querySelector(".leaf-page img");
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const scale = image.naturalWidth / document.querySelector(".leaf-page svg").viewBox.baseVal.width;
    const place = [left, top, right - left, bottom - top].map((length) => Math.round(length * scale));
    const data = context.getImageData(...place).data;
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) dark += data[at] < 128 ? 1 : 0;
    return dark;
}"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An issue printed to PDF."""
    text = gazette(61, [document(61, "修剪行道树", "请于春季修剪。"), document(62, "清理河道", "请于汛前清理。")])
    html = printed_page(text.decode(), "official")
    return make_pdf(html, tmp_path_factory.mktemp("printed"))


@pytest.fixture
def paged(held: Callable[[str, bytes], str], printed: bytes) -> str:
    """The id of that issue."""
    return held("printed.pdf", printed)


def address(product: Product, issue: str) -> str:
    found = product.get(f"/issues/{issue}/documents")["items"]
    return f"/documents/{next(one['id'] for one in found if one['doc_number'] == NUMBER)}"


def test_a_field_is_framed_on_its_page(page: Page, product: Product, paged: str) -> None:
    here = address(product, paged)
    place = product.get(here)["provenance"]["doc_number"]
    page.goto(here)
    expect(page.locator(".leaf-page")).to_have_count(0)
    page.get_by_role("link", name=re.compile("^发文字号在原件第")).click()
    frame = page.locator(".leaf-page rect.chosen")
    expect(frame).to_have_count(1)
    assert page.url.endswith(here)
    left, top, right, bottom = place["box"]
    assert page.evaluate(INK, [left, top, right, bottom]) > 100
    for blank in ([left - 12, top, left - 3, bottom], [right + 3, top, right + 12, bottom]):
        assert page.evaluate(INK, blank) == 0
    shown, image = frame.bounding_box(), page.locator(".leaf-page img").bounding_box()
    assert shown
    assert image
    assert image["x"] < shown["x"] < shown["x"] + shown["width"] < image["x"] + image["width"]
    assert image["y"] < shown["y"] < image["y"] + image["height"]


def test_without_scripts_the_link_leads_to_the_page(plain: Page, product: Product, paged: str) -> None:
    plain.goto(address(product, paged))
    plain.get_by_role("link", name=re.compile("^成文日期在原件第")).click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("原件页面")
    expect(plain.locator(".leaf-page rect.chosen")).to_have_count(1)
    expect(plain.locator(".leaf-fields [aria-current]")).to_have_text("成文日期")
    plain.goto(f"/issues/{paged}")
    plain.get_by_role("link", name="查看页面").click()
    expect(plain.get_by_role("img", name=re.compile("原件第 1 页"))).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_fits_the_screen(page: Page, product: Product, paged: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in (f"/issues/{paged}/pages/1", address(product, paged)):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
