"""The search adapter against tantivy called directly: same index, same queries, same limits, in one run.

The bare call finds, counts exactly and loads the stored values of one page. Snippets and facets, which it does not
make, are told in rows of their own. `python -m benchmarks.search 5000` measures on so many documents.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from tantivy import Order

from benchmarks.table import Row, quantile, show
from gazette.adapters.embedded import tantivy_folder
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.adapters.embedded.tantivy_query import compiled
from gazette.model import DOC_TYPES, order_key
from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import FACETS, Filters, IndexedDocument, SearchRequest, Sort

DOCUMENTS = 100_000
ROUNDS = 10
BATCH = 2_000
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "page of hits, adapter / bare": ("p95 ≤ 1.5", {}),
    "page of hits, newest first": ("", {"sort": Sort.NEWEST}),
    "page with snippets": ("", {"snippets": True}),
    "page with snippets and facets": ("", {"snippets": True, "facets": FACETS}),
}
FIRST_DAY = date(2001, 1, 1)
TOPICS = ("农业", "交通", "教育", "环境", "财政", "市政")
QUERIES = (
    "{0}", "{3}", "{20}", "{150}", "{900}", "{1500}", "{5} {40}", "{12} {300}", "{2} {7} {60}", '"{30}{31}"',
    "{80} -{1}", "{9} OR {700}", "({4} OR {14}) {33}", "title:{25}", "title:{25} {6}", "issuer:{2}", "year:2015 {11}",
    "type:通知 {18}", "{50} year:2010..2012", "甲政发〔2012〕{n}号",
)  # fmt: skip


class Corpus:
    """Invented documents: words of a made-up vocabulary, frequent and rare as in a natural text. Deterministic."""

    def __init__(self, seed: int = 20) -> None:
        self._random = random.Random(seed)
        self.words = [self._word() for _ in range(3_000)]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))

    def documents(self, count: int) -> Iterator[IndexedDocument]:
        for number in range(count):
            yield self._document(number)

    def queries(self) -> Iterator[str]:
        for number, form in enumerate(QUERIES):
            yield form.format(*self.words, n=7 + number)

    def _word(self) -> str:
        return "".join(
            chr(0x4E00 + int(self._random.triangular(0, 2_500, 0))) for _ in range(self._random.choice((2, 2, 2, 3, 4)))
        )

    def _text(self, words: int) -> str:
        return "".join(self._random.choices(self.words, cum_weights=self._weights, k=words))

    def _document(self, number: int) -> IndexedDocument:
        issued = (FIRST_DAY + timedelta(days=number * 37 % 8_000)).isoformat()
        identifier = f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
        return IndexedDocument(
            id=identifier,
            issue_id=f"{number // 12:016x}",
            revision=1,
            order_key=order_key(issued, identifier),
            title=f"关于{self._text(5)}的{DOC_TYPES[number % 15]}",
            text="\n".join(f"{self._text(25)}，{self._text(12)}。" for _ in range(self._random.randint(2, 12))),
            doc_number=f"甲政发〔{issued[:4]}〕{number % 400}号",
            doc_number_key=f"甲政发{issued[:4]}-{number % 400}",
            issuers=(f"{self.words[number % 40]}市人民政府",),
            doc_type=DOC_TYPES[number % 15],
            topics=(TOPICS[number % 6],),
            issued_date=issued,
            persons=(self.words[number % 500],),
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One request in both shapes. `asked` is tantivy's own query, compiled beforehand."""

    request: SearchRequest
    asked: Any


def bare(searcher: Any, case: Case) -> None:
    """What anyone would write without an adapter."""
    if case.request.sort is Sort.RELEVANCE:
        result = searcher.search(case.asked, case.request.limit, count=True)
    else:
        result = searcher.search(case.asked, case.request.limit, order_by_field="order_key", order=Order.Desc)
    assert result.count >= len([searcher.doc(address).to_dict() for _, address in result.hits])


def measured(
    calls: Sequence[Callable[[], object]], others: Sequence[Callable[[], object]], rounds: int
) -> list[list[float]]:
    """Milliseconds of both, call by call in turn, so that a busy machine slows both alike."""
    times: list[list[float]] = [[], []]
    for _ in range(rounds):
        for pair in zip(calls, others, strict=True):
            for call, into in zip(pair, times, strict=True):
                start = time.perf_counter()
                call()
                into.append((time.perf_counter() - start) * 1_000)
    return times


def row(name: str, plain: Sequence[Callable[[], object]], whole: Sequence[Callable[[], object]], goal: str) -> Row:
    """One kind of page: milliseconds of adapter and bare engine, and how many times as long the adapter takes."""
    measured(plain, whole, 1)
    times = measured(plain, whole, ROUNDS)
    (bare_half, half), (bare_most, most) = ([quantile(each, share) for each in times] for share in (0.5, 0.95))
    value = f"p50 {half:.1f} / {bare_half:.1f} ms = {half / bare_half:.2f}, p95 {most:.1f} / {bare_most:.1f} ms"
    return Row(name, f"{value} = {most / bare_most:.2f}", goal)


def fill(index: SearchIndex, corpus: Corpus, count: int) -> None:
    """Write so many invented documents."""
    documents = corpus.documents(count)
    while batch := list(islice(documents, BATCH)):
        index.write(batch)


def rows(path: Path, count: int) -> Iterator[Row]:
    """Fill an index of `count` documents below `path` and measure each kind of page on it."""
    corpus = Corpus()
    index = TantivyIndex(path)
    fill(index, corpus, count)
    opened = tantivy_folder.open_version(path, tantivy_folder.current(path))
    opened.reload()
    requests = [SearchRequest(query=parse(text), snippets=False) for text in corpus.queries()]
    asked = [compiled(request.query, Filters()) for request in requests]
    for name, (goal, changes) in PAGES.items():
        cases = [Case(replace(request, **changes), query) for request, query in zip(requests, asked, strict=True)]
        plain = [partial(bare, opened.searcher(), case) for case in cases]
        yield row(name, plain, [partial(index.search, case.request) for case in cases], goal)
    index.close()


def measure(count: int = DOCUMENTS) -> list[Row]:
    """Search adapter / tantivy called directly, for each kind of page."""
    with tempfile.TemporaryDirectory() as folder:
        return list(rows(Path(folder), count))


if __name__ == "__main__":
    show("search", measure(*map(int, sys.argv[1:])))
