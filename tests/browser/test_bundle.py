"""A ZIP in a real browser: its files stand below the upload and on its own page, each as far as it has come."""

from playwright.sync_api import Page, expect

from tests.flow.issues import small
from tests.formats.zips import encrypted, zipped

MS = 60_000


def test_the_files_of_a_zip_are_followed(page: Page) -> None:
    data = encrypted(zipped(("2031/第31期.txt", small(31)), ("锁住.txt", small(32)), ("第33期.txt", small(33))), 1)
    page.goto("/upload")
    page.locator("#file").set_input_files({"name": "三十期.zip", "mimeType": "application/zip", "buffer": data})
    files = page.locator(".upload-item .children li")
    expect(files).to_have_count(3, timeout=MS)
    for index in (0, 2):
        expect(files.nth(index)).to_contain_text("3 件公文", timeout=MS)
    expect(files.nth(1)).to_contain_text("文件已加密")

    page.locator(".upload-item a", has_text="查看文件包").click()
    expect(page.locator("h1")).to_have_text("三十期.zip")
    expect(page.locator(".children li")).to_have_count(3)
    page.locator(".children a", has_text="第33期.txt").click()
    expect(page.locator(".issue-head")).to_contain_text("来自文件包")
    page.locator(".issue-head a", has_text="三十期.zip").click()
    expect(page.locator("h1")).to_have_text("三十期.zip")
