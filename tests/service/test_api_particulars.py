"""Fields of several parts in the API and on the page of a document."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gazette.model import Document, Enclosure, Mention
from services.api.pages import open_site
from tests import made_up
from tests.service.conftest import Gateway, gateway_on
from tests.service.library import BEGAN, RULES, fill, gazette, record, store

FULL, _ = made_up.full_document()
TEXT = "\n".join(f"第{n}行" for n in range(1, 60))
OWN = "临政发〔2020〕7号"
PLACE = {"start_line": 3, "start": 0, "end_line": 4, "end": 12, "page": 2}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    pages = open_site(300_000)
    with gateway_on(tmp_path_factory.mktemp("fields"), routers=pages.routers, error_page=pages.error_page) as gateway:
        fill(gateway.backends)
        yield gateway


@pytest.fixture(scope="module")
def answer(site: Gateway) -> dict[str, Any]:
    rests = replace(FULL.basis[0], doc_number=RULES)
    document: Document = replace(FULL, doc_number=OWN, basis=(rests,), attachment_of=None)
    made = record("z", 0, document)
    store(site.backends, gazette("z", TEXT, BEGAN), [made], TEXT)
    found: dict[str, Any] = site.client.get(f"/api/v1/documents/{made.id}").json()
    return found


def test_each_row_says_where_it_stands_and_how_sure_it_is(answer: dict[str, Any]) -> None:
    assert answer["duties"] == [{"role": "lead", "bodies": ["某局", "某委"], "place": PLACE, "confidence": 0.97}]
    assert answer["deadlines"] == [
        {"clause": "年底前", "kind": "due", "date": "2020-12-31", "place": PLACE, "confidence": 0.85}
    ]
    assert answer["indicators"][0]["figures"] == [{"column": "目标", "value": "67"}]
    assert answer["promulgates"][0]["start_line"] == 20
    assert answer["aliases"][0]["long"] == "某办法"
    assert answer["interpreted_by"] == "某市某局"
    assert answer["amends"][0]["articles"] == ["第三条"]
    assert {one["confidence"] for one in answer["named"]} == {0.9}


def test_what_is_held_is_linked(answer: dict[str, Any], site: Gateway) -> None:
    (basis,) = answer["basis"]
    assert (basis["doc_number"], basis["alias"]) == (RULES, "规划")
    held = site.client.get(f"/api/v1/documents/{basis['document_id']}").json()
    assert held["doc_number"] == RULES
    assert answer["continues"][0]["document_id"] is None
    assert (answer["repeals"][0]["clause"], answer["continues"][0]["clause"]) == (None, "下列文件继续有效：")


def test_the_page_shows_them_in_both_languages(answer: dict[str, Any], site: Gateway) -> None:
    html = site.client.get(answer["links"]["page"]).text
    for words in (
        "责任分工",
        "Duties",
        "年底前",
        "2020年12月31日",
        "某局、某委",
        "某率",
        "解释机关",
        "Interpreted by",
        "依据",
    ):
        assert words in html


def test_a_title_without_a_number_is_a_candidate_where_one_document_has_it(site: Gateway) -> None:
    named = tuple(Mention(title, None, 9) for title in ("河道绿化总规划", "河道养护总规划", "河道清淤总规划"))
    records = [
        record("y", 0, Document("关于做好绿化的通知", 1, 2, named=named)),
        record("y", 1, Document("河道绿化总规划", 3, 4)),
        record("y", 2, Document("关于印发养护规划的通知", 5, 6, enclosures=(Enclosure("《河道养护总规划》", 6),))),
        record("y", 3, Document("河道养护总规划", 7, 8)),
    ]
    store(site.backends, gazette("y", TEXT, BEGAN), records, TEXT)
    answer = site.client.get(f"/api/v1/documents/{records[0].id}").json()
    assert [one["candidates"] for one in answer["named"]] == [[records[1].id], [], []]
    assert {one["document_id"] for one in answer["named"]} == {None}
