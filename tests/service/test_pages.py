"""Pages over a filled library: what they say, what they escape, and what they do when something is wrong."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from gazette.model import Balance, Document, DocumentRecord, Issue, IssueStatus, Step, Stretch, TocEntry
from services.api.pages import open_site
from tests.service.conftest import Gateway, gateway_on
from tests.service.library import (
    ADVICE,
    DELETED_ISSUE,
    FAILED_ISSUE,
    NOT_HELD,
    RULES,
    VANISHED,
    fill,
    gazette,
    id_of,
    issue_of,
    record,
    store,
)

HTML = {"Accept": "text/html,application/xhtml+xml"}
WORKING, RETRYABLE = "a1" * 8, "b1" * 8
EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)>'
HOSTILE = f'关于{EVIL}的通知\n"><svg onload=alert(1)>\n甲\t{EVIL}\n**粗**<b>细</b>\njavascript:alert(1) {{{{7*7}}}}'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The library behind its pages, with an issue at work, one that may be tried again, and one full of markup."""
    pages = open_site(300_000)
    with gateway_on(tmp_path_factory.mktemp("pages"), routers=pages.routers, error_page=pages.error_page) as gateway:
        fill(gateway.backends)
        began = datetime(2026, 3, 5, tzinfo=UTC)
        working = Issue(WORKING, "a1" * 32, "w.txt", "text/plain", 9, began, status=IssueStatus.CLASSIFYING)
        failed = replace(working, id=RETRYABLE, sha256="b1" * 32, status=IssueStatus.FAILED, retryable=True)
        with gateway.backends.catalogue.transaction() as tables:
            tables.issues.add(working)
            tables.issues.add(replace(failed, reason="处理失败，已停止重试。 Gave up after 5 attempts: boom"))
            tables.timeline.add(Step(WORKING, began, "extract", "x", "done", 2, 34, EVIL))
        _store_hostile(gateway)
        gateway.client.headers.update(HTML)
        yield gateway


def _store_hostile(gateway: Gateway) -> None:
    title = f"关于{EVIL}的通知"
    document = Document(title, 1, 5, issuer=EVIL, addressees=EVIL, effective_clause=EVIL, doubtful=(EVIL,))
    issue = replace(
        gazette("evil", HOSTILE, datetime(2026, 3, 6, tzinfo=UTC)),
        file_name=f"{EVIL}.txt",
        note=EVIL,
        notes=(EVIL,),
        toc=(TocEntry(EVIL, EVIL, EVIL, 1, 1),),
        balance=Balance(5, 0, 0, 0, 5, (Stretch(1, 5, "remainder", EVIL),)),
    )
    store(gateway.backends, issue, [record("evil", 0, document)], HOSTILE)


def get(site: Gateway, path: str, status: int = 200, **headers: str) -> str:
    reply = site.client.get(path, headers=headers)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return reply.text


def words(html: str) -> str:
    """What a reader sees of a page, in one line."""
    parted = re.sub(r"</(?:td|th|li|p|h\d)>", " ", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", parted)))


class Attributes(HTMLParser):
    """The names of all attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.names.update(name for name, _ in attrs)


PAGES = [
    "/",
    "/?q=%E6%B2%B3%E9%81%93",
    "/?q=(",
    "/?sort=-date",
    "/issues",
    f"/issues/{WORKING}",
    f"/issues/{FAILED_ISSUE}",
    f"/issues/{RETRYABLE}",
    "/issues/A",
    "/issues/EVIL",
    "/issues/EVIL/lines",
    "/documents/RULES",
    "/documents/EVIL",
    "/documents/" + "0" * 16,
    "/upload",
    "/docs",
    "/nothing",
]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, site: Gateway) -> httpx.Response:
    """Each page once."""
    address = request.param.replace("/documents/EVIL", f"/documents/{_evil()}").replace("EVIL", issue_of("evil"))
    return site.client.get(address.replace("/A", f"/{issue_of('a')}").replace("RULES", id_of(RULES)))


def _evil() -> str:
    return id_of(f"关于{EVIL}的通知", "evil")


class TestEveryPage:
    def test_is_whole_and_in_chinese(self, page: httpx.Response) -> None:
        assert page.text.count('<html lang="zh-CN">') == page.text.count("</html>") == 1
        assert page.text.count("<h1") == 1
        assert '<main id="main"' in page.text
        assert 'href="#main"' in page.text

    def test_has_no_inline_script_or_style_and_loads_nothing_from_elsewhere(self, page: httpx.Response) -> None:
        assert not re.search(r"<script(?![^>]*\ssrc=)", page.text)
        assert not {name for name in Attributes(page.text).names if name == "style" or name.startswith("on")}
        assert not re.search(r"""(?:src|href|action|hx-\w+)=["']?(?:https?:)?//""", page.text)
        assert "unsafe" not in page.headers["content-security-policy"]

    def test_shows_content_as_text(self, page: httpx.Response) -> None:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "<svg onload" not in page.text

    def test_names_every_field(self, page: httpx.Response) -> None:
        for field in re.findall(r"<input(?![^>]*type=\"hidden\")[^>]*>", page.text):
            name = re.search(r'id="([^"]+)"', field)
            wrapped = re.search(r"<label>(?:(?!</label>).)*" + re.escape(field), page.text, re.DOTALL)
            assert wrapped or (name and f'for="{name[1]}"' in page.text), field

    def test_gives_each_id_once(self, page: httpx.Response) -> None:
        ids = re.findall(r'\sid="([^"]*)"', page.text)
        assert sorted(ids) == sorted(set(ids))

    def test_asks_for_static_files_that_exist(self, page: httpx.Response, site: Gateway) -> None:
        for url in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
            reply = site.client.get(unescape(url))
            assert reply.status_code == 200
            assert "immutable" in reply.headers["cache-control"]


class TestSearch:
    def test_an_empty_library_says_what_to_do(self, tmp_path: Path) -> None:
        pages = open_site(1_000)
        with gateway_on(tmp_path, routers=pages.routers, error_page=pages.error_page) as empty:
            for address in ("/", "/issues"):
                html = get(empty, address)
                assert re.search(r'<section class="empty">.*href="/upload"', html, re.DOTALL)

    def test_front_page_has_recent_issues_and_facets(self, site: Gateway) -> None:
        html = get(site, "/")
        assert f'href="/issues/{issue_of("a")}"' in html
        assert DELETED_ISSUE not in html
        assert "doc_type=" + quote("意见") in html

    def test_hits_have_marks_fields_and_an_exact_total(self, site: Gateway) -> None:
        html = get(site, "/?q=" + quote("河道管护"))
        assert "关于<mark>河道管护</mark>的通知" in html
        assert f'href="/documents/{id_of(RULES)}"' in html
        assert RULES in html
        assert "2021年3月5日" in html
        assert "已废止" in html
        assert re.search(r"<strong>\d+</strong> 件公文", html)

    def test_a_facet_narrows_and_keeps_the_query(self, site: Gateway) -> None:
        html = get(site, "/?q=" + quote("河道"))
        link = re.search(r'id="doc_type-意见" href="([^"]+)"', html)
        assert link
        narrowed = get(site, unescape(link[1]))
        assert f"/documents/{id_of(ADVICE)}" in narrowed
        assert f'href="/documents/{id_of(RULES)}"' not in narrowed
        assert '<input type="hidden" form="search" name="doc_type" value="意见">' in narrowed
        assert 'value="河道"' in narrowed

    def test_a_broken_query_is_shown_with_the_place(self, site: Gateway) -> None:
        html = get(site, "/?q=" + quote('河道 "管护'), 400)
        assert "<code>河道 <mark>&#34;</mark>管护</code>" in html
        assert "引号没有成对" in html
        assert "第 4 个字符处" in html

    def test_nothing_found_says_what_to_do(self, site: Gateway) -> None:
        assert 'href="/upload"' in get(site, "/?q=" + quote("绝无此词"))

    @pytest.mark.parametrize("typed", ["临政发[2021]3号", "临政发（2021） 3 号", "临政发2021年3号"])
    def test_a_number_leads_to_its_document(self, site: Gateway, typed: str) -> None:
        html = get(site, "/?q=" + quote(typed))
        assert "文号直达" in html
        assert f'<a href="/documents/{id_of(RULES)}"><strong>{RULES}' in html

    def test_a_number_that_is_not_held_leads_to_who_names_it(self, site: Gateway) -> None:
        html = get(site, "/?q=" + quote(NOT_HELD))
        assert "未收录该文号" in html
        assert f'href="/documents/{id_of(RULES)}#L4"' in html

    def test_pages_follow_each_other_to_the_end(self, site: Gateway) -> None:
        seen: list[str] = []
        address: str | None = "/?sort=date"
        while address:
            html = get(site, address)
            seen += re.findall(r'<h2><a href="/documents/(\w+)"', html)
            found = re.search(r'rel="next" href="([^"]+)"', html)
            address = unescape(found[1]) if found else None
        total = re.search(r"<strong>(\d+)</strong> 件公文", html)
        assert total
        assert len(seen) == len(set(seen)) == int(total[1])

    def test_htmx_gets_an_address_without_blanks(self, site: Gateway) -> None:
        reply = site.client.get("/?q=%20&from=&to=&sort=", headers={"HX-Request": "true"})
        assert reply.headers["hx-push-url"] == "/"

    @pytest.mark.parametrize("query", ["year=x", "from=never", "sort=up", "cursor=%21", "q=" + "x" * 2_001])
    def test_what_cannot_be_asked_gets_a_page_that_says_so(self, site: Gateway, query: str) -> None:
        assert get(site, f"/?{query}", 400 if query[0] in "cq" else 422)

    @pytest.mark.parametrize("typed", ["%00", "%00%01abc", "%ED%A0%80", "%FF", "\U0001f600"])
    def test_odd_characters_are_searched_for_or_refused(self, site: Gateway, typed: str) -> None:
        assert site.client.get(f"/?q={typed}").status_code in {200, 400, 422}


class TestDocument:
    def test_fields_say_where_they_stand_and_what_is_doubtful(self, site: Gateway) -> None:
        html = get(site, f"/documents/{id_of(RULES)}")
        assert '<div class="doubtful">\n<dt>主送机关' in html
        assert "2021年4月1日" in html
        assert 'id="L1"' in html
        assert "已废止" in html
        assert f'依据 <a href="/documents/{id_of("临政办函〔2022〕1号", "b")}#L2">临政办函〔2022〕1号</a>' in html

    def test_the_text_has_headings_and_links(self, site: Gateway) -> None:
        html = get(site, f"/documents/{id_of(RULES)}")
        assert re.search(r'<h3 id="L4"[^>]*>一、总体要求</h3>', html)
        letter = get(site, f"/documents/{id_of('临政办函〔2022〕1号', 'b')}")
        assert f'（<a href="/documents/{id_of(RULES)}">{RULES}</a>）' in letter

    def test_relations_lead_to_what_is_held_or_to_a_search(self, site: Gateway) -> None:
        html = get(site, f"/documents/{id_of(RULES)}")
        assert f'<a href="/documents/{id_of(ADVICE)}">关于河道绿化的意见</a>' in html
        assert f'<a class="not-held" href="/?q={quote(NOT_HELD)}">关于植树的通知</a>' in html
        assert '<span class="not-held">水法</span>' in html
        for part in ("repealed_by", "cites", "cited_by"):
            assert f'<section id="{part}">' in html

    def test_persons_are_a_table(self, site: Gateway) -> None:
        assert "张三 任职 河长" in words(get(site, f"/documents/{id_of(RULES)}"))

    def test_neighbours_are_those_of_the_issue(self, site: Gateway) -> None:
        html = get(site, f"/documents/{id_of(ADVICE)}")
        assert f'rel="prev" href="/documents/{id_of(RULES)}"' in html
        assert f'rel="next" href="/documents/{id_of("编后记")}"' in html
        assert 'rel="prev"' not in get(site, f"/documents/{id_of(RULES)}")

    def test_a_vanished_one_is_gone(self, site: Gateway) -> None:
        assert "已不再单独保存" in get(site, f"/documents/{VANISHED}", 410)

    @pytest.mark.parametrize("identifier", ["0" * 16, "x", "..%2f..%2fetc", "%3Cscript%3E"])
    def test_an_unknown_one_is_not_found(self, site: Gateway, identifier: str) -> None:
        assert "没有找到" in get(site, f"/documents/{identifier}", 404)

    def test_all_lines_of_a_large_one_are_there(self, site: Gateway) -> None:
        lines = [f"第{n}行，根据临政发〔2021〕{n}号，沿河种树，护岸固堤，常抓不懈。" for n in range(1, 4_001)]
        text = "\n".join(lines)
        issue = replace(gazette("large", text, datetime(2026, 1, 1, tzinfo=UTC)), toc=())
        store(site.backends, issue, [record("large", 0, Document("大文件", 1, len(lines)))], text)
        html = get(site, f"/documents/{id_of('大文件', 'large')}")
        assert html.count('<span id="L') == len(lines)
        assert html.count(f'href="/documents/{id_of(RULES)}"') == 1

    def test_a_huge_one_is_shown_by_its_beginning_and_says_so(self, site: Gateway) -> None:
        text = "种树。" * 1_000_000
        store(site.backends, gazette("huge", text, datetime(2026, 1, 2, tzinfo=UTC)), [_huge()], text)
        html = get(site, f"/documents/{id_of('极大文件', 'huge')}")
        assert len(html) < 2_100_000
        assert f"/api/v1/documents/{id_of('极大文件', 'huge')}/text" in html
        assert len(get(site, f"/issues/{issue_of('huge')}/lines")) < 100_000


def _huge() -> DocumentRecord:
    return record("huge", 0, Document("极大文件", 1, 1))


class TestIssue:
    def test_says_what_was_found_and_what_was_not(self, site: Gateway) -> None:
        html = get(site, f"/issues/{issue_of('a')}")
        seen = words(html)
        assert "临江市人民政府公报 2021年第2期" in seen
        assert "总第40期" in seen
        assert all(told in seen for told in ("目录未列", "标题不一致", "One character could not be decoded."))
        assert re.search(r"格式\s*Format\s*文本\s*Text", seen)
        assert "&lt;b&gt;河道&lt;/b&gt;旁的一棵树。" in html
        assert f'href="/api/v1/issues/{issue_of("a")}/source"' in html

    def test_balance_is_drawn_to_scale(self, site: Gateway) -> None:
        html = get(site, f"/issues/{issue_of('a')}")
        widths = [
            float(width) for width in re.findall(r'<rect class="part-\w+" x="[\d.]+" y="0" width="([\d.]+)"', html)
        ]
        assert sum(widths) == pytest.approx(100, abs=0.1)

    def test_one_at_work_asks_again_and_reads_without_scripts(self, site: Gateway) -> None:
        html = get(site, f"/issues/{WORKING}")
        assert f'hx-get="/issues/{WORKING}/progress" hx-trigger="every 1s"' in html
        assert '<noscript><meta http-equiv="refresh"' in html
        assert "第 2 次 · 34 ms" in words(html)

    def test_one_that_ended_asks_no_more_and_has_the_page_shown_anew(self, site: Gateway) -> None:
        asked = {"headers": {"HX-Request": "true"}}
        reply = site.client.get(f"/issues/{issue_of('a')}/progress", **asked)
        assert "hx-get" not in reply.text
        assert reply.headers["hx-refresh"] == "true"
        brief = site.client.get(f"/issues/{issue_of('a')}/progress?brief=true", **asked)
        assert "hx-refresh" not in brief.headers
        assert "3 件公文" in words(brief.text)
        working = site.client.get(f"/issues/{WORKING}/progress", **asked)
        assert "hx-refresh" not in working.headers

    def test_a_failed_one_says_why_and_can_be_tried_again_where_that_helps(self, site: Gateway) -> None:
        html = get(site, f"/issues/{RETRYABLE}")
        assert "处理失败，已停止重试。" in html
        assert f'action="/api/v1/issues/{RETRYABLE}/retry"' in html
        other = get(site, f"/issues/{FAILED_ISSUE}")
        assert "It is a picture." in other
        assert "/retry" not in other

    def test_lines_are_numbered_and_end(self, site: Gateway) -> None:
        html = get(site, f"/issues/{issue_of('a')}/lines?from=9&to=9")
        assert '<tr id="L9" class="meant">' in html
        assert 'id="L8"' not in html
        assert "共 9 行" in get(site, f"/issues/{issue_of('a')}/lines?from=1000")
        get(site, f"/issues/{WORKING}/lines", 404)

    def test_a_deleted_one_is_gone(self, site: Gateway) -> None:
        assert "已删除" in get(site, f"/issues/{DELETED_ISSUE}", 410)

    def test_list_filters_by_status(self, site: Gateway) -> None:
        html = get(site, "/issues?status=failed")
        assert FAILED_ISSUE in html
        assert issue_of("a") not in html
        get(site, "/issues?status=odd", 422)
        get(site, "/issues?cursor=odd", 400)


class TestTheRest:
    def test_programs_still_get_problem_documents(self, site: Gateway) -> None:
        reply = site.client.get("/issues/x", headers={"Accept": "application/json"})
        assert reply.headers["content-type"] == "application/problem+json"

    def test_static_files_have_their_types_and_answer_304(self, site: Gateway) -> None:
        kinds = {"gazette.css": "text/css", "htmx.min.js": "text/javascript", "favicon.svg": "image/svg+xml"}
        for name, kind in kinds.items():
            reply = site.client.get(f"/static/{name}")
            assert reply.headers["content-type"].startswith(kind)
            assert reply.headers["cache-control"] == "no-cache"
            again = site.client.get(f"/static/{name}", headers={"If-None-Match": reply.headers["etag"]})
            assert again.status_code == 304

    @pytest.mark.parametrize("name", ["..%2fsite.py", "%2e%2e/site.py", "nothing.js", "%2e%2e%2f%2e%2e%2fapp.py"])
    def test_nothing_else_is_served_as_static(self, site: Gateway, name: str) -> None:
        assert site.client.get(f"/static/{name}").status_code == 404

    def test_what_is_shipped_of_others_is_named_with_its_version_and_licence(self, site: Gateway) -> None:
        told = (Path(__file__).parents[2] / "docs" / "third-party.md").read_text()
        version = re.search(r'version:"([\d.]+)"', site.client.get("/static/htmx.min.js").text)
        assert version
        assert f"| htmx | {version[1]} |" in told
        assert "Zero-Clause BSD" in site.client.get("/static/htmx.LICENSE.txt").text

    def test_reference_lists_every_call(self, site: Gateway) -> None:
        seen = words(get(site, "/docs"))
        paths = site.client.get("/api/v1/openapi.json").json()["paths"]
        assert len(paths) > 5
        for path, methods in paths.items():
            for method in methods:
                assert f"{method.upper()} {path} " in seen

    def test_upload_page_tells_the_limit(self, site: Gateway) -> None:
        html = get(site, "/upload")
        assert 'data-max-bytes="300000"' in html
        assert "300 kB" in html
