"""What every catalogue learns of agency codes: pairs of code and issuer, each with the documents that testify it."""

from dataclasses import replace

import pytest

from gazette.model import DocumentRecord
from gazette.ports import Catalogue, Evidence, Signer
from tests.made_up import issue, number, record

CITY, OFFICE = "某市人民政府", "某市人民政府办公室"
CODE = "某政发"


@pytest.fixture
def catalogue(catalogue: Catalogue) -> Catalogue:
    """A catalogue that holds two issues, the second in its third generation."""
    with catalogue.transaction() as tables:
        tables.issues.add(issue(1))
        tables.issues.add(issue(2, generation=3))
    return catalogue


def signed(owner: int, serial: int, issuer: str | None = CITY, **fields: object) -> DocumentRecord:
    return record(issue(owner), serial, serial, issuer=issuer, issued_date=f"2020-05-{serial:02}", **fields)


def save(catalogue: Catalogue, *records: DocumentRecord) -> None:
    with catalogue.transaction() as tables:
        tables.documents.save(records)


def signers(catalogue: Catalogue, code: str = CODE, limit: int = 9, examples: int = 9) -> list[Signer]:
    with catalogue.reading() as tables:
        return list(tables.codes.signers(code, limit, examples))


def counts(catalogue: Catalogue) -> dict[str, int]:
    return {one.issuer: one.count for one in signers(catalogue)}


def witness(one: DocumentRecord, generation: int) -> Evidence:
    return Evidence(one.id, one.issue_id, one.document.doc_number or "", generation)


def test_a_pair_has_its_documents_for_evidence_the_newest_first(catalogue: Catalogue) -> None:
    first, second, third = signed(1, 1), signed(2, 2), signed(1, 3)
    save(catalogue, second, first, third)
    assert signers(catalogue) == [Signer(CITY, 3, (witness(third, 1), witness(second, 3), witness(first, 1)))]
    assert signers(catalogue, "某政函") == []


def test_of_several_bodies_the_one_that_signed_most_is_first(catalogue: Catalogue) -> None:
    save(catalogue, signed(1, 1, OFFICE), signed(1, 2), signed(2, 3, OFFICE), signed(2, 4, "某县人民政府"))
    assert list(counts(catalogue).items()) == [(OFFICE, 2), ("某县人民政府", 1), (CITY, 1)]


def test_limits_cut_bodies_and_examples_but_no_count(catalogue: Catalogue) -> None:
    save(catalogue, *(signed(1, serial) for serial in range(1, 8)), signed(2, 8, OFFICE), signed(2, 9, OFFICE))
    [most] = signers(catalogue, limit=1, examples=2)
    assert (most.issuer, most.count) == (CITY, 7)
    assert [one.doc_number for one in most.evidence] == [number(7), number(6)]
    assert [len(one.evidence) for one in signers(catalogue, examples=1)] == [1, 1]


@pytest.mark.parametrize(
    "fields",
    [
        {"issuer": None},
        {"issuer": f"{CITY}、{OFFICE}"},
        {"doubtful": ("issuer",)},
        {"doubtful": ("doc_number", "title")},
        {"doc_number": None},
    ],
)
def test_what_is_unsigned_joint_or_doubtful_testifies_nothing(catalogue: Catalogue, fields: dict[str, object]) -> None:
    plain = signed(1, 1)
    save(catalogue, replace(plain, document=replace(plain.document, **fields)))  # type: ignore[arg-type]
    assert signers(catalogue) == []


def test_a_document_that_is_read_anew_testifies_anew(catalogue: Catalogue) -> None:
    one = signed(1, 1, OFFICE)
    save(catalogue, one, signed(1, 2))
    assert counts(catalogue) == {OFFICE: 1, CITY: 1}
    save(catalogue, replace(one, document=replace(one.document, issuer=CITY)))
    assert counts(catalogue) == {CITY: 2}
    save(catalogue, replace(one, document=replace(one.document, doubtful=("issuer",))))
    assert counts(catalogue) == {CITY: 1}


def test_a_pair_is_gone_with_its_last_document_and_comes_back_with_it(catalogue: Catalogue) -> None:
    one, other = signed(1, 1), signed(2, 2)
    save(catalogue, one, other)
    save(catalogue, replace(one, deleted=True))
    assert [held.document_id for held in signers(catalogue)[0].evidence] == [other.id]
    save(catalogue, replace(other, deleted=True))
    assert signers(catalogue) == []
    save(catalogue, one)
    assert counts(catalogue) == {CITY: 1}


def test_hostile_codes_find_nothing(catalogue: Catalogue) -> None:
    save(catalogue, signed(1, 1))
    for code in ("%", "_", "", "\x00", "\ud800", "某政发' OR 1=1 --", "某" * 5_000):
        assert signers(catalogue, code) == []
