"""Whose an agency code is: from upload to answer, and on the page of a document that nobody signed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gazette.model import Document, Extraction
from services.api.pages import open_site
from services.extract.parse import parse
from services.ingest.delete import delete
from tests.service.conftest import Gateway, gateway_on
from tests.service.library import ADVICE, BEGAN, LETTER, RULES, fill, gazette, id_of, issue_of, record, store
from tests.service.mill import LineParser, Mill, mill_on

URL = "/api/v1/agencies"
UNSIGNED, NATIONAL, UNKNOWN, COUNTY = "临政发〔2020〕8号", "国发〔2020〕9号", "某某发〔2020〕9号", "新政发〔2020〕7号"
TEXT = "\n".join(f"第{n}行" for n in range(1, 60))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The library, and an issue with documents that nobody signed."""
    pages = open_site(300_000)
    with gateway_on(tmp_path_factory.mktemp("agencies"), routers=pages.routers, error_page=pages.error_page) as gateway:
        fill(gateway.backends)
        documents = [
            Document(f"关于第{n}事的通知", n, n, number)
            for n, number in enumerate((UNSIGNED, NATIONAL, UNKNOWN, COUNTY), 1)
        ]
        documents.append(Document("关于道路的通知", 9, 9, "新政发〔2020〕1号", issuer="新宁县人民政府"))
        made = [record("z", at, one) for at, one in enumerate(documents)]
        store(gateway.backends, gazette("z", TEXT, BEGAN), made, TEXT)
        yield gateway


def asked(site: Gateway, code: str) -> dict[str, Any]:
    response = site.client.get(URL, params={"code": code})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def bodies(answer: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(one["body"], one["source"], one["document_count"]) for one in answer["items"]]


@pytest.mark.parametrize("typed", ["临政发", "臨政發", " 临政发 ", RULES, "临政发〔2021〕"])
def test_a_code_is_learnt_with_its_evidence(site: Gateway, typed: str) -> None:
    answer = asked(site, typed)
    assert (answer["query"], answer["code"]) == (typed, "临政发")
    assert bodies(answer) == [("临江市人民政府", "learnt", 2)]
    [item] = answer["items"]
    assert [one["doc_number"] for one in item["evidence"]] == [ADVICE, RULES]
    assert item["evidence"][0]["document_id"] == id_of(ADVICE)
    assert item["evidence"][0]["issue_id"] == issue_of("a")
    assert site.client.get(item["evidence"][0]["links"]["self"]).json()["doc_number"] == ADVICE


def test_a_code_is_shipped(site: Gateway) -> None:
    answer = asked(site, "国务院令第707号")
    assert (answer["code"], bodies(answer)) == ("国令", [("国务院", "shipped", 0)])
    assert asked(site, "发改价格")["items"][0]["match"] == "family"
    assert asked(site, "财政部公告")["items"][0]["match"] == "name"


def test_a_code_of_a_province_may_be_a_countys_too(site: Gateway) -> None:
    answer = asked(site, "新政发")
    assert bodies(answer) == [("新疆维吾尔自治区人民政府", "shipped", 0), ("新宁县人民政府", "learnt", 1)]


def test_a_shipped_body_has_its_documents_too(tmp_path: Path) -> None:
    with gateway_on(tmp_path) as gateway:
        names = ("财政部", "中华人民共和国财政部", "财政厅")
        made = [
            record("z", at, Document("通知", at, at, f"财税〔2020〕{at}号", issuer=name))
            for at, name in enumerate(names, 1)
        ]
        store(gateway.backends, gazette("z", TEXT, BEGAN), made, TEXT)
        answer = asked(gateway, "财税")
    assert bodies(answer) == [("财政部", "shipped", 2), ("财政厅", "learnt", 1)]
    assert {one["doc_number"] for one in answer["items"][0]["evidence"]} == {"财税〔2020〕1号", "财税〔2020〕2号"}


@pytest.mark.parametrize("typed", ["某某发", "〔2020〕5号", "5", "%", "x" * 200])
def test_nobody_is_made_up(site: Gateway, typed: str) -> None:
    assert asked(site, typed)["items"] == []


@pytest.mark.parametrize("params", [{}, {"code": ""}, {"code": "国" * 201}, {"code": "国\x00发"}])
def test_what_is_no_code_is_refused(site: Gateway, params: dict[str, str]) -> None:
    response = site.client.get(URL, params=params)
    assert (response.status_code, response.json()["code"]) == (422, "bad_value")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (UNSIGNED, "临江市人民政府（馆藏 2 件如此署名）"),
        (NATIONAL, "国务院（机关代字表）"),
        (COUNTY, "新疆维吾尔自治区人民政府（机关代字表）、新宁县人民政府（馆藏 1 件如此署名）"),
    ],
)
def test_the_page_of_an_unsigned_document_says_whose_its_number_may_be(site: Gateway, number: str, told: str) -> None:
    page = site.client.get(f"/documents/{id_of(number, 'z')}", headers={"Accept": "text/html"}).text
    before, _, after = page.partition("代字所属")
    part = after.partition("</div>")[0]
    assert "发文字号" in before
    assert "文种" not in before.rpartition("发文字号")[2]
    assert told in "".join(part.split("\n"))
    assert "存疑" in part


@pytest.mark.parametrize(("number", "issue"), [(UNKNOWN, "z"), (RULES, "a"), (LETTER, "b")])
def test_pages_of_others_say_nothing_of_it(site: Gateway, number: str, issue: str) -> None:
    page = site.client.get(f"/documents/{id_of(number, issue)}", headers={"Accept": "text/html"}).text
    assert "发文字号" in page
    assert "代字所属" not in page


NOTICE = """临江市人民政府关于加强河道管理的通知

临政发〔2021〕3号

各区县人民政府，市政府各部门：

河道管理要常抓不懈，现就有关事项通知如下，请认真贯彻执行。

临江市人民政府

2021年3月5日"""


class Reader(LineParser):
    """Reads as the product does."""

    def parse(self, path: Path, name: str, report: Callable[[int, int], None], *_: object) -> Extraction:
        report(1, 1)
        return parse(path.read_bytes(), name)


@pytest.fixture
def mill(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mill]:
    monkeypatch.setattr("tests.service.mill.LineParser", Reader)
    with mill_on(tmp_path, template) as opened:
        yield opened


def test_what_an_issue_taught_is_forgotten_with_it(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run()
    [notice] = mill.documents(identifier)
    with mill.catalogue.reading() as tables:
        [signer] = tables.codes.signers("临政发", 9, 9)
    assert (signer.issuer, signer.count) == ("临江市人民政府", 1)
    assert [(one.document_id, one.generation) for one in signer.evidence] == [(notice.id, 1)]
    delete(mill.catalogue, identifier)
    mill.run()
    with mill.catalogue.reading() as tables:
        assert tables.codes.signers("临政发", 9, 9) == []
