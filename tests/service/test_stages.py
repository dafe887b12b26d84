"""Extract, classify and index, turn by turn, on real embedded adapters."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gazette.errors import RejectedError, TransientError
from gazette.events import (
    DocumentsChanged,
    IssueClassified,
    IssueExtracted,
    IssueFailed,
    IssueReady,
    IssueStored,
)
from gazette.model import (
    Extraction,
    IssueStatus,
    Kind,
    LegalStatus,
    Standing,
)
from gazette.search import IndexedDocument
from services.ingest.retry import retry
from tests.service.mill import CITATION, GROUPS, NOTICE, ONE, REPEAL, THREE, Mill, mill_on


@pytest.fixture
def mill(template: Path, tmp_path: Path) -> Iterator[Mill]:
    with mill_on(tmp_path, template) as mill:
        yield mill


# -- the way of an issue ---------------------------------------------------------------------------------------


def test_an_issue_goes_from_stage_to_stage_and_is_found_when_ready(mill: Mill) -> None:
    seen: list[IssueStatus] = []
    identifier = mill.upload(f"某市公报\n{NOTICE}\n{CITATION}\n结语")
    mill.parser.watch = lambda: seen.append(mill.issue(identifier).status)
    seen.append(mill.issue(identifier).status)
    for group in GROUPS:
        assert mill.found("河道") == []
        mill.run(group)
        seen.append(mill.issue(identifier).status)
    assert seen == [
        IssueStatus.RECEIVED,
        IssueStatus.EXTRACTING,
        IssueStatus.CLASSIFYING,
        IssueStatus.INDEXING,
        IssueStatus.READY,
    ]
    [hit] = mill.found("河道")
    first, second = mill.documents(identifier)
    assert (hit.id, hit.issue_id, hit.doc_number) == (first.id, identifier, ONE)
    assert hit.text == NOTICE
    assert (hit.start_line, hit.issued_date) == (2, "2019-05-06")
    assert [one.document.doc_number for one in (first, second)] == [ONE, THREE]
    assert [one.classes.doc_type for one in (first, second)] == ["通知", "意见"]
    sha256 = mill.issue(identifier).sha256
    assert mill.told() == [
        IssueStored(identifier, 1, sha256),
        IssueExtracted(identifier, 1, 2),
        IssueClassified(identifier, 1),
        IssueReady(identifier, 1, 2),
    ]
    assert mill.stages(identifier)[1:] == [(group, status) for group in GROUPS for status in ("started", "done")]


def test_the_text_of_record_is_kept(mill: Mill) -> None:
    text = f"{NOTICE}\n\U00020000〇\u3000行末\u2028同一行"
    identifier = mill.upload(text)
    mill.run("extract")
    issue = mill.issue(identifier)
    assert issue.text_key is not None
    with mill.objects.open(issue.text_key) as kept:
        assert kept.read().decode() == text
    assert (issue.document_count, issue.notes) == (1, (issue.file_name,))


def test_a_file_without_documents_is_ready_as_something_else(mill: Mill) -> None:
    identifier = mill.upload("没有文号的文字")
    mill.run()
    issue = mill.issue(identifier)
    assert (issue.status, issue.kind, issue.document_count) == (IssueStatus.READY, Kind.OTHER, 0)
    assert mill.told()[-1] == IssueReady(identifier, 1, 0)


def test_a_rejected_file_fails_with_its_reason(mill: Mill) -> None:
    mill.parser.trouble = [RejectedError("encrypted", "It is encrypted.", "文件已加密。")]
    identifier = mill.upload(NOTICE)
    mill.run()
    issue = mill.issue(identifier)
    assert (issue.status, issue.reason_code, issue.retryable) == (IssueStatus.FAILED, "encrypted", False)
    assert mill.told()[-1] == IssueFailed(identifier, 1, "encrypted")
    assert mill.found("河道") == []


def test_a_file_that_wants_a_program_may_be_tried_again_when_it_is_there(mill: Mill) -> None:
    mill.parser.trouble = [RejectedError("needs_libreoffice", "It is not installed.", "没有安装。")]
    identifier = mill.upload(NOTICE)
    mill.run()
    issue = mill.issue(identifier)
    assert (issue.status, issue.reason_code, issue.retryable) == (IssueStatus.FAILED, "needs_libreoffice", True)
    retry(mill.catalogue, identifier)
    mill.run()
    assert mill.issue(identifier).status is IssueStatus.READY


def test_a_parser_that_dies_once_is_asked_again(mill: Mill) -> None:
    mill.parser.trouble = [TransientError("the child died")]
    identifier = mill.upload(NOTICE)
    mill.run()
    assert mill.issue(identifier).status == IssueStatus.READY
    assert [status for stage, status in mill.stages(identifier) if stage == "extract"] == [
        "started",
        "retry",
        "started",
        "done",
    ]


def test_an_index_that_is_away_is_waited_for(mill: Mill) -> None:
    other = mill.place.search()
    other.write([IndexedDocument("f" * 16, "f" * 16, 1, 1, title="占用")])
    identifier = mill.upload(NOTICE)
    mill.run("extract", "classify")
    with pytest.raises(Exception, match="another process is writing"):
        mill.run("index")
    assert mill.issue(identifier).status == IssueStatus.INDEXING
    other.close()
    mill.run("index")
    assert mill.issue(identifier).status == IssueStatus.READY
    assert len(mill.found("河道")) == 1


# -- once more -------------------------------------------------------------------------------------------------


def test_documents_keep_their_ids_when_an_issue_is_tried_again(mill: Mill) -> None:
    identifier = mill.upload(f"{NOTICE}\n{CITATION}")
    mill.run()
    before = mill.documents(identifier)
    mill.fail(identifier)
    mill.upload(f"{NOTICE}\n{CITATION}")
    mill.run()
    assert mill.issue(identifier).status == IssueStatus.READY
    assert mill.issue(identifier).generation == 2
    after = mill.documents(identifier, deleted=True)
    assert all(young.revision > old.revision for old, young in zip(before, after, strict=True))
    assert [replace(one, revision=0) for one in after] == [replace(one, revision=0) for one in before]
    assert mill.told()[-1] == IssueReady(identifier, 2, 2)


def test_a_document_that_vanished_is_a_tombstone_and_found_no_more(mill: Mill) -> None:
    text = f"{NOTICE}\n{CITATION}"
    identifier = mill.upload(text)
    mill.run()
    notice, citation = mill.documents(identifier)
    mill.fail(identifier)
    mill.upload(text)
    with_parse = mill.parser.parse
    mill.parser.parse = lambda *given: without_first(with_parse(*given))  # type: ignore[method-assign]
    mill.run()
    [left] = mill.documents(identifier)
    assert left.id == citation.id
    tombstone = next(one for one in mill.documents(identifier, deleted=True) if one.id == notice.id)
    assert tombstone.deleted
    assert tombstone.revision > notice.revision
    assert mill.found("河道") == []
    assert [one.id for one in mill.found("绿化")] == [citation.id]


def without_first(extraction: Extraction) -> Extraction:
    return replace(extraction, documents=extraction.documents[1:])


def test_late_and_doubled_events_change_nothing(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run()
    mill.fail(identifier)
    mill.upload(NOTICE)
    mill.run()
    issue, documents, told = mill.issue(identifier), mill.documents(identifier), mill.told()
    stages = mill.stages(identifier)
    again = [one for one in told if one is not None]
    mill.send(*again, *again)
    mill.run()
    assert mill.issue(identifier) == issue
    assert mill.documents(identifier) == documents
    assert mill.stages(identifier) == stages
    assert mill.told() == told + again + again


def test_changed_documents_of_an_issue_that_is_not_ready_are_passed_over(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run("extract")
    [notice] = mill.documents(identifier)
    mill.send(DocumentsChanged(identifier, (notice.id,), "elsewhere"), DocumentsChanged("none", ("none",), "elsewhere"))
    mill.run("index")
    assert mill.found("河道") == []
    assert ("index", "started") not in mill.stages(identifier)
    mill.run()
    assert len(mill.found("河道")) == 1


# -- what documents say of each other --------------------------------------------------------------------------


@pytest.mark.parametrize("turns", ["one by one", "together"])
@pytest.mark.parametrize("order", [(NOTICE, REPEAL), (REPEAL, NOTICE)], ids=["target first", "repeal first"])
def test_a_repeal_is_seen_in_either_order_of_arrival(mill: Mill, order: tuple[str, str], turns: str) -> None:
    issues = {}
    for text in order:
        issues[text] = mill.upload(text)
        if turns == "one by one":
            mill.run()
    mill.run()
    [notice], [repeal] = mill.documents(issues[NOTICE]), mill.documents(issues[REPEAL])
    assert mill.standing(notice) == Standing(LegalStatus.REPEALED, "2020-05-06", repeal.id, line=2)
    assert mill.standing(repeal) == Standing()
    assert [one.id for one in mill.found("河道", LegalStatus.REPEALED)] == [notice.id]
    assert mill.found("河道", LegalStatus.UNKNOWN) == []


def test_a_lapse_is_no_repeal(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.upload(REPEAL.replace("废止", "失效"))
    mill.run()
    assert mill.standing(mill.documents(identifier)[0]).value == LegalStatus.LAPSED
    assert len(mill.found("河道", LegalStatus.LAPSED)) == 1


def test_a_repeal_that_vanished_has_no_effect_any_more(mill: Mill) -> None:
    target, source = mill.upload(NOTICE), mill.upload(REPEAL)
    mill.run()
    before = mill.documents(target)[0]
    mill.fail(source)
    mill.upload(REPEAL)
    with_parse = mill.parser.parse
    mill.parser.parse = lambda *given: without_first(with_parse(*given))  # type: ignore[method-assign]
    mill.run()
    [after] = mill.documents(target)
    assert mill.standing(after) == Standing()
    assert after.revision > before.revision
    assert len(mill.found("河道", LegalStatus.UNKNOWN)) == 1


def test_a_citation_raises_the_revision_of_what_is_cited(mill: Mill) -> None:
    target = mill.upload(NOTICE)
    mill.run()
    [before], issue = mill.documents(target), mill.issue(target)
    source = mill.upload(CITATION)
    mill.run()
    [after] = mill.documents(target)
    assert after == replace(before, revision=before.revision + 1)
    assert mill.issue(target) == issue
    assert DocumentsChanged(target, (before.id,), source) in mill.told()
    assert [one.revision for one in mill.found("河道")] == [after.revision]


def test_a_document_that_arrives_changes_those_that_named_it(mill: Mill) -> None:
    source = mill.upload(CITATION)
    mill.run()
    [before] = mill.documents(source)
    mill.upload(NOTICE)
    mill.run()
    [after] = mill.documents(source)
    assert after.revision == before.revision + 1


def test_naming_a_document_of_the_same_issue_tells_nobody(mill: Mill) -> None:
    identifier = mill.upload(f"{NOTICE}\n{REPEAL}")
    mill.run()
    notice, repeal = mill.documents(identifier)
    assert mill.standing(notice).by == repeal.id
    assert [one.id for one in mill.found("河道", LegalStatus.REPEALED)] == [notice.id]
    assert not [one for one in mill.told() if isinstance(one, DocumentsChanged)]
