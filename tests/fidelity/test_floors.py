"""What the project holds reaches its floors: the annotated gazettes whole and damaged, relations, personal data.

One seed keeps it quick; `make fidelity` measures more and prints it.
"""

from collections.abc import Mapping

import pytest

from tests.fidelity import arrivals, floors, measures
from tests.fidelity.bands import Calibration
from tests.fidelity.instrument import Tally
from tests.fidelity.rows import Census

Damaged = tuple[measures.Rows, Tally, Calibration, Census]


@pytest.fixture(scope="module")
def whole() -> Tally:
    tally = measures.samples()
    print("\n".join(tally.misses))
    return tally


@pytest.fixture(scope="module")
def damaged() -> Damaged:
    calibration, census = Calibration(), Census()
    return *measures.mutations(1, calibration, census), calibration, census


def means(damaged: Damaged, wanted: Mapping[str, float]) -> dict[str, float]:
    return {name: measures.mean(damaged[0], name) for name in wanted}


def test_the_annotated_gazettes(whole: Tally) -> None:
    assert list(floors.below("samples", whole.figures, floors.SAMPLES)) == []


@pytest.mark.parametrize("rows", ["personnel", "repeals", "cites", "enclosures"])
def test_at_most_one_row_is_wrong(whole: Tally, rows: str) -> None:
    wrong = [miss for miss in whole.misses if f" {rows}: " in miss]
    missing, extra = (sum(f"{rows}: {sign} " in miss for miss in wrong) for sign in ("missing", "extra"))
    assert max(missing, extra) <= floors.MOST_WRONG_ROWS, wrong


def test_damaged_ones(damaged: Damaged) -> None:
    rows = damaged[0]
    assert len(rows) > 25
    worst = {name: measures.worst(rows, name) for name in floors.WORST}
    assert list(floors.below("worst kind", worst, floors.WORST)) == []
    assert list(floors.below("mean", means(damaged, floors.MUTATIONS), floors.MUTATIONS)) == []


def test_what_is_wrong_is_doubted_and_what_is_right_is_not(damaged: Damaged) -> None:
    whole = damaged[1]
    assert whole.counts("doubt_caught")[1] > 30
    assert list(floors.below("all values", whole.figures, floors.DOUBT)) == []


def test_a_confidence_means_something(damaged: Damaged) -> None:
    calibration = damaged[2]
    assert calibration.share(floors.SURE_BAND) >= floors.SURE_SHARE
    assert calibration.share(0, floors.SURE_BAND) <= floors.DOUBTED_SHARE


def test_rows_of_further_fields_are_doubted_where_damage_changed_them(damaged: Damaged) -> None:
    shares = damaged[3].shares["all"]
    assert shares.rows * (1 - shares.right) > 100
    assert list(floors.below("rows", {name: getattr(shares, name) for name in floors.ROWS}, floors.ROWS)) == []


@pytest.mark.parametrize("order", [0, 2], ids=["what is named comes last", "mixed"])
def test_relations_in_any_order_of_arrival(order: int) -> None:
    """Some eight seconds each: forty-eight texts go through two stages, one by one."""
    right, count, wrong = arrivals.measure(list(arrivals.orders(3))[order])
    assert (wrong, right) == ([], count)
    assert count >= 2 * len(arrivals.named())


def test_every_number_of_a_person_is_found_and_nothing_else() -> None:
    """Counted by eye: forty rows of five people, and five more of them in four rows."""
    found = measures.personal_data()
    assert found["pinggu-2021-2"] == (40 * 5 + 5, 205)
    assert {name: count for name, (count, _) in found.items() if count} == {"pinggu-2021-2": 205}
