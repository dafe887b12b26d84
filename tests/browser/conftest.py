"""Chromium, as the machine has it."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from tests.flow.product import GAZETTES, Product

PATIENCE_MS = 60_000
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def launch(playwright: Playwright) -> Browser:
    """The first browser that starts: one on the PATH, Chrome where it is installed, Playwright's own."""
    choices: list[dict[str, Any]] = [{"executable_path": path} for path in map(shutil.which, PROGRAMS) if path]
    for choice in [*choices, {"channel": "chrome"}, {}]:
        try:
            return playwright.chromium.launch(**choice)
        except Error:
            continue
    pytest.skip("no Chromium or Chrome starts on this machine; install one, on Debian: apt install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: a longer life would leave its event loop in the way of other tests."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product in a process of its own, with nothing in it at first."""
    running = Product(tmp_path_factory.mktemp("product") / "data")
    running.start("serve")
    running.wait_for_gateway()
    yield running
    running.stop()
    running.http.close()


@pytest.fixture
def watched() -> Iterator[Callable[[Page], Page]]:
    """Watches a page: errors of its scripts, breaches of its policy, and requests to other hosts fail the test."""
    wrong: list[str] = []

    def watch(page: Page) -> Page:
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda message: wrong.append(message.text) if _is_breach(message.text) else None)
        page.on("request", lambda request: wrong.append(request.url) if _is_foreign(request.url) else None)
        return page

    yield watch
    assert wrong == []


@pytest.fixture
def page(browser: Browser, product: Product, watched: Callable[[Page], Page]) -> Iterator[Page]:
    """A fresh page, Chinese first, without anything remembered."""
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", base_url=product.base) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield watched(context.new_page())


@pytest.fixture
def plain(browser: Browser, product: Product) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    with browser.new_context(locale="zh-CN", base_url=product.base, java_script_enabled=False) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()


@pytest.fixture
def held(product: Product) -> Callable[[str, bytes], str]:
    """Upload a file and wait until it is ready; gives the id of its issue."""

    def hold(name: str, content: bytes) -> str:
        issue: str = product.upload(name, content).json()["id"]
        assert product.ended(issue)["status"] == "ready"
        return issue

    return hold


@pytest.fixture
def sample(held: Callable[[str, bytes], str]) -> str:
    """The id of a real gazette with eight documents."""
    return held("pinggu-2022-4.txt", (GAZETTES / "pinggu-2022-4.txt").read_bytes())


def _is_breach(message: str) -> bool:
    return "Content Security Policy" in message or "Content-Security-Policy" in message


def _is_foreign(url: str) -> bool:
    return urlsplit(url).hostname not in {"127.0.0.1", None}
