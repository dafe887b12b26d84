"""The page that shows the flow says what the handlers do."""

from pathlib import Path

from gazette.events import TYPES, Event, IssueStored
from gazette.ports import no_landmark
from gazette.settings import Settings
from gazette.wiring import open_backends
from services.pipeline import GROUPS, ROLES, STAGES


def test_each_stage_is_what_its_handler_is(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_backends(settings) as backends:
        for stage in STAGES:
            handler = stage.build(backends, settings, no_landmark, print)
            assert (handler.group, set(handler.hears)) == (stage.role, set(stage.hears))
            handler.close()


def test_what_is_heard_is_told_by_an_earlier_stage() -> None:
    told: set[type[Event]] = {IssueStored}
    for stage in STAGES:
        assert set(stage.hears) <= told, stage.role
        told |= set(stage.tells)
    assert told == set(TYPES.values())


def test_roles_are_the_stages_between_uploads_and_answers() -> None:
    assert tuple(stage.role for stage in STAGES) == GROUPS
    assert (ROLES[0], ROLES[1:-1], ROLES[-1]) == ("ingest", GROUPS, "api")
    assert [stage.role for stage in STAGES if stage.alone] == ["index"]


def test_each_kind_of_event_is_heard_by_one_stage() -> None:
    heard = [kind for stage in STAGES for kind in stage.hears]
    assert len(heard) == len(set(heard))
