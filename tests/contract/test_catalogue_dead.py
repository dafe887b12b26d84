"""What every catalogue does with dead letters: grouped by cause, replayed to one group, discarded, remembered."""

from dataclasses import replace
from datetime import timedelta

from gazette.events import now
from gazette.ports import Attempt, Catalogue, DeadFilter, DeadLetter
from tests.at_once import at_once
from tests.contract.adapters import Place
from tests.contract.test_catalogue_work import heard
from tests.made_up import MORNING, event

one, two, three = event(1), event(2), event(3)


def bury(catalogue: Catalogue, *letters: DeadLetter) -> list[int]:
    """Returns their ids."""
    for letter in letters:
        with catalogue.transaction() as tables:
            tables.work.begin(letter.group, letter.envelope)
            tables.work.finish(letter.group, letter.envelope.id)
            tables.work.bury(letter)
    with catalogue.reading() as tables:
        return sorted(found.id or 0 for found in tables.work.dead_letters(100))[-len(letters) :]


def letter(envelope: object = one, group: str = "extract", cause: str = "ValueError", **fields: object) -> DeadLetter:
    return replace(DeadLetter(group, envelope, cause, "odd", 5, MORNING), **fields)  # type: ignore[arg-type]


def test_open_ones_are_grouped_the_most_frequent_first(catalogue: Catalogue) -> None:
    later = MORNING + timedelta(hours=1)
    bury(
        catalogue, letter(cause="killed"), letter(two), letter(three, message="newest", at=later), letter(group="index")
    )
    with catalogue.reading() as tables:
        found = tables.dead_letters.causes()
        assert [(part.group, part.cause, part.count) for part in found] == [
            ("extract", "ValueError", 2),
            ("extract", "killed", 1),
            ("index", "ValueError", 1),
        ]
        assert (found[0].type, found[0].first, found[0].last, found[0].message) == (one.type, MORNING, later, "newest")
        newest = tables.dead_letters.get(found[0].newest)
    assert newest is not None
    assert newest.envelope.id == three.id


def test_pages_and_counts_by_group_type_cause_and_id(catalogue: Catalogue) -> None:
    ids = bury(catalogue, letter(), letter(two, cause="killed"), letter(three, group="index"))
    with catalogue.reading() as tables:
        table = tables.dead_letters
        assert [found.id for found in table.page(DeadFilter(), 2)] == ids[:2]
        assert [found.id for found in table.page(DeadFilter(), 9, after=ids[1])] == ids[2:]
        asked = (
            DeadFilter(group="index"),
            DeadFilter(cause="killed"),
            DeadFilter(type="no such"),
            DeadFilter(ids=(ids[0], ids[2])),
            DeadFilter("extract", until=ids[0]),
            DeadFilter(),
        )
        assert [table.count(wanted) for wanted in asked] == [1, 1, 0, 2, 1, 3]
        assert table.newest() == ids[2]
        assert table.get(ids[2] + 1) is None


def test_nothing_is_there_at_first(catalogue: Catalogue) -> None:
    with catalogue.reading() as tables:
        assert (tables.dead_letters.newest(), tables.dead_letters.causes()) == (0, [])


def test_a_replay_goes_to_the_one_group_that_failed_with_all_its_attempts(place: Place) -> None:
    catalogue, log = place.catalogue(), place.log()
    [number] = bury(catalogue, letter())
    with catalogue.transaction() as tables:
        sent = tables.dead_letters.replay(number, "李")
        assert sent is not None
        assert (sent.settled, sent.settled_by) == ("replayed", "李")
        assert tables.dead_letters.replay(number, "王") is None
        assert tables.dead_letters.causes() == []
        assert tables.work.dead_letters(9) == []
    place.pass_on()
    [found] = heard(place, log, "extract")
    assert (found.id, found.data, found.correlation_id) == (one.id, one.data, one.correlation_id)
    assert found.group == "extract"
    assert heard(place, log, "index") == []
    with catalogue.transaction() as tables:
        assert tables.work.begin("extract", found) == Attempt(1, done=False)


def test_what_fails_again_comes_back_with_its_history(catalogue: Catalogue) -> None:
    [first] = bury(catalogue, letter())
    with catalogue.transaction() as tables:
        tables.dead_letters.replay(first, "李")
    bury(catalogue, letter(two), letter(group="index"))
    [second] = bury(catalogue, letter(cause="killed", attempts=3))
    with catalogue.reading() as tables:
        again = tables.dead_letters.get(second)
        assert again is not None
        history = tables.dead_letters.history(again)
    assert [(past.id, past.cause, past.attempts, past.settled_by) for past in history] == [
        (first, "ValueError", 5, "李"),
        (second, "killed", 3, None),
    ]
    assert history[0].settled_at is not None


def test_two_who_replay_at_once_send_it_once(place: Place) -> None:
    [number] = bury(place.catalogue(), letter())

    def replay(_: int) -> bool:
        with place.catalogue().transaction() as tables:
            return tables.dead_letters.replay(number, "李") is not None

    assert sorted(at_once(4, replay)) == [False, False, False, True]
    place.pass_on()
    assert [found.id for found in heard(place, place.log(), "extract")] == [one.id]


def test_discarded_ones_are_settled_and_kept_for_a_while(catalogue: Catalogue) -> None:
    ids = bury(catalogue, letter(), letter(two), letter(three, group="index"))
    with catalogue.transaction() as tables:
        assert tables.dead_letters.discard(DeadFilter(group="extract"), "李") == 2
        assert tables.dead_letters.discard(DeadFilter(group="extract"), "李") == 0
        assert tables.dead_letters.replay(ids[0], "李") is None
        tables.work.purge(now() - timedelta(hours=1))
        gone = tables.dead_letters.get(ids[0])
        assert gone is not None
        assert (gone.settled, gone.settled_by) == ("discarded", "李")
        tables.work.purge(now() + timedelta(hours=1))
        assert [tables.dead_letters.get(number) is None for number in ids] == [True, True, False]
