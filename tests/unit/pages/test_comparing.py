from gazette import numbers
from gazette.model import Document, DocumentRecord, TocEntry
from services.api.pages.comparing import compare


def held(title: str, number: str | None = None) -> DocumentRecord:
    return DocumentRecord("0" * 16, "1" * 16, 0, Document(title, 1, 2, number), number_key=numbers.key(number or ""))


def told(toc: list[TocEntry], records: list[DocumentRecord]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (pair.entry.title if pair.entry else "", pair.record.document.title if pair.record else "", pair.differences)
        for pair in compare(toc, records)
    ]


def test_what_is_announced_and_found_agrees() -> None:
    toc = [TocEntry("关于种树的通知", doc_number="临政发〔2021〕3号")]
    assert told(toc, [held("关于 种树的通知", "临政发[2021]3号")]) == [("关于种树的通知", "关于 种树的通知", ())]


def test_a_number_finds_its_document_under_another_title() -> None:
    toc = [TocEntry("关于种树的通知", doc_number="临政发〔2021〕3号")]
    assert told(toc, [held("关于植树的通知", "临政发〔2021〕3号")])[0][2] == ("title",)


def test_a_title_finds_its_document_under_another_number() -> None:
    toc = [TocEntry("关于种树的通知", doc_number="临政发〔2021〕3号")]
    assert told(toc, [held("关于种树的通知", "临政发〔2021〕8号")])[0][2] == ("doc_number",)


def test_what_is_missing_on_either_side_is_named() -> None:
    toc = [TocEntry("关于种树的通知")]
    assert told(toc, [held("关于护岸的通知")]) == [
        ("关于种树的通知", "", ("missing",)),
        ("", "关于护岸的通知", ("unannounced",)),
    ]


def test_two_entries_of_one_title_take_two_documents() -> None:
    toc = [TocEntry("任免通知"), TocEntry("任免通知")]
    assert [pair.record is not None for pair in compare(toc, [held("任免通知"), held("任免通知")])] == [True, True]


def test_without_a_contents_page_nothing_differs() -> None:
    assert told([], [held("关于种树的通知")]) == [("", "关于种树的通知", ())]
