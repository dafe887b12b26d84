"""From upload to search: what repair made of a text is kept beside it, found, and shown at its line."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gazette.model import Extraction, paragraphs_key
from gazette.query import parse as asked
from gazette.repaired import unpacked
from gazette.search import Hit, SearchRequest
from gazette.text_of_record import read_text
from services.extract.parse import parse
from tests.service.mill import Mill, mill_on

SENTENCE = "各乡镇要加强组织领导，健全工作机制，压实工作责任，确保各项任务落到实处并按时报送进展情况。"
BODY = SENTENCE * 12 + "联系人：赵六，手机13812345678，负责河湖岸线网格化管护工作。" + SENTENCE * 12
HEAD = "某县人民政府关于做好河湖管护工作的通知\n\n某政发〔2021〕3号\n\n各乡镇人民政府：\n\n"
WIDTH = 25
TEXT = (
    HEAD + "\n".join(BODY[at : at + WIDTH] for at in range(0, len(BODY), WIDTH)) + "\n\n某县人民政府\n\n2021年3月5日\n"
)
LINES = TEXT.split("\n")


class Parser:
    """The real one, in this process."""

    def parse(self, path: Path, name: str, report: Callable[[int, int], None], *_: object) -> Extraction:
        return parse(path.read_bytes(), name, report)

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def mill(tmp_path: Path, template: Path) -> Iterator[Mill]:
    with mill_on(tmp_path, template) as mill:
        mill.workers["extract"].handler.parser = Parser()  # type: ignore[attr-defined]
        yield mill


def hits(mill: Mill, query: str) -> tuple[Hit, ...]:
    return mill.search.search(SearchRequest(asked(query))).hits


def cut() -> tuple[int, str]:
    """The line whose end cuts the sentence about the contact, and the characters around that end."""
    number = next(n for n, line in enumerate(LINES, 1) if "网格" in line or "岸线" in line)
    return number, LINES[number - 1][-3:] + LINES[number][:3]


def test_a_phrase_over_a_line_end_is_found_at_its_line(mill: Mill) -> None:
    identifier = mill.upload(TEXT)
    mill.run()
    number, phrase = cut()
    assert phrase in BODY
    assert phrase not in TEXT
    [hit] = hits(mill, f'"{phrase}"')
    assert number in [snippet.line for snippet in hit.snippets]
    assert all(letters in hit.document.text for letters in (phrase, SENTENCE))
    text = read_text(mill.objects, mill.issue(identifier))
    assert text.lines == LINES
    assert len(text.paragraphs) < 10


def test_a_number_over_a_line_end_reaches_neither_index_nor_reader(mill: Mill) -> None:
    shifted = TEXT.replace(HEAD, HEAD + "为" * next(n for n in range(WIDTH) if (BODY.index("138") + n) % WIDTH == 20))
    body = shifted.removeprefix(HEAD).partition("\n\n")[0].replace("\n", "")
    text = (
        HEAD
        + "\n".join(body[at : at + WIDTH] for at in range(0, len(body), WIDTH))
        + "\n\n某县人民政府\n\n2021年3月5日\n"
    )
    assert "13812" in text
    assert "13812345678" not in text
    identifier = mill.upload(text)
    mill.run()
    [hit] = hits(mill, "赵六")
    assert "●" * 11 in hit.document.text
    shown = "".join(read_text(mill.objects, mill.issue(identifier)).masked().lines)
    assert "●" * 11 in shown
    assert "13812" not in shown


def test_texts_without_stored_paragraphs_are_read_line_by_line(mill: Mill) -> None:
    identifier = mill.upload(TEXT)
    mill.run()
    issue = mill.issue(identifier)
    key = paragraphs_key(issue.sha256)
    stored = mill.objects.open(key).read()
    assert unpacked(stored, TEXT)
    for instead in (unlike(stored), None):
        mill.objects.delete(key)
        if instead is not None:
            mill.objects.put(key, io.BytesIO(instead))
        text = read_text(mill.objects, issue)
        assert len(text.paragraphs) == sum(bool(line) for line in LINES)
        assert text.part(1, len(LINES)).text == "\n".join(line for line in LINES if line)


def unlike(stored: bytes) -> bytes:
    """The paragraphs as they would be stored with another text."""
    return stored.replace(stored[9:73], b"0" * 64)
