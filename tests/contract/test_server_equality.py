"""Both search engines answer the same over real gazettes: hits, totals, order, facets and highlights."""

import hashlib
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tantivy

from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.model import LegalStatus, Standing, issue_id, order_key
from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import FACETS, RELEVANCE_LIMIT, Filters, Hit, IndexedDocument, SearchPage, SearchRequest, Sort
from gazette.text_of_record import TextOfRecord
from gazette.tokens import ENGINE_PATTERN, fold, tokens
from services.classify.classify import classify
from services.extract.identity import assign
from services.extract.parse import parse as extract
from services.index.entry import entry
from tests.contract.servers import ServerPlace

pytestmark = pytest.mark.servers

GAZETTES = Path(__file__).parents[1] / "gazettes"
PIECE = 12
"""Lines of a piece: every document is also held in pieces, so that most words are in some and not in others."""
PAGE = 20

QUERIES = (
    # words and runs of words, frequent and rare
    "通知", "规划", "决定", "办公室", "人民政府", "任命", "免去", "会议", "污染防治", "营商环境", "义务教育", "气象",
    "的", "一", "不得", "负责", "责任单位", "牵头单位", "应当", "落实", "没有这样的词", "2021", "2035年", "5G", "PM2.5",
    "a", "PM", "pm2.5", "ＰＭ２.５", "1.5", "90%", "〇", "十四五", "生态环境局", "局长", "任 局长", "副主任 试用期",
    # phrases, operators, groups
    '"交通 综合治理"', "“全民健身”", '"任免职"', '"，污染"', '"第一章" OR "一、"', "通知 -任免", "-通知", "-的",
    "-(通知 OR 规划)", "规划 OR 计划 OR 方案", "(规划 OR 计划) (教育 OR 卫生)", "((气象))", "健身 -体育 OR 气象 -防灾",
    "治理 交通 行动计划", "局 OR 委员会 -街道",
    # fields
    "title:规划", "标题：印发", "title:(通知 -干部)", "机关：办公室", "issuer:人民政府", "topic:卫生",
    "主题：综合政务 title:决定", "type:通知", "type:决定 OR type:规划", "-type:通知", "person:王", "人员：李 免去",
    "year:2021", "year:2022..", "year:..2021 通知", "year:1999", "-year:2021", "number:政办发", "文号：12号", "号",
    # numbers
    "政发〔2021〕4号", "京平政发〔2021〕4号", "京平政发(2021)10号", "number:京平政办发[2022]11号",
    "cites:京政发〔2021〕1号", "引用：京平政发〔2021〕4号", "〔2021〕", "国发〔2015〕1号 OR 国办发〔2016〕2号",
)  # fmt: skip

FILTERS = {
    "none": Filters(),
    "type": Filters(doc_type=("通知",)),
    "type and status": Filters(doc_type=("通知", "决定"), legal_status=("in_force", "repealed")),
    "year and dates": Filters(year=(2021, 2022), issued_from="2021-04-01", issued_to="2022-11-24"),
    "topic": Filters(topic=("综合政务", "科技、教育")),
}


class Engines(NamedTuple):
    """The same documents twice."""

    embedded: SearchIndex
    server: SearchIndex
    documents: tuple[IndexedDocument, ...]


def entries(path: Path) -> Iterator[IndexedDocument]:
    """A gazette as the index role would write it; statuses go round, since one issue repeals little of itself."""
    data = path.read_bytes()
    extraction = extract(data, path.name)
    records, _ = assign(issue_id(hashlib.sha256(data).hexdigest()), extraction.documents, [])
    text = TextOfRecord(extraction.text.split("\n"), extraction.paragraphs)
    for record, classes, status in zip(records, classify(extraction)[1], cycle(LegalStatus)):
        yield entry(replace(record, classes=classes), Standing(status), text)


def pieces(whole: IndexedDocument) -> Iterator[IndexedDocument]:
    """A document's lines, a few at a time, as documents of their own."""
    lines = whole.text.split("\n")
    for start in range(0, len(lines), PIECE):
        identifier = hashlib.sha256(f"{whole.id} {start}".encode()).hexdigest()[:16]
        part = "\n".join(lines[start : start + PIECE])
        key = order_key(whole.issued_date, identifier)
        yield replace(whole, id=identifier, order_key=key, text=part, start_line=whole.start_line + start, lines=())


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    found = [one for path in sorted(GAZETTES.glob("*.txt")) for one in entries(path)]
    documents = tuple(found + [piece for one in found for piece in pieces(one)])
    place = ServerPlace(f"test{uuid.uuid4().hex[:12]}", "")
    both = Engines(TantivyIndex(tmp_path_factory.mktemp("equality") / "index"), place.search(), documents)
    try:
        for index in (both.embedded, both.server):
            index.write(documents)
        yield both
    finally:
        both.embedded.close()
        place.close()


def walked(index: SearchIndex, request: SearchRequest) -> Iterator[SearchPage]:
    """All pages of an explicit sort; facets come with the first."""
    page = index.search(request)
    yield page
    while page.more:
        page = index.search(replace(request, after=page.hits[-1].document.order_key, facets=()))
        yield page


def by_id(page: SearchPage) -> dict[str, Hit]:
    return {hit.document.id: replace(hit, score=None) for hit in page.hits}


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_pages_in_an_explicit_order(engines: Engines, query: str) -> None:
    request = SearchRequest(parse(query), sort=Sort.NEWEST, limit=PAGE, facets=FACETS)
    for there, here in zip(walked(engines.server, request), walked(engines.embedded, request), strict=True):
        assert there == here


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_hits_by_relevance(engines: Engines, query: str) -> None:
    request = SearchRequest(parse(query), limit=RELEVANCE_LIMIT, facets=FACETS, snippets=False)
    there, here = engines.server.search(request), engines.embedded.search(request)
    assert (there.total, there.more, there.facets) == (here.total, here.more, here.facets)
    if here.total <= RELEVANCE_LIMIT:
        assert by_id(there) == by_id(here)


@pytest.mark.parametrize("filters", FILTERS.values(), ids=list(FILTERS))
@pytest.mark.parametrize("query", ["", "规划", "-规划", "title:通知 任免 OR 污染", "type:通知 -year:2022"])
def test_the_same_facets_and_pages_under_filters(engines: Engines, query: str, filters: Filters) -> None:
    request = SearchRequest(parse(query), filters, Sort.OLDEST, limit=100, facets=FACETS)
    for there, here in zip(walked(engines.server, request), walked(engines.embedded, request), strict=True):
        assert there == here


def derived(documents: tuple[IndexedDocument, ...]) -> Iterator[str]:
    """What people would ask for: numbers, people, parts of titles; and stretches of tokens from the texts."""
    for number, one in enumerate(documents):
        words = tokens(one.text)
        start = number * 31 % max(1, len(words))
        yield f'"{" ".join(words[start : start + 2 + number % 4])}"'
        yield f"{one.title[number % 20 :][:4]} {''.join(words[start : start + 2])}"
    names = (text for one in documents for text in (one.doc_number, *one.persons, *one.issuers))
    yield from dict.fromkeys(text for text in names if text)


def test_the_same_for_what_stands_in_the_documents(engines: Engines) -> None:
    asked = [text for text in derived(engines.documents) if tokens(text)]
    found = 0
    for text in asked:
        request = SearchRequest(parse(text), sort=Sort.OLDEST, limit=PAGE, facets=("issuer", "year"))
        there, here = engines.server.search(request), engines.embedded.search(request)
        assert there == here, text
        found += here.total > 0
    assert len(asked) > len(engines.documents)
    assert found > len(asked) / 2


def test_the_queries_say_something(engines: Engines) -> None:
    totals = [engines.embedded.search(SearchRequest(parse(query), limit=1)).total for query in QUERIES]
    assert len(QUERIES) >= 60
    assert sum(0 < total < len(engines.documents) for total in totals) >= 60


def test_every_character_is_cut_alike(engines: Engines) -> None:
    """Characters that are new in Unicode are left out: each engine learns of them in its own time."""
    letters = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in {"Cn", "Co", "Cs"}]
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(ENGINE_PATTERN)).build()
    for start in range(0, len(letters), 3_000):
        text = fold(" , ".join(letters[start : start + 3_000]))
        assert cut(engines.server, text) == analyzer.analyze(text) == list(tokens(text))


def cut(index: Any, text: str) -> list[str]:
    answer = index._client.indices.analyze(index=index._alias, body={"analyzer": "gazette", "text": text})
    return [token["token"] for token in answer["tokens"]]
