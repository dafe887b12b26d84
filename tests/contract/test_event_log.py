"""What every event log does."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC

import pytest

from gazette.events import Envelope
from gazette.ports import Delivery, EventLog, Subscription
from tests.at_once import at_once
from tests.contract.adapters import PATIENCE, Place
from tests.made_up import MORNING, event

KEYS = 24
"""So many that every partition has some."""


Quiet = Callable[[Subscription], bool]


def events(serials: Iterable[int], group: str | None = None) -> list[Envelope]:
    return [event(serial, group) for serial in serials]


def ids(found: Iterable[Delivery | Envelope]) -> list[str]:
    return [one.envelope.id if isinstance(one, Delivery) else one.id for one in found]


def hear(subscription: Subscription, count: int, *, committing: bool = True) -> list[Delivery]:
    """Poll until so many events came."""
    found: list[Delivery] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < count:
        assert time.monotonic() < deadline, f"only {len(found)} of {count} came"
        some = subscription.poll(0.1, count - len(found))
        subscription.commit(some if committing else ())
        found += some
    return found


@pytest.fixture
def hears_nothing(place: Place) -> Quiet:
    """Whether nothing comes, looking a few times for as long as the place may take."""
    return lambda subscription: not any(subscription.poll(place.quiet / 3, 100) for _ in range(3))


def share(log: EventLog, members: Sequence[Subscription]) -> tuple[list[str], list[Counter[str]]]:
    """Send events until every member has heard some, and all are heard; returns what was sent and who heard what."""
    sent, heard = list[str](), [Counter[str]() for _ in members]
    deadline = time.monotonic() + PATIENCE
    while not all(heard) or len(sent) > sum(map(Counter.total, heard)):
        assert time.monotonic() < deadline, [len(one) for one in heard]
        if not all(heard):
            some = events(range(KEYS))
            log.append(some)
            sent += ids(some)
        for member, mine in zip(members, heard, strict=True):
            found = member.poll(0.02, 100)
            member.commit(found)
            mine.update(ids(found))
    return sent, heard


def waiting(log: EventLog, group: str) -> int:
    return sum(lag.waiting for lag in log.lag(group))


# -- one member ------------------------------------------------------------------------------------------------


def test_what_was_appended_is_heard_whole(log: EventLog) -> None:
    sent = replace(event(1), time=MORNING)
    log.append([sent])
    [found] = hear(log.subscribe("extract"), 1)
    assert found.envelope == sent
    assert found.envelope.time.tzinfo == UTC


def test_each_key_is_heard_in_order(log: EventLog) -> None:
    sent = events([*range(KEYS)] * 4)
    for start in range(0, len(sent), 10):
        log.append(sent[start : start + 10])
    found: dict[str, list[str]] = defaultdict(list)
    for delivery in hear(log.subscribe("extract"), len(sent)):
        found[delivery.envelope.key].append(delivery.envelope.id)
    wanted: dict[str, list[str]] = defaultdict(list)
    for envelope in sent:
        wanted[envelope.key].append(envelope.id)
    assert found == wanted


def test_each_key_is_heard_in_order_while_many_append(place: Place) -> None:
    sent = {serial: events([serial] * 10) for serial in range(4)}

    def append(serial: int) -> None:
        log = place.log()
        for one in sent[serial]:
            log.append([one])

    at_once(4, append)
    heard = hear(place.log().subscribe("extract"), 40)
    for ours in sent.values():
        assert [one for one in ids(heard) if one in ids(ours)] == ids(ours)


def test_offsets_rise_within_a_partition(log: EventLog) -> None:
    log.append(events([*range(KEYS)] * 2))
    last: dict[int, int] = {}
    for delivery in hear(log.subscribe("extract"), 2 * KEYS):
        assert delivery.offset > last.get(delivery.partition, -1)
        last[delivery.partition] = delivery.offset
    assert len(last) > 1


def test_a_poll_gives_no_more_than_asked_for(log: EventLog) -> None:
    log.append(events([1] * 5))
    subscription, sizes = log.subscribe("extract"), list[int]()
    deadline = time.monotonic() + PATIENCE
    while sum(sizes) < 5 and time.monotonic() < deadline:
        sizes.append(len(subscription.poll(0.2, 2)))
    assert max(sizes) == 2
    assert sum(sizes) == 5


def test_an_empty_poll_returns(log: EventLog) -> None:
    subscription = log.subscribe("extract")
    assert list(subscription.poll(0)) == []
    assert list(subscription.poll(0.1)) == []
    log.append([])
    assert list(subscription.poll(0.1)) == []


def test_events_of_no_known_kind_pass_through(log: EventLog) -> None:
    sent = [
        Envelope("gazette.unheard.v7", "某键 '\"%", b"\x00\xff\xfe no JSON"),
        Envelope("", "", b""),
        Envelope("type", "k" * 1000, b"{}" * 50_000, correlation_id="☃\U0001f600"),
    ]
    log.append(sent)
    assert {one.envelope.id: one.envelope for one in hear(log.subscribe("extract"), 3)} == {one.id: one for one in sent}


# -- commit, resume, seek --------------------------------------------------------------------------------------


def test_what_was_committed_is_not_heard_again(place: Place, hears_nothing: Quiet) -> None:
    log = place.log()
    log.append(events([1, 1, 1]))
    first = log.subscribe("extract")
    some = hear(first, 2)
    first.close()
    again = place.log().subscribe("extract")
    assert ids(some + hear(again, 1)) == ids(hear(log.subscribe("another"), 3))
    assert hears_nothing(again)


def test_what_was_not_committed_is_heard_again(place: Place) -> None:
    log = place.log()
    log.append(events([1, 1, 1]))
    first = log.subscribe("extract")
    [done, *open_ones] = hear(first, 3, committing=False)
    first.commit([done])
    first.close()
    assert ids(hear(place.log().subscribe("extract"), 2)) == ids(open_ones)


def test_committing_twice_or_backwards_changes_nothing(log: EventLog, hears_nothing: Quiet) -> None:
    log.append(events([1, 1, 1]))
    first = log.subscribe("extract")
    found = hear(first, 2)
    first.commit([found[1], found[0], found[1]])
    first.commit(found[:1])
    first.close()
    again = log.subscribe("extract")
    assert ids(hear(again, 1)) != ids(found[:1])
    assert hears_nothing(again)


def test_seek_goes_back_to_an_event_and_what_follows_it(log: EventLog, hears_nothing: Quiet) -> None:
    log.append(events([1, 1, 1]))
    subscription = log.subscribe("extract")
    first, second, third = hear(subscription, 3, committing=False)
    subscription.seek(second)
    assert ids(hear(subscription, 2, committing=False)) == ids([second, third])
    for delivery in (third, second, first):
        subscription.seek(delivery)
    assert ids(hear(subscription, 3)) == ids([first, second, third])
    assert hears_nothing(subscription)


def test_seek_leaves_other_partitions_alone(log: EventLog, hears_nothing: Quiet) -> None:
    log.append(events(range(KEYS)))
    subscription = log.subscribe("extract")
    found = hear(subscription, KEYS, committing=False)
    subscription.seek(found[0])
    again = hear(subscription, sum(one.partition == found[0].partition for one in found))
    assert {one.partition for one in again} == {found[0].partition}
    assert hears_nothing(subscription)


# -- groups ----------------------------------------------------------------------------------------------------


def test_each_group_hears_everything_from_the_oldest_on(log: EventLog) -> None:
    log.append(events(range(5)))
    early = hear(log.subscribe("extract"), 5)
    log.append(events(range(5)))
    late = hear(log.subscribe("index"), 10)
    assert set(ids(early)) < set(ids(late))


def test_events_for_one_group_are_heard_by_it_alone(log: EventLog, hears_nothing: Quiet) -> None:
    [ours], [everyone] = events([1], group="extract"), events([1])
    log.append([ours, everyone])
    extract, index = log.subscribe("extract"), log.subscribe("index")
    assert ids(hear(extract, 2)) == ids([ours, everyone])
    assert ids(hear(index, 1)) == ids([everyone])
    assert hears_nothing(index)


def test_lag_says_what_waits_where(log: EventLog) -> None:
    log.append(events([1, 1, 2]) + events([1], group="index"))
    assert (waiting(log, "extract"), waiting(log, "index"), waiting(log, "unheard of")) == (3, 4, 3)
    subscription = log.subscribe("extract")
    found = hear(subscription, 3, committing=False)
    assert waiting(log, "extract") == 3
    mine = [one for one in found if one.partition == found[0].partition]
    subscription.commit(mine[:1])
    assert waiting(log, "extract") == 2
    subscription.commit(found)
    assert (waiting(log, "extract"), waiting(log, "index")) == (0, 4)
    by_partition = {lag.partition: lag for lag in log.lag("extract")}
    assert len(by_partition) == len(log.lag("extract"))
    assert all(lag.group == "extract" and lag.committed <= lag.end for lag in by_partition.values())


# -- several members -------------------------------------------------------------------------------------------


def test_members_share_the_events_and_none_is_heard_twice(place: Place) -> None:
    sent, heard = share(place.log(), [place.log().subscribe("extract") for _ in range(3)])
    assert sum(heard, Counter()) == Counter(sent)


def test_a_member_that_leaves_hands_over(place: Place, hears_nothing: Quiet) -> None:
    log = place.log()
    leaver, stayer = place.log().subscribe("extract"), place.log().subscribe("extract")
    assert hears_nothing(leaver)
    assert hears_nothing(stayer)
    log.append(events(range(KEYS)))
    done = leaver.poll(0.1, 3)
    leaver.commit(done)
    leaver.close()
    assert sorted(ids(hear(stayer, KEYS - len(done)))) == sorted(
        set(ids(hear(log.subscribe("x"), KEYS))) - set(ids(done))
    )
    assert hears_nothing(stayer)


def test_a_silent_member_is_replaced_and_does_not_come_back_for_more(place: Place, hears_nothing: Quiet) -> None:
    log = place.log()
    log.append(events(range(KEYS)))
    silent = place.log(silence=0.3).subscribe("extract")
    begun = hear(silent, KEYS // 2, committing=False)
    successor = place.log(silence=0.3).subscribe("extract")
    assert set(ids(begun)) < set(ids(hear(successor, KEYS)))
    successor.close()
    silent.commit(begun)
    assert hears_nothing(silent)
    silent.close()
    assert hears_nothing(log.subscribe("extract"))


def test_a_member_that_keeps_in_touch_keeps_its_events(place: Place) -> None:
    log = place.log()
    members = [place.log(silence=1.5).subscribe("extract") for _ in range(2)]
    share(log, members)
    log.append(events([1]))
    busy, other = members if (long_work := members[0].poll(1)) else reversed(members)
    long_work = long_work or hear(busy, 1, committing=False)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        busy.keep()
        assert list(other.poll(0.02)) == []
    assert ids(hear(other, 1)) == ids(long_work)


def test_a_member_whose_process_was_killed_is_replaced_at_once(place: Place, hears_nothing: Quiet) -> None:
    log = place.log(silence=3600)
    log.append(events(range(KEYS)))
    script = """
import time
member = place.log(silence=3600).subscribe("extract")
print(len(member.poll(30, 5)), flush=True)
time.sleep(600)
"""
    process = place.process(script)
    assert process.stdout is not None
    assert process.stdout.readline() == "5\n"
    successor = log.subscribe("extract")
    assert hears_nothing(successor)
    process.kill()
    process.communicate()
    assert len(set(ids(hear(successor, KEYS)))) == KEYS


def test_a_poll_hears_of_events_from_other_processes(place: Place, hears_nothing: Quiet) -> None:
    subscription = place.log().subscribe("extract")
    assert hears_nothing(subscription)
    process = place.process("from tests.made_up import event\nplace.log().append([event(1)])")
    [found] = subscription.poll(PATIENCE)
    assert found.envelope.key == event(1).key
    assert process.wait(PATIENCE) == 0, process.communicate()[0]
    process.communicate()


def test_a_log_that_answers_is_content(log: EventLog) -> None:
    log.check()


@pytest.mark.parametrize("count", [1, 3])
def test_a_poll_takes_up_what_is_left_after_a_limit(log: EventLog, count: int) -> None:
    log.append(events(range(KEYS)))
    subscription = log.subscribe("extract")
    found = hear(subscription, 1)
    while some := subscription.poll(1, count):
        assert len(some) <= count
        found += some
    assert len(found) == len(set(ids(found))) == KEYS
