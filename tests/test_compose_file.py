"""docker-compose.yml as it is written; tests/system/compose runs it."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette import __version__
from services.pipeline import ROLES

ROOT = Path(__file__).parent.parent
FILE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = FILE["services"]
SECRETS = ("PASSWORD", "CLUSTER_ID")


def test_each_role_is_a_service() -> None:
    assert {name for name, service in SERVICES.items() if str(service.get("command", "")).startswith("run ")} == set(
        ROLES
    )
    assert all(SERVICES[role]["command"] == f"run {role}" for role in ROLES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["logging"]["options"]["max-size"]
    assert "privileged" not in service
    assert "container_name" not in service, "one that has a name of its own cannot be scaled"
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", ()))


def test_the_api_alone_is_published_and_on_loopback() -> None:
    main = {name: service for name, service in SERVICES.items() if "profiles" not in service}
    assert {name for name, service in main.items() if "ports" in service} == {"api"}
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_each_image_can_be_chosen_and_none_is_the_latest() -> None:
    images = {service["image"] for service in SERVICES.values()}
    assert [image for image in images if not image.startswith("${") or "latest" in image] == []
    assert f"${{GAZETTE_IMAGE:-gazette}}:${{GAZETTE_VERSION:-{__version__}}}" in images


def test_one_version_is_named_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"ARG VERSION={__version__}\n" in (ROOT / "infra" / "Dockerfile").read_text(encoding="utf-8")


def test_no_password_has_a_default() -> None:
    words = (ROOT / "docker-compose.yml").read_text(encoding="utf-8").replace("$", "\n$").splitlines()
    secret = [word for word in words if word.startswith("${") and any(part in word.split(":")[0] for part in SECRETS)]
    assert secret
    assert [word for word in secret if ":?" not in word] == []


def test_one_command_makes_every_password_once(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    command = [ROOT / "infra" / "compose" / "secrets", file]
    subprocess.run(command, check=True, capture_output=True)
    made = dict(line.split("=", 1) for line in file.read_text().splitlines() if not line.startswith("#"))
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert asked == set(made)
    assert len(set(made.values())) == len(made)
    assert all(re.fullmatch(r"[\w-]{22,}", value) for value in made.values()), "nothing that a URL must escape"
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1
    assert file.read_text() == before


def test_passwords_are_neither_committed_nor_in_the_image() -> None:
    assert "/.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[0] == "*"
