"""Personal data in every public output: masked one to one; an editor may see the original."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from gazette.events import IssueClassified
from gazette.model import Action, Document, Heading, Personnel
from gazette.query import parse
from gazette.search import SearchRequest
from services.api.access import is_editor
from services.api.backends import ApiLimits
from services.api.pages import open_site
from services.index.handler import Index
from tests.service.conftest import Gateway, gateway_on
from tests.service.library import gazette, id_of, issue_of, record, store
from tests.service.mill import mill_on

MOBILE, IDENTITY, HOME = "13812345678", "11010519491231002X", "某县某镇某村5号"
NUMBER = "临政发〔2021〕7号"
TEXT = (
    f"关于13812345678热线的通知\n{NUMBER}\n联系人：赵六 {MOBILE}，电话 010-69961234。\n"
    f"姓名\t住址\n赵六\t{HOME}\n证件 {IDENTITY}"
)
SECRETS = (MOBILE, IDENTITY, HOME)
PUBLIC = {"X-Forwarded-For": "203.0.113.7"}
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    pages = open_site(300_000)
    with gateway_on(tmp_path_factory.mktemp("masking"), routers=pages.routers, error_page=pages.error_page) as gateway:
        _fill(gateway)
        yield gateway


def _fill(gateway: Gateway) -> None:
    document = Document(
        TEXT.partition("\n")[0],
        1,
        6,
        NUMBER,
        personnel=(Personnel(f"赵六{MOBILE}", Action.APPOINT, "河长", line=3),),
        outline=(Heading(1, "一、", f"联系人{MOBILE}", 3),),
    )
    issue = gazette("a", TEXT, datetime(2026, 3, 1, tzinfo=UTC))
    store(gateway.backends, issue, [record("a", 0, document)], TEXT)


def addresses() -> list[str]:
    issue, document = issue_of("a"), id_of(NUMBER)
    api = [f"issues/{issue}{part}" for part in ("", "/documents", "/text", "/timeline")]
    api += [f"documents/{document}{part}" for part in ("", "/text", "/citations")]
    api += ["issues", f"resolve?number={NUMBER}"]
    return [f"/api/v1/{one}" for one in api] + [
        f"/issues/{issue}",
        f"/issues/{issue}/lines",
        f"/documents/{document}",
        "/issues",
    ]


@pytest.mark.parametrize("address", addresses())
def test_nothing_of_it_is_told(site: Gateway, address: str) -> None:
    for headers in ({}, PUBLIC, PUBLIC | HTML):
        answer = site.client.get(address, headers=headers)
        assert answer.status_code == 200
        assert [secret for secret in SECRETS if secret in answer.text] == []


def test_masks_are_in_the_place_of_what_they_hide(site: Gateway) -> None:
    text = site.client.get(f"/api/v1/issues/{issue_of('a')}/text", headers=PUBLIC).json()["text"]
    assert len(text) == len(TEXT)
    assert text.split("\n")[2] == f"联系人：赵六 {'●' * 11}，电话 010-69961234。"
    found = site.client.get(f"/api/v1/documents/{id_of(NUMBER)}").json()
    assert found["title"] == f"关于{'●' * 11}热线的通知"
    assert found["personnel"][0]["person"] == f"赵六{'●' * 11}"
    assert found["outline"][0]["text"] == f"联系人{'●' * 11}"
    assert found["doc_number"] == NUMBER


@pytest.mark.parametrize(
    "part", [f"documents/{id_of(NUMBER)}", f"documents/{id_of(NUMBER)}/text", f"issues/{issue_of('a')}/text"]
)
def test_an_editor_may_ask_for_the_original_and_nobody_else(site: Gateway, part: str) -> None:
    assert MOBILE in site.client.get(f"/api/v1/{part}?original=true").text
    refused = site.client.get(f"/api/v1/{part}?original=true", headers=PUBLIC)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert MOBILE not in refused.text


def test_the_file_itself_is_for_editors(site: Gateway) -> None:
    address = f"/api/v1/issues/{issue_of('a')}/source"
    assert MOBILE in site.client.get(address).text
    assert site.client.get(address, headers=PUBLIC).status_code == 403
    assert "/source" in site.client.get(f"/issues/{issue_of('a')}", headers=HTML).text
    assert "/source" not in site.client.get(f"/issues/{issue_of('a')}", headers=HTML | PUBLIC).text


def test_a_page_says_that_it_masks_and_who_may_see_more(site: Gateway) -> None:
    address = f"/documents/{id_of(NUMBER)}"
    public = site.client.get(address, headers=HTML | PUBLIC).text
    assert "已用 ● 遮盖" in public
    assert "original=true" not in public
    mine = site.client.get(address, headers=HTML).text
    assert f'href="{address}?original=true"' in mine
    lifted = site.client.get(f"{address}?original=true", headers=HTML).text
    assert MOBILE in lifted
    assert "正在显示未遮盖的个人信息" in lifted
    lines = site.client.get(f"/issues/{issue_of('a')}/lines?from=2&to=3&original=true", headers=HTML).text
    assert f'href="/issues/{issue_of("a")}/lines?from=2&amp;to=3"' in lines


def test_without_masking_all_is_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("open")
    with gateway_on(folder, limits=ApiLimits(masking=False)) as gateway:
        _fill(gateway)
        for part in (f"issues/{issue_of('a')}/text", f"issues/{issue_of('a')}/source", f"documents/{id_of(NUMBER)}"):
            assert MOBILE in gateway.client.get(f"/api/v1/{part}", headers=PUBLIC).text


@pytest.mark.parametrize("masking", [True, False])
def test_the_index_holds_what_the_public_may_see(masking: bool, tmp_path: Path, template: Path) -> None:
    with mill_on(tmp_path, template) as mill:
        mill.upload(
            f"{NUMBER} 关于{MOBILE}热线的通知\n联系人：赵六 {MOBILE}\n姓名\t住址\n赵六\t{HOME}\n证件 {IDENTITY}"
        )
        mill.run("extract", "classify")
        index = Index(mill.objects, mill.catalogue, mill.place.search(), masking)
        [event] = [one for one in mill.told() if isinstance(one, IssueClassified)]
        entries = index.work(event, lambda *_: None)
        index.settle([entries])
        [hit] = index.search.search(SearchRequest(parse("赵六"))).hits
        held = f"{hit.document.title}\n{hit.document.text}"
        assert [secret in held for secret in SECRETS] == [not masking] * 3
        assert index.search.search(SearchRequest(parse(MOBILE))).total == (0 if masking else 1)
        index.search.close()


@pytest.mark.parametrize(
    ("host", "headers", "editor"),
    [
        ("127.0.0.1", {}, True),
        ("127.8.8.8", {}, True),
        ("::1", {}, True),
        ("::ffff:127.0.0.1", {}, True),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}, False),
        ("192.168.1.4", {}, False),
        ("::ffff:10.0.0.1", {}, False),
        ("fe80::1%eth0", {}, False),
        ("testclient", {}, False),
        (None, {}, False),
    ],
)
def test_who_is_an_editor(host: str | None, headers: dict[str, str], editor: bool) -> None:
    client = SimpleNamespace(host=host) if host else None
    assert is_editor(SimpleNamespace(client=client, headers=headers)) is editor
