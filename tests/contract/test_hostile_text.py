"""Text that breaks things, as decoding lets it through: all four ports bring it back as it was."""

import io
from contextlib import suppress
from dataclasses import replace

import pytest

from gazette.errors import QueryError
from gazette.events import Envelope
from gazette.model import DocumentRecord, Masthead, Mention, Relation, RelationKind, Step, TocEntry, order_key
from gazette.ports import DeadLetter
from gazette.query import parse
from gazette.search import IndexedDocument, SearchRequest
from services.extract.formats.source import text_of_record
from tests.contract.adapters import Place
from tests.made_up import MORNING, issue, record

KEY = "某政发2020-1"
RAW = {
    "every character of the first plane": "".join(map(chr, range(0x10000))),
    "ends of all planes": "".join(chr(plane << 16 | at) for plane in range(17) for at in (0, 1, 0xFFFE, 0xFFFF)),
    "controls": "甲\x00乙\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x9f丙\r\n丁\r戊\t己",
    "lone surrogates": "甲\ud800乙\udc00丙\udcff丁\udbff",
    "rare Han": "𠀀𠮷䶮㐂𪚥\U00030000\U000e0100葛\U000e0101",
    "line ends that are none": "一\u2028二\u2029三\x85四\x1c五\x1e六",
    "direction and invisible": "\u202e\u2066\u200b\u200d\ufeff\u00ad甲\u2069\u202c",
    "marks upon marks": "a" + "\u0301\u20dd\u0489" * 400,
    "a run of letters": "a" * 100_000,
    "a run of digits": "٣" * 40_000,
    "a run of Han": "公" * 50_000,
    "joined pictures": "👩‍👩‍👧‍👦🏳️‍🌈🇨🇳" * 50,
    "SQL": "'; DROP TABLE issues; --\" %_\\/ ?1 :name $1 \\x00",
    "JSON and markup": "\"}],\\u0000\\ud800</script><script>alert(1)</script>&amp;]]><!--",
    "query syntax": "title:( AND NOT \"~5 ^2 [* TO *] {a} \\ /regex/ -+!||&&",
    "nothing": "",
    "blanks": " \u3000\t\n\u00a0\n",
}  # fmt: skip


@pytest.fixture(params=RAW)
def text(request: pytest.FixtureRequest) -> str:
    return text_of_record(RAW[request.param])[0]


def test_hostile_text_goes_through_all_four_ports(place: Place, text: str) -> None:
    through_the_store(place, text)
    through_the_log(place, text)
    through_the_catalogue(place, text)
    through_the_index(place, text)


def through_the_store(place: Place, text: str) -> None:
    place.objects().put("derived/text", io.BytesIO(text.encode()))
    with place.objects().open("derived/text") as data:
        assert data.read().decode() == text


def through_the_log(place: Place, text: str) -> None:
    sent = Envelope("gazette.unheard.v1", text, text.encode(), correlation_id=text, time=MORNING)
    place.log().append([sent])
    [found] = place.log().subscribe("extract").poll(5)
    assert found.envelope == sent


def through_the_catalogue(place: Place, text: str) -> None:
    catalogue = place.catalogue()
    sent = issue(1, file_name=text, note=text, reason=text, notes=(text,), toc=(TocEntry(text, text),))
    sent = replace(sent, masthead=Masthead(text, publisher=text))
    held = hostile_record(text)
    named = Relation(held.id, RelationKind.CITES, KEY, text, text, 1)
    step = Step(sent.id, MORNING, "extract", text, text, message=text)
    with catalogue.transaction() as tables:
        tables.issues.add(sent)
        tables.documents.save([held])
        tables.relations.lock([KEY, text[:100]])
        tables.relations.replace(sent.id, [named])
        tables.timeline.add(step)
        tables.submissions.remember(f"key {text[:100]}", sent.id)
        tables.work.bury(DeadLetter("extract", Envelope("type", text, b""), text, text, 1, MORNING))
    with catalogue.reading() as tables:
        found = tables.issues.get(sent.id)
        assert found is not None
        assert replace(found, updated_at=None) == sent
        assert tables.documents.of_issue(sent.id) == [held]
        assert tables.relations.incoming([KEY])[KEY][0].relation == named
        assert tables.timeline.of(sent.id) == [step]
        assert tables.submissions.recall(f"key {text[:100]}") == sent.id
        assert tables.work.dead_letters(1)[0].message == text


def hostile_record(text: str) -> DocumentRecord:
    mention = Mention(text, text, 1)
    return record(issue(1), issuer=text, addressees=text, cites=(mention,), doubtful=(text,), outline=())


def through_the_index(place: Place, text: str) -> None:
    sent = IndexedDocument(
        "a" * 16, "b" * 16, 1, order_key(None, "a" * 16), title=text, text=f"{text}\n锚点", persons=(text,)
    )
    index = place.search()
    index.write([sent])
    [hit] = index.search(SearchRequest(parse("锚点"))).hits
    assert (hit.document.title, hit.document.text) == (sent.title, sent.text)
    assert index.search(SearchRequest(None)).total == 1
    index.close()


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_looking_for_hostile_text_breaks_nothing(place: Place, raw: str) -> None:
    """What is asked for comes from outside as it is, not through decoding."""
    with place.catalogue().reading() as tables:
        assert tables.issues.get(raw) is None
        assert tables.documents.get(raw) is None
        assert tables.documents.by_keys([raw]) == []
        assert tables.documents.candidates(raw, 5) == []
        assert tables.submissions.recall(raw) is None
    index = place.search()
    with suppress(QueryError):
        assert index.search(SearchRequest(parse(raw[:400]))).total == 0
    index.close()
