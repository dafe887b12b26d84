"""Ids are given once and kept; what vanishes becomes a tombstone, what comes back is revived."""

from dataclasses import replace

from gazette.model import Document, document_id
from services.extract.identity import assign

ISSUE = "0123456789abcdef"


def document(number: str | None, title: str = "云川市人民政府关于防汛的通知", start: int = 1, end: int = 9) -> Document:
    return Document(title, start, end, doc_number=number)


A, B = document("云政发〔2019〕1号"), document("云政发〔2019〕2号", "乙", 10, 19)


def test_an_id_is_a_hash_of_issue_and_number_key() -> None:
    (record,), gone = assign(ISSUE, [A], [])
    assert record.id == document_id(ISSUE, "云政发2019-1", 0)
    assert (record.number_key, record.position, record.revision, gone) == ("云政发2019-1", 0, 1, [])


def test_equals_are_told_apart_by_their_order() -> None:
    records, _ = assign(ISSUE, [document(None), document(None, start=20, end=29)], [])
    assert [r.id for r in records] == [document_id(ISSUE, A.title, 0), document_id(ISSUE, A.title, 1)]


def test_the_same_again_changes_nothing() -> None:
    held, _ = assign(ISSUE, [A, B], [])
    assert assign(ISSUE, [A, B], held) == (held, [])


def test_a_change_raises_the_revision_and_keeps_id_and_classes() -> None:
    held, _ = assign(ISSUE, [A, B], [])
    changed = replace(A, issuer="云川市人民政府")
    (first, second), _ = assign(ISSUE, [changed, B], held)
    assert (first.id, first.revision, first.document.issuer) == (held[0].id, 2, "云川市人民政府")
    assert second == held[1]


def test_order_alone_is_a_change_of_position_only() -> None:
    held, _ = assign(ISSUE, [A, B], [])
    records, gone = assign(ISSUE, [B, A], held)
    assert [(r.id, r.position, r.revision) for r in records] == [(held[1].id, 0, 2), (held[0].id, 1, 2)]
    assert gone == []


def test_matching_goes_by_number_then_title_then_lines() -> None:
    held, _ = assign(ISSUE, [A, B], [])
    renamed = replace(A, title="改了的标题")
    renumbered = replace(B, doc_number="云政发〔2019〕7号")
    records, _ = assign(ISSUE, [renamed, renumbered], held)
    assert [r.id for r in records] == [r.id for r in held]
    moved = Document("全然不同", 3, 9)
    (record,), gone = assign(ISSUE, [moved], held)
    assert record.id == held[0].id
    assert [g.id for g in gone] == [held[1].id]


def test_what_vanished_becomes_a_tombstone_once_and_is_revived_with_a_higher_revision() -> None:
    held, _ = assign(ISSUE, [A, B], [])
    kept, gone = assign(ISSUE, [A], held)
    assert [(g.id, g.deleted, g.revision) for g in gone] == [(held[1].id, True, 2)]
    assert assign(ISSUE, [A], [*kept, *gone])[1] == []
    revived, none = assign(ISSUE, [A, B], [*kept, *gone])
    assert [(r.id, r.deleted, r.revision) for r in revived] == [(held[0].id, False, 1), (held[1].id, False, 3)]
    assert none == []


def test_a_new_document_never_takes_the_id_of_a_tombstone() -> None:
    held, _ = assign(ISSUE, [document(None, start=1, end=9)], [])
    tombstone = replace(held[0], deleted=True, document=replace(held[0].document, title="别的", doc_number=None))
    (record,), _ = assign(ISSUE, [document(None, start=1, end=9)], [tombstone])
    assert record.id != tombstone.id
