"""Status and links are the same whatever arrives first, on both catalogues, also when an issue goes and comes back."""

import hashlib
import random
from collections.abc import Mapping
from itertools import chain

import pytest

from gazette.consequences import relate
from gazette.model import DocumentRecord, Issue, LegalStatus, issue_id
from gazette.ports import Catalogue
from services.classify.relations import relations
from services.ingest.delete import delete
from tests import relation_set
from tests.made_up import MORNING
from tests.relation_set import Truth

TEXTS = relation_set.texts()
BY_TITLE = {"pinggu-2021-2": {"京平政办发〔2022〕12号"}}
"""Who names a document of an issue by its title alone, as read in the texts."""
ORDERS = ["forwards", "backwards", *range(4)]


def ordered(order: str | int) -> list[str]:
    names = sorted(TEXTS)
    if isinstance(order, int):
        random.Random(order).shuffle(names)
    return names[::-1] if order == "backwards" else names


def arrive(catalogue: Catalogue, name: str) -> str:
    """Let an issue in as the classify stage does."""
    content = TEXTS[name]
    sha256 = hashlib.sha256(content).hexdigest()
    identifier = issue_id(sha256)
    records = relation_set.records(identifier, content)
    said = list(chain.from_iterable(map(relations, records)))
    keys = {one.number_key for one in records if one.number_key}
    with catalogue.transaction() as tables:
        tables.relations.lock(keys | {one.target_key for one in said} | tables.relations.named([identifier]))
        issue = Issue(identifier, sha256, f"{name}.txt", "text/plain", len(content), MORNING)
        if not tables.issues.add(issue):
            tables.issues.save(issue)
        tables.documents.save(records)
        relate(tables, identifier, keys, said)
    return identifier


def found(catalogue: Catalogue) -> tuple[Truth, Mapping[str, DocumentRecord]]:
    """What the catalogue says of all documents by number."""
    identifiers = [issue_id(hashlib.sha256(content).hexdigest()) for content in TEXTS.values()]
    with catalogue.reading() as tables:
        held = [one for identifier in identifiers for one in tables.documents.of_issue(identifier)]
        by_id = {one.id: one for one in held}
        standings = tables.relations.standings(held)
        incoming = tables.relations.incoming({one.number_key for one in held if one.number_key})
    numbers = {one.number_key: str(one.document.doc_number) for one in held if one.number_key}
    said = {}
    for one in held:
        standing = standings[one.id]
        assert (standing.value == LegalStatus.UNKNOWN) == (standing.line is None)
        by = by_id[standing.by].document.doc_number if standing.by else None
        said[str(one.document.doc_number)] = (standing.value, standing.since, by)
        assert standing.value == LegalStatus.UNKNOWN or standing.clause
    edges = {
        (str(one.source.document.doc_number), str(one.relation.kind), numbers[key])
        for key, naming in incoming.items()
        for one in naming
    }
    return Truth(said, frozenset(edges)), {str(one.document.doc_number): one for one in held}


def check(truth: Truth, said: Truth) -> None:
    assert {number: said.standings.get(number) for number in truth.standings} == truth.standings
    others = {number: value for number, value in said.standings.items() if number not in truth.standings}
    assert {value for value, _, _ in others.values()} == {LegalStatus.UNKNOWN}
    assert said.edges >= truth.edges, truth.edges - said.edges
    extra = {edge for edge in said.edges - truth.edges if edge[1] != "basis"}
    assert extra == set()


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_ends_in_the_truth(catalogue: Catalogue, order: str | int) -> None:
    for name in ordered(order):
        arrive(catalogue, name)
    check(relation_set.truth(), found(catalogue)[0])


@pytest.mark.parametrize("gone", ["pinggu-2021-2", "listing", "held", "what they repeals"])
def test_what_goes_opens_its_places_and_what_comes_back_closes_them(catalogue: Catalogue, gone: str) -> None:
    identifiers = {name: arrive(catalogue, name) for name in ordered(5)}
    whole, before = found(catalogue)
    delete(catalogue, identifiers[gone])
    without, after = found(catalogue)
    left = {number for number in before if number in after}
    own = before.keys() - left
    assert own
    assert not {edge for edge in without.edges if edge[0] in own or edge[2] in own}
    assert all(without.standings[number][2] not in own for number in left)
    touched = {n for edge in whole.edges for n in (edge[0], edge[2]) if {edge[0], edge[2]} & own} - own
    assert {n for n in left if after[n].revision > before[n].revision} == touched | BY_TITLE.get(gone, set())
    arrive(catalogue, gone)
    check(relation_set.truth(), found(catalogue)[0])


def test_the_set_is_what_it_says(catalogue: Catalogue) -> None:
    truth = relation_set.truth()
    kinds = [kind for _, kind, _ in truth.edges]
    ours = [edge for edge in truth.edges if not edge[0].startswith("江政发")]
    assert len([edge for edge in ours if edge[1] in ("repeals", "lapses")]) == 24
    assert len([edge for edge in ours if edge[1] == "cites"]) == 21
    assert set(kinds) == {"repeals", "lapses", "cites", "amends", "continues", "basis"}
    assert found(catalogue)[0] == Truth({}, frozenset())
