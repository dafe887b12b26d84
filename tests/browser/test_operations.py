"""An operator's day: what failed is tried again, what was given up is sent again, the index is built anew."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from gazette.events import DocumentsChanged, now, wrap
from gazette.model import IssueStatus
from gazette.ports import DeadFilter, DeadLetter
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from tests.flow.product import PATIENCE, Product

MS = PATIENCE * 1_000
DONE = re.compile(r"完成 done")


@pytest.fixture
def trouble(product: Product, sample: str) -> Iterator[str]:
    """The sample failed in a way that another try mends, and an event of it was given up."""
    with open_backends(Settings(data=product.folder)) as backends:
        _bring_about(backends, sample)
        yield sample
        with backends.catalogue.transaction() as tables:
            tables.dead_letters.discard(DeadFilter(cause="OSError"), "test")


def _bring_about(backends: Backends, sample: str) -> None:
    with backends.catalogue.transaction() as tables:
        issue = tables.issues.lock(sample)
        assert issue is not None
        told = {"reason": "处理失败。 Gave up: boom", "reason_code": "gave_up", "retryable": True}
        tables.issues.save(replace(issue, status=IssueStatus.FAILED, **told))  # type: ignore[arg-type]
        event = wrap(DocumentsChanged(sample, (), "test"))
        tables.work.bury(DeadLetter("index", event, "OSError", "OSError: no space left", 5, now()))


def test_what_stands_still_is_put_right(page: Page, product: Product, trouble: str) -> None:
    page.goto("/issues")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="运行").click()
    failed = page.locator("#failed tbody tr", has=page.locator(f"#failed-{trouble}"))
    expect(failed).to_contain_text("Gave up: boom")
    failed.get_by_role("button", name="重试").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("重新开始处理 1 期")
    expect(page.locator(f"#failed-{trouble}")).to_have_count(0, timeout=MS)
    assert product.ended(trouble)["status"] == "ready"

    page.locator("#dead tbody tr", has_text="OSError").get_by_role("button", name="重放").click()
    expect(page.locator("#commands tbody tr", has_text="replay").first).to_contain_text("sent again 1", timeout=MS)
    expect(page.locator("#dead")).not_to_contain_text("OSError", timeout=MS)

    page.get_by_role("button", name="重建索引").click()
    expect(page.locator("#commands tbody tr", has_text="reindex").first).to_contain_text(DONE, timeout=MS)
    expect(page.locator("#commands tbody tr", has_text="reindex").first).to_contain_text("documents findable")


def test_it_is_live_and_draws_the_last_hour(page: Page, held: Callable[[str, bytes], str]) -> None:
    page.goto("/operations")
    first = page.locator("#now time").first.text_content()
    expect(page.locator("#now time").first).not_to_have_text(first or "", timeout=MS)
    expect(page.locator(".plot canvas")).to_have_count(4, timeout=MS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    before = int((page.locator("#tile-ready strong").text_content() or "").replace(",", ""))
    held("another.txt", "一份没有公文的文本。".encode())
    expect(page.locator("#tile-ready strong")).to_have_text(f"{before + 1:,}", timeout=MS)


def test_the_focus_stays_when_the_live_part_is_swapped(page: Page, trouble: str) -> None:
    page.goto("/operations")
    button = page.locator(f"#retry-{trouble}")
    button.focus()
    first = page.locator("#now time").first.text_content()
    expect(page.locator("#now time").first).not_to_have_text(first or "", timeout=MS)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".notice[role=status]")).to_contain_text("重新开始处理 1 期")


def test_without_scripts_everything_can_be_done(plain: Page, trouble: str) -> None:
    plain.goto("/operations")
    plain.locator(f"#retry-{trouble}").click()
    expect(plain.locator(".notice[role=status]")).to_contain_text("重新开始处理 1 期")
    plain.locator("#dead tbody tr", has_text="OSError").get_by_role("link", name="丢弃").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("丢弃 1 条死信？")
    plain.get_by_role("button", name="丢弃").click()
    expect(plain.locator(".notice[role=status]")).to_contain_text("已丢弃 1 条死信")


def test_on_a_phone_nothing_is_cut_off(browser: Browser, product: Product, trouble: str) -> None:
    with browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, base_url=product.base
    ) as context:
        page = context.new_page()
        page.goto("/operations")
        expect(page.locator(f"#retry-{trouble}")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator(f"#retry-{trouble}").tap()
        expect(page.locator(".notice[role=status]")).to_contain_text("重新开始处理 1 期")
