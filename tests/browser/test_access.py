"""Everybody gets in: by keyboard, without scripts, on a phone, in the dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, FileChooser, Page, expect

from tests.flow.issues import document, gazette
from tests.flow.product import GAZETTES, PATIENCE, Product

MS = PATIENCE * 1_000
MOST_STEPS = 80
REPORT = GAZETTES / "pinggu-work-report-2023.txt"


def first_document(product: Product, issue: str) -> str:
    found: str = product.get(f"/issues/{issue}/documents")["items"][0]["id"]
    return f"/documents/{found}"


def step_to(page: Page, selector: str) -> None:
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"no way to {selector} by keyboard")


def test_search_by_keyboard_alone(page: Page, sample: str) -> None:  # noqa: ARG001
    page.goto("/issues")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.goto("/")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("任职")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#announcement")).to_have_text(re.compile(r"共 \d+ 件"))
    step_to(page, ".values a")
    focused = page.evaluate("document.activeElement.id")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == focused
    step_to(page, ".hit h2 a")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("article.text")).to_be_visible()


def test_files_can_be_chosen_by_keyboard(page: Page) -> None:
    choosers: list[FileChooser] = []

    def chosen(chooser: FileChooser) -> None:
        choosers.append(chooser)

    page.on("filechooser", chosen)  # long before the key: turning interception on takes the browser a moment
    page.goto("/upload")
    step_to(page, "#file")
    page.keyboard.press("Enter")
    for _ in range(100):
        page.wait_for_timeout(100 if not choosers else 0)
    assert [chooser.is_multiple() for chooser in choosers] == [True]


def test_without_scripts_everything_is_read(plain: Page, sample: str) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("任职")
    plain.get_by_role("button", name="检索").click()
    expect(plain.locator(".hit").first).to_be_visible()
    plain.locator("#year-2022年").click()
    expect(plain.locator(".chips")).to_contain_text("2022年")
    plain.locator(".hit h2 a").first.click()
    expect(plain.locator("article.text")).to_contain_text("任职")
    plain.goto(f"/issues/{sample}")
    expect(plain.locator("#contents")).to_be_visible()
    plain.locator("summary", has_text="处理过程").click()
    expect(plain.locator(".steps li").first).to_be_visible()


def test_without_scripts_a_file_is_uploaded(plain: Page) -> None:
    plain.goto("/upload")
    plain.locator("#file").set_input_files(REPORT)
    plain.get_by_role("button", name="上传").click()
    expect(plain).to_have_url(re.compile(r"/issues/[0-9a-f]{16}$"))
    expect(plain.locator("#documents")).to_be_visible(timeout=MS)


def test_without_scripts_a_refusal_is_a_page(plain: Page) -> None:
    plain.goto("/upload")
    plain.locator("#file").set_input_files({"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
    plain.get_by_role("button", name="上传").click()
    expect(plain.locator(".problem")).to_contain_text("文件为空")


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_the_screen(page: Page, product: Product, sample: str, width: int) -> None:
    addresses = [
        "/",
        "/?q=规划",
        "/?q=(",
        "/issues",
        f"/issues/{sample}",
        f"/issues/{sample}/lines",
        "/upload",
        "/docs",
    ]
    documents = [f"/documents/{one['id']}" for one in product.get(f"/issues/{sample}/documents")["items"]]
    page.set_viewport_size({"width": width, "height": 800})
    for address in [*addresses, *documents, "/nothing"]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_long_runs_without_a_break_are_broken(page: Page, product: Product, held: Callable[[str, bytes], str]) -> None:
    run = "x" * 5_000
    issue = held("x" * 190 + ".txt", gazette(79, [document(95, "测试" + "ABC" * 20, run)]))
    page.set_viewport_size({"width": 390, "height": 800})
    for address in ("/issues", f"/issues/{issue}", first_document(product, issue), f"/issues/{issue}/lines"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_filters_stand_open_on_a_wide_screen_and_fold_on_a_phone(page: Page, sample: str) -> None:  # noqa: ARG001
    page.goto("/?q=规划")
    expect(page.locator("#year-2022年")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#year-2022年")).to_be_hidden()
    page.locator(".facets > details > summary").click()
    expect(page.locator("#year-2022年")).to_be_visible()


def test_the_dark_is_dark(browser: Browser, product: Product) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        with browser.new_context(base_url=product.base, color_scheme=scheme) as context:
            page = context.new_page()
            page.goto("/")
            grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light, dark = (sum(map(int, re.findall(r"\d+", grounds[scheme])[:3])) for scheme in ("light", "dark"))
    assert light > 600
    assert dark < 150


def test_print_leaves_what_is_read(page: Page, product: Product, sample: str) -> None:
    page.goto(first_document(product, sample))
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("article.text")).to_be_visible()
