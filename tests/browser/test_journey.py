"""What people do with the product, in a real browser, from upload to citation."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.flow.issues import document, gazette
from tests.flow.product import GAZETTES, PATIENCE, Product

MS = PATIENCE * 1_000
SAMPLE = GAZETTES / "pinggu-2022-4.txt"
EVIL = "<script>document.title='owned'</script><img src=x onerror=document.title='owned' "

DROP = """([name, text, type]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type }));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.getElementById("drop").dispatchEvent(
            new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


def drop(page: Page, name: str, text: str, media_type: str = "text/plain") -> None:
    page.evaluate(DROP, [name, text, media_type])


def ask(page: Page, typed: str) -> None:
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("searchbox").press("Enter")


def test_from_upload_to_citation(page: Page) -> None:
    page.goto("/upload")
    drop(page, SAMPLE.name, SAMPLE.read_text())
    item = page.locator(".upload-item")
    expect(item).to_contain_text(SAMPLE.name)
    expect(item.locator("[data-status=ready]")).to_be_visible(timeout=MS)
    item.get_by_role("link", name="8 件公文").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("北京市平谷区人民政府公报")
    expect(page.locator("#documents ~ .hits .hit")).to_have_count(8)
    expect(page.locator("tr.differs").first).to_contain_text("标题不同")
    expect(page.locator("svg.bar rect").first).to_be_attached()
    assert page.evaluate("document.querySelector('svg.bar .part-documents').getBoundingClientRect().width") > 100

    page.get_by_role("link", name="检索 Search", exact=True).click()
    ask(page, "任职")
    expect(page.locator(".hit mark").first).to_have_text("任职")
    assert "q=%E4%BB%BB%E8%81%8C" in page.url

    total = int(page.locator(".total strong").inner_text())
    year = page.locator("#year-2022年")
    year.click()
    expect(page.locator("#year-2022年.chosen")).to_be_visible()
    assert int(page.locator(".total strong").inner_text()) <= total
    assert "year=2022" in page.url
    assert page.get_by_role("searchbox").input_value() == "任职"

    page.goto("/")
    ask(page, "京平政发[2022]19号")
    page.locator(".direct").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("气象事业")
    expect(page.locator(".facts")).to_contain_text("京平政发〔2022〕19号")

    page.locator("#cites").get_by_role("link", name="推进人工影响天气工作").click()
    expect(page.locator(".direct")).to_contain_text("未收录该文号")
    page.locator(".direct").get_by_role("link").first.click()
    expect(page.locator(".text :target")).to_contain_text("国办发〔2020〕47号")


def test_a_citation_leads_to_the_document_that_is_held(page: Page, held: Callable[[str, bytes], str]) -> None:
    issue = held(
        "cites.txt",
        gazette(
            77,
            [
                document(81, "修剪行道树", "请于春季修剪。"),
                document(82, "清理河道", "请按《关于修剪行道树的通知》（江云政发〔2021〕81号）一并办理。"),
            ],
        ),
    )
    page.goto(f"/issues/{issue}")
    page.locator(".hit").nth(1).get_by_role("link").click()
    page.locator("article.text").get_by_role("link", name="江云政发〔2021〕81号").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("修剪行道树")
    page.locator("#cited_by").get_by_role("link", name="清理河道").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("清理河道")
    page.get_by_role("link", name="上一件").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("修剪行道树")


def test_back_and_forward_show_what_the_address_says(page: Page, sample: str) -> None:  # noqa: ARG001
    page.goto("/")
    ask(page, "任职")
    expect(page.locator(".hit").first).to_be_visible()
    ask(page, "规划")
    expect(page.locator(".hit mark").first).to_have_text("规划")
    page.go_back()
    expect(page.locator(".hit mark").first).to_have_text("任职")
    expect(page.get_by_role("searchbox")).to_have_value("任职")
    page.go_forward()
    expect(page.locator(".hit mark").first).to_have_text("规划")


def test_a_broken_query_is_explained_in_place(page: Page, sample: str) -> None:  # noqa: ARG001
    page.goto("/?q=任职")
    ask(page, "(任职")
    expect(page.get_by_role("alert")).to_contain_text("左括号没有对应的右括号")
    expect(page.get_by_role("searchbox")).to_have_value("(任职")


def test_what_is_refused_says_why(page: Page) -> None:
    page.goto("/upload")
    drop(page, "empty.txt", "")
    expect(page.locator(".upload-item").nth(0)).to_contain_text("文件为空")
    page.locator("#file").set_input_files(
        [
            FilePayload(name="scan.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
            FilePayload(name="note.txt", mimeType="text/plain", buffer="只有一句话。".encode()),
        ]
    )
    picture = page.locator(".upload-item", has_text="scan.png")
    expect(picture.locator("[data-status=failed]")).to_be_visible(timeout=MS)
    expect(picture.locator(".reason")).to_contain_text("图片")
    expect(page.locator(".upload-item", has_text="note.txt").locator("[data-status=ready]")).to_be_visible(timeout=MS)


def test_the_same_file_again_is_told(page: Page, sample: str) -> None:
    page.goto("/upload")
    page.locator("#file").set_input_files(SAMPLE)
    item = page.locator(".upload-item")
    expect(item).to_contain_text("已收录过同一文件")
    item.get_by_role("link", name="8 件公文").click()
    assert page.url.endswith(sample)


def test_sent_bytes_are_shown_as_they_go(page: Page) -> None:
    page.goto("/upload")
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
    session.send("Network.emulateNetworkConditions", slow)
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const bar = document.querySelector(".upload-item progress");
                if (bar) window.seen.push(bar.value);
            }).observe(document.getElementById("uploads-list"), { subtree: true, childList: true });
        }"""
    )
    drop(page, "long.txt", "沿河种树，护岸固堤。\n" * 40_000)
    expect(page.locator(".upload-item")).to_contain_text("上传完成", timeout=MS)
    seen = page.evaluate("window.seen")
    assert any(0 < value < 1 for value in seen)
    assert seen == sorted(seen)


def test_an_issue_page_follows_the_work(browser: Browser, watched: Callable[[Page], Page], tmp_path: Path) -> None:
    apart = Product(tmp_path / "data")
    with browser.new_context(base_url=apart.base) as context:
        try:
            apart.start("run", "api")
            apart.wait_for_gateway()
            issue = apart.upload(SAMPLE.name, SAMPLE.read_bytes()).json()["id"]
            page = watched(context.new_page())
            page.goto(f"/issues/{issue}")
            expect(page.locator("[aria-current=step]")).to_have_text("接收")
            for role in ("ingest", "extract", "classify", "index"):
                apart.start("run", role)
            expect(page.locator("#documents")).to_be_visible(timeout=MS)
            expect(page.locator(".progress[hx-get]")).to_have_count(0)
        finally:
            apart.stop()
            apart.http.close()


def test_hostile_names_and_titles_are_shown_as_text(page: Page, held: Callable[[str, bytes], str]) -> None:
    issue = held(f"{EVIL}.txt", gazette(78, [document(91, f"整治{EVIL}", f"内容{EVIL}。")]))
    for address in ("/issues", f"/issues/{issue}", f"/issues/{issue}/lines", "/?q=整治"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("<img src=x")
        assert page.locator("main img, main script").count() == 0
        assert page.title() != "owned"
    page.locator(".hit a").first.click()
    expect(page.locator("article.text")).to_contain_text("<script>")
    assert page.locator("main img, main script").count() == 0


def test_what_cannot_be_shown_in_place_is_a_page_of_its_own(page: Page, sample: str) -> None:  # noqa: ARG001
    page.goto("/?q=任职")
    page.evaluate(
        """() => {
            const odd = Object.assign(document.createElement("input"), { type: "hidden", name: "year", value: "odd" });
            document.getElementById("search").append(odd);
        }"""
    )
    ask(page, "规划")
    expect(page.locator(".problem")).to_contain_text("不能接受")
