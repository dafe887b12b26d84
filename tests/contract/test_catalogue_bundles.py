"""What was in a bundle, and how its files stand."""

from dataclasses import replace

from gazette.model import IssueStatus, Kind
from gazette.ports import BundleEntry, Catalogue, Child, IssueFilter
from gazette.progress import enter, has_failed
from tests.made_up import issue

ODD = "有 “引号”、\\ 的名字\x00\ud800.txt"
LOCKED = BundleEntry(2, "密.pdf", reason_code="encrypted", reason="文件已加密。 It is encrypted.")


def test_children_stand_as_their_issues_do(catalogue: Catalogue) -> None:
    bundle, one, two = issue(1, kind=Kind.BUNDLE), issue(2), issue(3, document_count=4, doubtful_count=1)
    entries = [BundleEntry(0, ODD, one.id), BundleEntry(1, "乙.txt", two.id, held=True), LOCKED]
    with catalogue.transaction() as tables:
        for held in (bundle, one, two):
            tables.issues.add(held)
        tables.bundles.fill(bundle.id, reversed(entries))
    with catalogue.transaction() as tables:
        tables.issues.save(
            replace(one, status=IssueStatus.FAILED, reason_code="odd", reason="原因 reason", retryable=True)
        )
        tables.issues.save(replace(two, status=IssueStatus.READY, deleted=True))
    with catalogue.reading() as tables:
        first, second, third = tables.bundles.children(bundle.id)
    assert first == Child(
        BundleEntry(0, ODD.replace("\x00", "\ufffd").replace("\ud800", "\ufffd"), one.id),
        IssueStatus.FAILED,
        "odd",
        "原因 reason",
        retryable=True,
    )
    assert second == Child(entries[1], IssueStatus.READY, document_count=4, doubtful_count=1, deleted=True)
    assert third == Child(LOCKED, IssueStatus.FAILED, LOCKED.reason_code, LOCKED.reason)


def test_filling_again_replaces_what_was_said(catalogue: Catalogue) -> None:
    bundle, one = issue(1), issue(2)
    with catalogue.transaction() as tables:
        assert tables.bundles.children(bundle.id) == []
        tables.issues.add(bundle)
        tables.issues.add(one)
        tables.bundles.fill(bundle.id, [LOCKED, BundleEntry(0, "甲.txt", one.id)])
        tables.bundles.fill(bundle.id, [BundleEntry(0, "乙.txt", one.id), BundleEntry(1, "丙.txt", one.id)])
        assert [child.entry.file_name for child in tables.bundles.children(bundle.id)] == ["乙.txt", "丙.txt"]
        tables.bundles.fill(bundle.id, [])
        assert tables.bundles.children(bundle.id) == []


def test_an_issue_knows_the_live_bundles_that_it_is_in(catalogue: Catalogue) -> None:
    child, *bundles = (issue(serial) for serial in range(1, 5))
    with catalogue.transaction() as tables:
        for one in (child, *bundles):
            tables.issues.add(one)
        for one in reversed(bundles):
            tables.bundles.fill(one.id, [BundleEntry(0, "甲.txt", child.id), BundleEntry(1, "乙.txt", child.id)])
        tables.issues.save(replace(bundles[1], deleted=True))
        assert [one.id for one in tables.bundles.holding(child.id)] == [bundles[0].id, bundles[2].id]
        assert tables.bundles.holding(bundles[0].id) == []
        page = tables.issues.page(IssueFilter(bundle=bundles[0].id), 20)
        assert ([one.id for one in page.items], page.total) == ([child.id], 1)


def test_a_bundle_begins_anew_where_the_issue_of_one_of_its_files_failed(catalogue: Catalogue) -> None:
    bundle, child = issue(1, kind=Kind.BUNDLE, status=IssueStatus.READY), issue(2)
    with catalogue.transaction() as tables:
        for one in (bundle, child):
            tables.issues.add(one)
        tables.bundles.fill(bundle.id, [BundleEntry(0, "甲.txt", child.id), LOCKED])
        assert not has_failed(tables, bundle)
        event, held = enter(tables, bundle, None)
        assert (event, held and held.id) == (None, bundle.id)
        tables.issues.save(replace(child, status=IssueStatus.FAILED))
        assert has_failed(tables, bundle)
        event, _ = enter(tables, bundle, "again")
        assert event
        assert event.generation == 2
        assert [step.correlation_id for step in tables.timeline.of(bundle.id)] == ["again"]
