"""Figures: declared once, told as declared, bounded, and without what a missing backend knows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gazette.errors import UnavailableError
from gazette.events import IssueExtracted, IssueStored, wrap
from gazette.metrics import FIGURES, Metrics, State
from gazette.metrics.declared import OF_LIBRARY, OF_PROCESS
from gazette.metrics.page import page
from gazette.model import IssueStatus, Kind
from gazette.ports import DeadLetter
from gazette.ports.figures import Ended
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.compose import metrics
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.made_up import event, issue

ROOT = Path(__file__).parents[2]
HELP = re.compile(r"^# HELP (\S+) (.*)$", re.MULTILINE)
SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="')


@pytest.fixture
def backends(tmp_path: Path) -> Iterator[Backends]:
    with open_backends(Settings(data=tmp_path)) as opened:
        yield opened


def state(backends: Backends, **changed: Any) -> State:
    held: Any = replace(backends, **changed)
    ports = (held.catalogue, held.log, held.search, held.objects)
    return State(*ports, ("extract", "index"), fresh_seconds=0, relays=True)


def figures(counted: Metrics) -> dict[str, float]:
    """`name{labels}` → figure."""
    found = SAMPLE.findall(counted.text().decode())
    return {f"{name}{{{labels}}}" if labels else name: float(value) for name, labels, value in found}


def test_the_page_is_made_from_the_declarations() -> None:
    assert (ROOT / "docs/metrics.md").read_text(encoding="utf-8") == page(), "run `make metrics-page`"


def test_what_is_told_is_what_is_declared(backends: Backends) -> None:
    told = dict(HELP.findall(Metrics(state(backends)).text().decode()))
    declared = {figure.name.removesuffix("_total"): figure.says for figure in FIGURES}
    ours = {name.removesuffix("_total"): says for name, says in told.items() if not name.startswith("process_")}
    assert ours == declared
    assert {name for name in told if name.startswith("process_")} == set(OF_LIBRARY)


def test_labels_are_the_declared_ones(backends: Backends) -> None:
    counted = busy(Metrics(state(backends), {"data": ROOT}))
    labels = {figure.name: set(figure.labels) for figure in FIGURES}
    seen = set()
    for name, found, _ in SAMPLE.findall(counted.text().decode()):
        base = re.sub(r"_(bucket|sum|count|created)$", "", name)
        known = base if base in labels else f"{base}_total"
        if known in labels:
            seen.add(known)
            assert set(LABEL.findall(found)) - {"le"} == labels[known], name
    assert {figure.name for figure in OF_PROCESS} - seen == {"gazette_role_well"}, "every figure of a process was told"


def busy(counted: Metrics) -> Metrics:
    """A process that did a bit of everything."""
    stored, extracted = event(1), wrap(IssueExtracted(issue(1).id, 1, 2))
    counted.took("extract", [stored])
    counted.ended(Ended("extract", stored, "done", 0.2, told=[extracted]))
    counted.ended(Ended("extract", stored, "rejected", 0.1, "too_slow"))
    counted.uploaded("http", "taken", 12)
    counted.relayed(3)
    counted.parser_ended("died")
    counted.answered("GET", "/api/v1/issues/{issue_id}", 200, 0.004)
    return counted


def test_events_are_counted_in_and_out() -> None:
    found = figures(busy(Metrics()))
    stored, extracted = "gazette.issue.stored.v1", "gazette.issue.extracted.v1"
    assert found[f'gazette_events_taken_total{{group="extract",type="{stored}"}}'] == 1
    assert found[f'gazette_events_told_total{{group="extract",type="{extracted}"}}'] == 1
    assert found[f'gazette_events_handled_total{{group="extract",outcome="done",type="{stored}"}}'] == 1
    assert found['gazette_event_troubles_total{group="extract",outcome="rejected",reason="too_slow"}'] == 1
    assert found['gazette_stage_seconds_count{group="extract"}'] == 1
    assert found['gazette_event_age_seconds_count{group="extract"}'] == 1
    assert found['gazette_upload_bytes_total{way="http"}'] == 12


def test_a_method_that_nobody_has_is_no_label_of_its_own() -> None:
    counted = Metrics()
    for method in ("GET", "BREW", "WHEN"):
        counted.answered(method, "none", 405, 0.001)
    found = figures(counted)
    assert found['gazette_http_requests_total{method="other",route="none",status="405"}'] == 2


def test_the_state_of_the_whole(backends: Backends) -> None:
    stored = wrap(IssueStored(issue(3).id, 1, issue(3).sha256))
    with backends.catalogue.transaction() as tables:
        tables.issues.add(issue(1, status=IssueStatus.READY, kind=Kind.REPORT, document_count=4))
        tables.issues.add(issue(2, status=IssueStatus.FAILED, reason_code="image"))
        tables.work.emit([stored])
        tables.work.bury(DeadLetter("index", event(9), "KeyError", "odd", 5, stored.time))
    found = figures(Metrics(state(backends)))
    assert found['gazette_issues{status="ready"}'] == 1
    assert found['gazette_issue_kinds{kind="report"}'] == 1
    assert found['gazette_issue_reasons{reason="image"}'] == 1
    assert (found['gazette_documents{place="catalogue"}'], found['gazette_documents{place="index"}']) == (4, 0)
    waiting = [value for name, value in found.items() if name.startswith('gazette_lag_events{group="extract"')]
    assert sum(waiting) == 1
    assert found['gazette_oldest_event_seconds{group="extract"}'] > 0
    assert found["gazette_outbox_events"] == 1
    assert found['gazette_dead_letters{cause="KeyError",group="index"}'] == 1
    assert {name: value for name, value in found.items() if "backend_up" in name} == {
        f'gazette_backend_up{{backend="{name}"}}': 1.0 for name in ("catalogue", "log", "search", "objects")
    }


class Away:
    """A backend that does not answer."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*_: object) -> None:
            raise UnavailableError(f"no {name}")

        return refuse


def test_a_backend_that_is_away_is_said_and_the_rest_is_told(backends: Backends) -> None:
    found = figures(Metrics(state(backends, catalogue=Away(), objects=Away())))
    up = {name: found[f'gazette_backend_up{{backend="{name}"}}'] for name in ("catalogue", "log", "search", "objects")}
    assert up == {"catalogue": 0, "log": 1, "search": 1, "objects": 0}
    assert 'gazette_issues{status="ready"}' not in found
    assert 'gazette_oldest_event_seconds{group="extract"}' in found


def test_causes_without_end_are_no_labels_without_end(backends: Backends) -> None:
    with backends.catalogue.transaction() as tables:
        for serial in range(70):
            tables.work.bury(DeadLetter("index", event(serial), f"Cause{serial:02}", "odd", 5, event(1).time))
    found = {name: value for name, value in figures(Metrics(state(backends))).items() if "gazette_dead_letters" in name}
    assert len(found) == 51
    assert found['gazette_dead_letters{cause="other",group="index"}'] == 20
    assert sum(found.values()) == 70


def test_a_state_is_read_once_for_several_who_ask(backends: Backends) -> None:
    held = state(backends)
    held.fresh_seconds = 3600
    before = figures(Metrics(held))
    with backends.catalogue.transaction() as tables:
        tables.issues.add(issue(1))
    assert (
        figures(Metrics(held))['gazette_issues{status="received"}'] == before['gazette_issues{status="received"}'] == 0
    )


def test_roles_beside_the_state_do_not_ask_for_it(backends: Backends, tmp_path: Path) -> None:
    alone = figures(metrics(backends, Settings(data=tmp_path), ["extract"]))
    both = figures(metrics(backends, Settings(data=tmp_path), ["ingest"]))
    assert 'gazette_backend_up{backend="catalogue"}' in both
    assert 'gazette_backend_up{backend="catalogue"}' not in alone
    assert alone['gazette_disk_free_bytes{folder="data"}'] > 0


def test_a_parser_that_ended_is_told_with_its_cause(tmp_path: Path) -> None:
    ended: list[str] = []
    file = tmp_path / "any.txt"
    file.write_text("任意")
    parser = ParserProcess(Limits(), command=("false",), tell=ended.append)
    with parser, pytest.raises(Exception, match="died"):
        parser.parse(file, "any.txt", lambda done, of: None)  # noqa: ARG005
    assert ended == ["died"]
