"""Every event twice, and late ones after newer ones: the end is the same."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from gazette.events import NAMES, Envelope, IssueClassified, IssueExtracted, IssueStored, new_id, unwrap
from gazette.model import IssueStatus
from gazette.wiring import Backends
from services.pipeline import GROUPS
from tests.flow.backdoor import opened
from tests.flow.issues import small
from tests.flow.many import everything, steps
from tests.flow.product import Product
from tests.flow.test_bad_days_pairs import bringing, repealing

ISSUES = (repealing(1), small(1), bringing(1), repealing(2), bringing(2))
STAGES = (IssueStored, IssueExtracted, IssueClassified)
LOOK = 0.1


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """How it ends on a good day."""
    running = Product(tmp_path_factory.mktemp("calm") / "data")
    start(running)
    take_in(running)
    found = end_state(running)
    running.stop()
    running.http.close()
    return found


def test_every_event_twice(product: Product, calm: dict[str, Any]) -> None:
    start(product)
    with opened(product) as backends, doubled(backends) as seen:
        issues = take_in(product)
        settle(product, backends)
        backends.log.append(seen)
        settle(product, backends)
    assert {type(unwrap(one)) for one in seen} >= {*STAGES}
    assert end_state(product) == calm
    for issue in issues:
        assert done(product, issue) == dict.fromkeys(map(NAMES.get, STAGES), 1)


def test_late_events_of_an_earlier_time(product: Product) -> None:
    start(product)
    issues = take_in(product)
    with opened(product) as backends:
        settle(product, backends)
        old = [one for one in heard(backends) if isinstance(unwrap(one), STAGES)]
        for issue in issues:
            again(product, backends, issue)
        settle(product, backends)
        before = end_state(product)
        backends.log.append([replace(one, id=new_id()) for one in reversed(old)])
        settle(product, backends)
    assert len(old) == len(STAGES) * len(ISSUES)
    assert end_state(product) == before
    assert {one["status"] for one in everything(product, "/issues")} == {"ready"}


def test_late_events_while_the_issue_is_worked_on_again(product: Product) -> None:
    start(product)
    issues = take_in(product)
    with opened(product) as backends:
        settle(product, backends)
        old = [one for one in heard(backends) if isinstance(unwrap(one), STAGES)]
        before = shown(product)
        for issue in issues:
            again(product, backends, issue, between=[one for one in old if one.key == issue])
        settle(product, backends)
    assert shown(product) == before
    for issue in issues:
        assert done(product, issue) == dict.fromkeys(map(NAMES.get, STAGES), 2)


def done(product: Product, issue: str) -> dict[str, int]:
    """How often each stage's event took effect."""
    names = set(map(NAMES.get, STAGES))
    rows = steps(product, issue)
    return Counter(row["event"] for row in rows if row["status"] == "done" and row["event"] in names)


def start(product: Product) -> None:
    product.start("serve")
    product.wait_for_gateway()


def take_in(product: Product) -> list[str]:
    """One issue after the other, each until it is ready."""
    issues = []
    for number, content in enumerate(ISSUES):
        issues.append(product.upload(f"{number}.txt", content).json()["id"])
        assert product.ended(issues[-1])["status"] == "ready"
    return issues


def again(product: Product, backends: Backends, issue: str, between: list[Envelope] | None = None) -> None:
    """The issue failed and is tried again."""
    with backends.catalogue.transaction() as tables:
        held = tables.issues.lock(issue)
        assert held is not None
        tables.issues.save(replace(held, status=IssueStatus.FAILED, retryable=True))
    assert product.http.post(f"/api/v1/issues/{issue}/retry").status_code == 202
    backends.log.append([replace(one, id=new_id()) for one in between or ()])
    assert product.ended(issue)["status"] == "ready"


def heard(backends: Backends) -> list[Envelope]:
    """All that the log holds."""
    subscription = backends.log.subscribe(f"onlooker-{new_id()}")
    found: list[Envelope] = []
    while more := subscription.poll(2, 1000):
        found += [one.envelope for one in more]
    subscription.close()
    return found


@contextmanager
def doubled(backends: Backends) -> Iterator[list[Envelope]]:
    """Whatever comes into the log is appended once more at once; gives what was doubled so far."""
    seen: dict[str, Envelope] = {}
    stop, listed = threading.Event(), list[Envelope]()
    subscription = backends.log.subscribe("doubler")

    def double() -> None:
        while not stop.is_set():
            new = [one.envelope for one in subscription.poll(LOOK, 100) if one.envelope.id not in seen]
            seen.update((one.id, one) for one in new)
            listed.extend(new)
            backends.log.append(new)
        subscription.close()

    thread = threading.Thread(target=double)
    thread.start()
    try:
        yield listed
    finally:
        stop.set()
        thread.join()


def settle(product: Product, backends: Backends) -> None:
    """Until nothing waits in the outbox, nor in the log for any stage."""

    def nothing_waits() -> bool:
        with backends.catalogue.transaction() as tables:
            unsent = tables.work.unsent(1) if backends.bell else ()
        return not unsent and not any(lag.waiting for group in GROUPS for lag in backends.log.lag(group))

    product.wait(nothing_waits)


def shown(product: Product) -> dict[str, Any]:
    """Documents and hits without their revisions."""
    return {path: [without(one, "revision") for one in found] for path, found in end_state(product).items()}


def end_state(product: Product) -> dict[str, Any]:
    """Documents with ids and revisions, from the catalogue; and from the index, what searches find."""
    listed = everything(product, "/documents", sort="date")
    return {
        "documents": [product.get(f"/documents/{one['id']}") for one in listed],
        "listed": listed,
        "found": everything(product, "/search", q="养护", sort="date"),
        "repealed": everything(product, "/search", legal_status="repealed", sort="date"),
    }


def without(one: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key != name}
