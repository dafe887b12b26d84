"""What every catalogue does with work: outbox, inbox, delays, dead letters, leases, signs of life, purge."""

import os
import socket
from datetime import UTC, timedelta

from gazette.events import Envelope, now
from gazette.ports import Attempt, Beat, Catalogue, DeadLetter, EventLog
from tests.at_once import at_once
from tests.contract.adapters import Place
from tests.made_up import MORNING, event

event_one, event_two = event(1), event(1)


def heard(place: Place, log: EventLog, group: str) -> list[Envelope]:
    """What a group has yet to hear; it is told nothing twice."""
    subscription = log.subscribe(group)
    found = [delivery for _ in range(3) for delivery in subscription.poll(place.quiet / 2, 100)]
    subscription.commit(found)
    subscription.close()
    return [delivery.envelope for delivery in found]


# -- inbox -----------------------------------------------------------------------------------------------------


def test_attempts_are_counted_for_each_group_and_event(catalogue: Catalogue) -> None:
    one, two = event(1), event(2)
    with catalogue.transaction() as tables:
        assert tables.work.begin("extract", one) == Attempt(1, done=False)
        assert tables.work.begin("extract", one) == Attempt(2, done=False)
        assert tables.work.begin("index", one) == Attempt(1, done=False)
        assert tables.work.begin("extract", two) == Attempt(1, done=False)


def test_an_attempt_can_be_taken_back(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        for _ in range(2):
            tables.work.begin("extract", event_one)
        tables.work.release("extract", event_one.id)
        assert tables.work.begin("extract", event_one).number == 2
        for _ in range(5):
            tables.work.release("extract", event_one.id)
        tables.work.release("extract", "no such event")
        assert tables.work.begin("extract", event_one).number == 1


def test_many_events_are_begun_and_finished_at_once(catalogue: Catalogue) -> None:
    one, two, three = event(1), event(2), event(3)
    with catalogue.transaction() as tables:
        tables.work.begin("extract", one)
        begun = tables.work.begin_all("extract", [three, two, one, two])
        assert begun == {one.id: Attempt(2, False), two.id: Attempt(1, False), three.id: Attempt(1, False)}
        assert tables.work.begin_all("extract", []) == {}
    with catalogue.transaction() as tables:
        assert tables.work.finish("extract", two.id)
        assert tables.work.finish_all("extract", [one.id, two.id, "no such event"]) == {one.id}
        assert tables.work.finish_all("extract", [one.id]) == tables.work.finish_all("extract", []) == frozenset()
        assert tables.work.finish_all("index", [three.id]) == frozenset()
        assert tables.work.begin_all("extract", [one, three]) == {one.id: Attempt(2, True), three.id: Attempt(2, False)}


def test_each_of_many_that_begin_at_once_is_counted(place: Place) -> None:
    events = [event(serial) for serial in range(9)]

    def begin(_: int) -> set[int]:
        with place.catalogue().transaction() as tables:
            return {attempt.number for attempt in tables.work.begin_all("extract", events).values()}

    assert sorted(at_once(4, begin), key=min) == [{1}, {2}, {3}, {4}]


def test_an_event_is_finished_once(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        tables.work.begin("extract", event_one)
        assert tables.work.finish("extract", event_one.id)
        assert not tables.work.finish("extract", event_one.id)
        assert not tables.work.finish("index", event_one.id)
    with catalogue.transaction() as tables:
        tables.work.release("extract", event_one.id)
        assert tables.work.begin("extract", event_one) == Attempt(1, done=True)
        assert tables.work.begin("index", event_one) == Attempt(1, done=False)


def test_an_event_is_finished_once_by_many_at_once(place: Place) -> None:
    with place.catalogue().transaction() as tables:
        tables.work.begin("extract", event_one)

    def finish(_: int) -> bool:
        with place.catalogue().transaction() as tables:
            return tables.work.finish("extract", event_one.id)

    assert sorted(at_once(4, finish)) == [False, False, False, True]


# -- delayed events and dead letters ---------------------------------------------------------------------------


def test_delayed_events_come_when_due_in_order_and_to_one_group(place: Place) -> None:
    catalogue, log, moment = place.catalogue(), place.log(), now()
    later, first, second = event(1), event(1), event(1)
    with catalogue.transaction() as tables:
        tables.work.delay("extract", later, moment + timedelta(minutes=20))
        tables.work.delay("extract", second, moment - timedelta(seconds=1))
        tables.work.delay("extract", first, moment - timedelta(seconds=2))
        assert tables.work.is_due(moment)
        assert tables.work.release_due(moment, 10) == 2
        assert not tables.work.is_due(moment)
        assert tables.work.release_due(moment, 10) == 0
    place.pass_on()
    assert [one.id for one in heard(place, log, "extract")] == [first.id, second.id]
    assert heard(place, log, "index") == []


def test_a_released_event_is_the_same_event(place: Place) -> None:
    with place.catalogue().transaction() as tables:
        tables.work.delay("extract", event_one, now())
        tables.work.release_due(now(), 10)
    place.pass_on()
    [found] = heard(place, place.log(), "extract")
    assert (found.id, found.type, found.key, found.data) == (
        event_one.id,
        event_one.type,
        event_one.key,
        event_one.data,
    )
    assert (found.time, found.correlation_id, found.group) == (event_one.time, event_one.correlation_id, "extract")


def test_delayed_events_come_in_batches(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        for serial in range(5):
            tables.work.delay("extract", event(serial), now())
        assert [tables.work.release_due(now(), 2) for _ in range(4)] == [2, 2, 1, 0]


def test_dead_letters_are_kept_newest_first(catalogue: Catalogue) -> None:
    letters = [
        DeadLetter("extract", event(1, group="extract"), "ValueError", "格式有误 'x'", 5, MORNING),
        DeadLetter("index", Envelope("gazette.odd.v9", "key", b"\x00\xff not JSON"), "undecodable", "odd", 1, MORNING),
    ]
    for letter in letters:
        with catalogue.transaction() as tables:
            tables.work.bury(letter)
    with catalogue.reading() as tables:
        found = tables.work.dead_letters(10)
        assert [one.id is not None for one in found] == [True, True]
        assert [(one.group, one.envelope, one.cause, one.message, one.attempts, one.at) for one in found] == [
            (one.group, one.envelope, one.cause, one.message, one.attempts, one.at) for one in reversed(letters)
        ]
        assert [one.group for one in tables.work.dead_letters(1)] == ["index"]


# -- leases and signs of life ----------------------------------------------------------------------------------


def test_a_lease_has_one_holder(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        assert tables.work.lease("role/index", "elsewhere:1:a", 60)
        assert not tables.work.lease("role/index", "elsewhere:2:b", 60)
        assert tables.work.lease("role/index", "elsewhere:1:a", 60)
        assert tables.work.lease("role/another", "elsewhere:2:b", 60)


def test_a_lease_given_back_is_free_at_once(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        tables.work.lease("role/index", "elsewhere:1:a", 60)
        tables.work.end_lease("role/index", "elsewhere:2:b")
        assert not tables.work.lease("role/index", "elsewhere:2:b", 60)
        tables.work.end_lease("role/index", "elsewhere:1:a")
        assert tables.work.lease("role/index", "elsewhere:2:b", 60)


def test_an_expired_lease_is_taken_over_and_its_old_holder_refused(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        assert tables.work.lease("role/index", "elsewhere:1:a", -1)
        assert tables.work.lease("role/index", "elsewhere:2:b", 60)
        assert not tables.work.lease("role/index", "elsewhere:1:a", 60)


def test_the_lease_of_an_ended_process_is_taken_over_at_once(place: Place, catalogue: Catalogue) -> None:
    process = place.process("pass")
    process.communicate()
    ended, alive = f"{socket.gethostname()}:{process.pid}:a", f"{socket.gethostname()}:{os.getpid()}:b"
    with catalogue.transaction() as tables:
        assert tables.work.lease("role/index", ended, 3600)
        assert tables.work.lease("role/index", alive, 3600)
        assert not tables.work.lease("role/index", "elsewhere:1:c", 60)


def test_one_of_many_gets_the_lease(place: Place) -> None:
    def take(number: int) -> bool:
        with place.catalogue().transaction() as tables:
            return tables.work.lease("role/index", f"elsewhere:{number}:a", 60)

    assert sorted(at_once(4, take)) == [False, False, False, True]


def test_beats_are_the_latest_of_the_living(place: Place, catalogue: Catalogue) -> None:
    process = place.process("pass")
    process.communicate()
    here, moment = socket.gethostname(), now()
    alive = Beat("m1", "extract", here, os.getpid(), MORNING, moment, "磁盘已满")
    with catalogue.transaction() as tables:
        tables.work.beat(Beat("m1", "extract", here, os.getpid(), MORNING, moment - timedelta(minutes=5)))
        tables.work.beat(alive)
        tables.work.beat(Beat("m2", "index", here, process.pid, MORNING, moment))
        tables.work.beat(Beat("m3", "index", "elsewhere", 1, MORNING, moment - timedelta(minutes=5)))
        tables.work.beat(Beat("m4", "index", "elsewhere", 1, MORNING, moment))
    with catalogue.reading() as tables:
        found = tables.work.beats(moment - timedelta(minutes=1))
        assert [beat.member for beat in found] == ["m1", "m4"]
        assert found[0] == alive
        assert found[0].at.tzinfo == UTC
    with catalogue.transaction() as tables:
        tables.work.end_beat("m1")
        assert [beat.member for beat in tables.work.beats(moment - timedelta(minutes=1))] == ["m4"]


# -- purge -----------------------------------------------------------------------------------------------------


def test_purge_drops_old_rows_that_were_handled(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        for one in (event_one, event_two):
            tables.work.begin("extract", one)
        tables.work.finish("extract", event_one.id)
        assert tables.work.purge(now() - timedelta(days=1)) == 0
        assert tables.work.begin("extract", event_one).done
        assert tables.work.purge(now() + timedelta(seconds=1)) == 1
        assert tables.work.begin("extract", event_one) == Attempt(1, done=False)
        assert tables.work.begin("extract", event_two) == Attempt(2, done=False)
