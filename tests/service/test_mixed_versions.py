"""Roles of different versions beside each other are told of, in status and by the doctor."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gazette import __version__
from gazette.events import now
from gazette.ports import Beat
from gazette.settings import Settings
from services.compose import metrics
from services.presence import mixed_versions
from services.roles import Roles
from tests.service.command_line import CommandLine

ROLES = ("ingest", "extract", "classify", "index", "api")


def beats(**versions: str | None) -> list[Beat]:
    moment = now()
    return [Beat(role, role, "elsewhere", 1, moment, moment, None, version) for role, version in versions.items()]


def signed(gazette: CommandLine, *roles: Beat) -> None:
    with gazette.opened() as backends, backends.catalogue.transaction() as tables:
        for beat in roles:
            tables.work.beat(beat)


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def test_one_version_is_nothing_to_speak_of() -> None:
    assert mixed_versions([]) is None
    assert mixed_versions(beats(extract="0.2.0", index="0.2.0")) is None
    assert mixed_versions(beats(extract=None, index=None)) is None


def test_two_versions_are_named_with_their_roles() -> None:
    told = mixed_versions(beats(extract="0.2.0", index=None, classify="0.2.0")) or ""
    assert "0.1.0: index" in told
    assert "0.2.0: classify, extract" in told
    assert "restarting" in told


def test_status_and_doctor_say_it(gazette: CommandLine) -> None:
    signed(gazette, *beats(**dict.fromkeys(ROLES, "9.0.0")))
    assert "different versions" not in gazette.run("status").output
    signed(gazette, *beats(extract="9.1.0"))
    told = gazette.run("status")
    assert "9.1.0: extract" in told.output
    roles = json.loads(gazette.run("status", "--json").stdout)["roles"]
    assert {role["role"]: role["version"] for role in roles} == dict.fromkeys(ROLES, "9.0.0") | {"extract": "9.1.0"}
    doctor = gazette.run("doctor", GAZETTE_PORT="0")
    assert doctor.exit_code == 1
    assert "9.1.0: extract" in doctor.stdout + doctor.stderr


def test_a_role_tells_its_version(gazette: CommandLine) -> None:
    with gazette.opened() as backends:
        roles = Roles(("classify",), backends, Settings(data=gazette.folder), metrics(backends))
        with roles, backends.catalogue.reading() as tables:
            [beat] = tables.work.beats(now() - timedelta(hours=1))
    assert (beat.role, beat.version) == ("classify", __version__)
