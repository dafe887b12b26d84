"""Deleting an issue: tombstones, open places, and the same file again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gazette.errors import NotFoundError, RejectedError
from gazette.model import Extraction, IssueStatus, LegalStatus
from services.ingest.delete import delete, delete_router
from tests.service.mill import NOTICE, REPEAL, Mill, mill_on


@pytest.fixture
def mill(tmp_path: Path, template: Path) -> Iterator[Mill]:
    with mill_on(tmp_path, template) as opened:
        yield opened


def test_documents_become_tombstones_and_are_not_found(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run()
    [before] = mill.documents(identifier)
    delete(mill.catalogue, identifier)
    mill.run()
    assert mill.issue(identifier).deleted
    assert mill.documents(identifier) == []
    [after] = mill.documents(identifier, deleted=True)
    assert (after.id, after.deleted, after.revision > before.revision) == (before.id, True, True)
    assert mill.found("河道") == []
    assert ("ingest", "done") in mill.stages(identifier)


def test_who_named_it_waits_for_it_again_and_whom_it_ended_is_free(mill: Mill) -> None:
    target, source = mill.upload(NOTICE), mill.upload(REPEAL)
    mill.run()
    [repeal], [notice] = mill.documents(source), mill.documents(target)
    delete(mill.catalogue, target)
    mill.run()
    assert mill.documents(source)[0].revision > repeal.revision
    assert mill.upload(NOTICE) == target
    mill.run()
    [revived] = mill.documents(target)
    assert (revived.id, mill.standing(revived).value) == (notice.id, LegalStatus.REPEALED)
    assert revived.revision > notice.revision
    delete(mill.catalogue, source)
    mill.run()
    assert mill.standing(revived).value == LegalStatus.UNKNOWN
    assert mill.documents(target)[0].revision > revived.revision
    assert len(mill.found("河道", LegalStatus.UNKNOWN)) == 1


def test_an_issue_is_deleted_while_it_is_processed(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run("extract")
    delete(mill.catalogue, identifier)
    mill.run()
    assert mill.issue(identifier).status == IssueStatus.CLASSIFYING
    assert mill.found("河道") == []


def test_what_was_written_into_the_index_just_before_is_taken_out(mill: Mill) -> None:
    identifier = mill.upload(NOTICE)
    mill.run("extract", "classify")
    event = next(one for one in mill.told() if type(one).__name__ == "IssueClassified")
    handler = mill.workers["index"].handler
    written = handler.work(event, lambda _done, _of: None)
    delete(mill.catalogue, identifier)
    handler.settle([written])
    assert len(mill.found("河道")) == 1, "the write came after the deletion was decided"
    mill.run()
    assert mill.found("河道") == []


def test_what_is_not_held_and_what_is_gone(mill: Mill, tmp_path: Path) -> None:
    identifier = mill.upload(NOTICE, tmp_path)
    with pytest.raises(NotFoundError):
        delete(mill.catalogue, "0" * 16)
    with pytest.raises(NotFoundError):
        delete(mill.catalogue, "../../etc")
    delete(mill.catalogue, identifier)
    with pytest.raises(RejectedError) as refused:
        delete(mill.catalogue, identifier)
    assert refused.value.code == "gone"


def test_a_corrected_number_opens_the_place_of_the_old_one(mill: Mill) -> None:
    target, source = mill.upload(NOTICE), mill.upload(REPEAL)
    mill.run()
    [repeal] = mill.documents(source)
    mill.fail(target)
    mill.upload(NOTICE)
    whole = mill.parser.parse
    mill.parser.parse = lambda *given: renumbered(whole(*given))  # type: ignore[method-assign]
    mill.run()
    [notice] = mill.documents(target)
    assert notice.document.doc_number == "某政发〔2019〕9号"
    assert mill.standing(notice).value == LegalStatus.UNKNOWN
    assert mill.documents(source)[0].revision > repeal.revision


def renumbered(found: Extraction) -> Extraction:
    return replace(found, documents=tuple(replace(one, doc_number="某政发〔2019〕9号") for one in found.documents))


def test_the_route() -> None:
    heard: list[tuple[str, str | None]] = []
    app = FastAPI()
    app.include_router(delete_router(lambda *given: heard.append(given)))
    answer = TestClient(app).delete("/api/v1/issues/0123456789abcdef")
    assert (answer.status_code, answer.content) == (204, b"")
    assert heard == [("0123456789abcdef", None)]
