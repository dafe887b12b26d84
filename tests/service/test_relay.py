"""The relay sends what the outbox holds, once, in order."""

from pathlib import Path

import pytest

from gazette.errors import UnavailableError
from gazette.events import Envelope
from gazette.ports import Catalogue
from services.ingest.relay import relay
from tests.contract.adapters import embedded_place
from tests.made_up import event


class Sink:
    """A log that keeps what it is given, or is away."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.away = False

    def append(self, envelopes: list[Envelope]) -> None:
        if self.away:
            raise UnavailableError("the log is away")
        self.got += envelopes


@pytest.fixture
def catalogue(tmp_path: Path, template: Path) -> Catalogue:
    return embedded_place(tmp_path, template).catalogue()


def emit(catalogue: Catalogue, *envelopes: Envelope) -> None:
    with catalogue.transaction() as tables:
        tables.work.emit(envelopes)


def test_events_are_sent_once_and_in_order(catalogue: Catalogue) -> None:
    first, second, third = event(1), event(2), event(1)
    sink = Sink()
    emit(catalogue, first, second)
    assert relay(catalogue, sink) == 2
    assert relay(catalogue, sink) == 0
    emit(catalogue, third)
    assert relay(catalogue, sink) == 1
    assert [sent.id for sent in sink.got] == [first.id, second.id, third.id]


def test_what_could_not_be_sent_is_sent_later(catalogue: Catalogue) -> None:
    sink = Sink()
    sink.away = True
    emit(catalogue, event(1))
    with pytest.raises(UnavailableError):
        relay(catalogue, sink)
    sink.away = False
    assert relay(catalogue, sink) == 1
