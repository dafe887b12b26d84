"""Relations and legal status while issues arrive one by one: what the annotated texts cite and end, in any order."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from gazette import numbers
from gazette.model import Extraction, LegalStatus
from services.extract.parse import parse
from tests.contract.adapters import embedded_template
from tests.fidelity.instrument import annotated
from tests.service.mill import Mill, mill_on

LAPSED = "失效"
STUB = "{title}\n\n{number}\n\n各乡镇人民政府，各有关单位：\n\n现将有关事项通知如下。\n\n{organ}\n\n{year}年3月1日\n"


class Parser:
    """The real parser, in this process."""

    def parse(self, path: Path, name: str, report: Callable[[int, int], None], *_: object) -> Extraction:
        return parse(path.read_bytes(), name, report)

    def close(self) -> None:
        """Nothing is held."""


def named() -> Mapping[str, str]:
    """Number → title of all that the annotated documents cite or end, save what they print themselves."""
    own = {d["doc_number"] for case in annotated() for d in case.gold["documents"]}
    rows = [row for _, row in _rows()]
    return {row["doc_number"]: row["title"] or "有关事项" for row in rows if row["doc_number"] not in own}


def orders(count: int) -> Iterator[Sequence[str]]:
    """Texts in an order of arrival: what is named last, then first, then mixed."""
    gazettes = [case.text for case in annotated()]
    stubs = [_stub(number, title) for number, title in named().items()]
    yield [*gazettes, *stubs]
    yield [*stubs, *gazettes]
    for seed in range(count - 2):
        mixed = [*gazettes, *stubs]
        Random(seed).shuffle(mixed)
        yield mixed


def measure(texts: Sequence[str]) -> tuple[int, int, list[str]]:
    """(right, of all, what is wrong) after the texts have arrived in this order."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "template").mkdir()
        (Path(folder) / "data").mkdir()
        template = embedded_template(Path(folder) / "template")
        with mill_on(Path(folder) / "data", template) as mill:
            mill.workers["extract"].handler.parser = Parser()  # type: ignore[attr-defined]
            for text in texts:
                mill.upload(text)
                mill.run()
            checks = [*_links(mill), *_statuses(mill)]
    return sum(right for right, _ in checks), len(checks), [said for right, said in checks if not right]


def _rows() -> list[tuple[str, dict[str, str]]]:
    """(the document that names, the row) of each repeal and each citation."""
    documents = [document for case in annotated() for document in case.gold["documents"]]
    kept = [(d["doc_number"], row) for d in documents for row in (*d["repeals"], *d["cites"])]
    return [(number, row) for number, row in kept if row.get("doc_number") and number]


def _stub(number: str, title: str) -> str:
    organ = "某市某区人民政府"
    parsed = numbers.parse(number)
    shown = title if title.endswith(("通知", "意见", "决定", "办法")) else f"{title}的通知"
    year = parsed.year if parsed and parsed.year else 2020
    return STUB.format(title=f"{organ}关于{shown.removeprefix('关于')}", number=number, organ=organ, year=year)


def _links(mill: Mill) -> Iterator[tuple[bool, str]]:
    """Whether each named document knows who names it."""
    with mill.catalogue.reading() as tables:
        for source, row in _rows():
            key = numbers.key(row["doc_number"]) or ""
            incoming = tables.relations.incoming([key]).get(key, ())
            held = tables.documents.by_keys([key])
            by = {one.source.document.doc_number for one in incoming}
            yield bool(held) and source in by, f"{source} names {row['doc_number']}: known of {sorted(map(str, by))}"


def _statuses(mill: Mill) -> Iterator[tuple[bool, str]]:
    """Whether each held document has the status that the annotations give it, by the right document."""
    ended = _ended()
    with mill.catalogue.reading() as tables:
        for number in named():
            for record in tables.documents.by_keys([numbers.key(number) or ""]):
                standing = tables.relations.standings([record])[record.id]
                by = tables.documents.get(standing.by) if standing.by else None
                said = (standing.value, by.document.doc_number if by else None)
                yield said == ended.get(number, (LegalStatus.UNKNOWN, None)), f"{number}: {said}"


def _ended() -> Mapping[str, tuple[LegalStatus, str]]:
    """Number → status and the document that decided, by the verb of the deciding document's title or clause."""
    found: dict[str, tuple[LegalStatus, str]] = {}
    for case in annotated():
        lines = case.text.split("\n")
        for document in case.gold["documents"]:
            text = "\n".join(lines[document["start_line"] - 1 : document["end_line"]])
            status = LegalStatus.LAPSED if f"宣布{LAPSED}" in text else LegalStatus.REPEALED
            found |= {row["doc_number"]: (status, document["doc_number"]) for row in document["repeals"]}
    return found
