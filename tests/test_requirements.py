"""What pyproject.toml asks for is pinned, so that an installation from nothing has it; `make requirements` pins."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NAME = re.compile(r"[A-Za-z0-9._-]+")


def folded(requirement: str) -> str:
    """The name of a package as it is compared."""
    name = NAME.match(requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-servers.txt", [*PROJECT["dependencies"], *EXTRAS["servers"]]),
        ("requirements-dev.txt", [*PROJECT["dependencies"], *EXTRAS["servers"], *EXTRAS["ocr"], *EXTRAS["dev"]]),
    ],
)
def test_everything_asked_for_is_pinned(file: str, wanted: list[str]) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pinned = {folded(line) for line in lines if "==" in line and not line.startswith((" ", "#"))}
    assert sorted(set(map(folded, wanted)) - pinned) == [], f"run `make requirements`, and commit {file}"
