"""Chromium, as the machine has it."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

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


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, Chinese first, without anything remembered."""
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        yield context.new_page()
