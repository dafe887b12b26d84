"""What is found is the repaired text; what is shown of it points at the text of record. On each engine."""

from collections.abc import Iterator

import pytest

from gazette.model import Document, DocumentRecord, Standing
from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import Hit, SearchRequest
from gazette.text_of_record import TextOfRecord
from services.extract.parse import parse as extract
from services.index.entry import entry
from tests.contract.adapters import Place

SENTENCES = "各级人民政府应当加强组织领导，落实工作责任，完善保障措施，确保各项任务按期完成，并及时报告进展情况。" * 30
SPEECH = f"{SENTENCES}本辖区河道岸线由网格化巡查队伍PM<sub>2.5</sub>监测站照管，联系人赵六13812345678。{SENTENCES}"
WIDTH = 28


def wrapped(text: str) -> str:
    """As a converter prints a page: lines of one width with a blank one between, a number and a head after each 40."""
    lines = [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
    pages = ["\n\n".join(lines[at : at + 40]) for at in range(0, len(lines), 40)]
    return "".join(f"{page}\n\n— {number} —\n\n临江市公报\n\n" for number, page in enumerate(pages, 1))


TEXT = wrapped(SPEECH)
LINES = TEXT.split("\n")


@pytest.fixture(params=[True, False], ids=["with paragraphs", "stored before there were any"])
def index(request: pytest.FixtureRequest, place: Place) -> Iterator[SearchIndex]:
    found = extract(TEXT.encode(), "x.txt")
    text = TextOfRecord(LINES, found.paragraphs)
    if not request.param:
        text = TextOfRecord(LINES, tuple(((number, 0, len(line)),) for number, line in enumerate(LINES, 1)))
    record = DocumentRecord("a" * 16, "b" * 16, 0, Document("讲话", 1, len(LINES)))
    search = place.search()
    search.write([entry(record, Standing(), text.masked())])
    yield search
    search.close()


def hits(index: SearchIndex, query: str) -> tuple[Hit, ...]:
    return index.search(SearchRequest(parse(query))).hits


def broken_phrase() -> tuple[str, int]:
    """Four characters around a line end near the middle, and the line where they begin."""
    at = SPEECH.index("网格化")
    number = next(n for n, line in enumerate(LINES, 1) if SPEECH[at - at % WIDTH :].startswith(line) and line)
    return LINES[number - 1][-2:] + LINES[number + 1][:2], number


def test_a_phrase_over_a_line_end_is_found_and_shown_at_its_line(index: SearchIndex) -> None:
    phrase, number = broken_phrase()
    assert phrase in SPEECH
    assert phrase not in TEXT
    [hit] = hits(index, f'"{phrase}"')
    lines = [snippet.line for snippet in hit.snippets]
    assert number in lines
    for snippet in hit.snippets:
        marks = ["".join(snippet.text[start:end].split()) for start, end in snippet.marks]
        assert set(marks) == {phrase}


def test_personal_data_are_not_in_the_index(index: SearchIndex) -> None:
    assert hits(index, "13812345678") == ()
    [hit] = hits(index, "赵六")
    assert "13812345678" not in "".join(hit.document.text.split())


@pytest.mark.parametrize("index", [True], indirect=True)
def test_what_belongs_to_the_page_parts_nothing_and_is_not_found(index: SearchIndex) -> None:
    assert hits(index, "sub") == ()
    assert hits(index, "临江市公报") == ()
    [hit] = hits(index, "PM2.5")
    assert hit.snippets
    [hit] = hits(index, "任务")
    assert not any("—" in snippet.text for snippet in hit.snippets)
