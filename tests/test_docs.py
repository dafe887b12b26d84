"""The documents keep up with the code."""

import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer

from gazette import fields, model
from gazette.settings import Settings
from services.cli import app

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def page_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """Names of a page's headings as hosts of repositories make them."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(read(path)))
    return {heading.strip().replace(" ", "-") for heading in kept}


def broken(page: Path) -> Iterator[str]:
    for link in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", read(page), flags=re.DOTALL)):
        target, _, anchor = unquote(link).partition("#")
        file = page.parent / target if target else page
        if re.match(r"[a-z]+:", link):
            continue
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            yield link


def commands(command: Any, name: str = "gazette") -> Iterator[str]:
    if hasattr(command, "commands"):
        for child in command.commands.values():
            yield from commands(child, f"{name} {child.name}")
    elif not command.hidden:
        yield name


def words_of_the_model() -> set[str]:
    classes = [
        kind
        for owner in (model, fields)
        for _, kind in inspect.getmembers(owner, inspect.isclass)
        if kind.__module__ == owner.__name__
    ]
    names = {field.name for kind in classes if dataclasses.is_dataclass(kind) for field in dataclasses.fields(kind)}
    return names | {kind.__name__ for kind in classes}


def test_readme_is_short() -> None:
    assert len(read(README).splitlines()) < 150


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def setting_rows() -> Iterator[str]:
    """A line of the table of settings: variable, default, meaning."""
    prefix = str(Settings.model_config.get("env_prefix", "")).upper()
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = f"`{default}`" if str(default) not in ("", "()") else ""
        yield f"| `{prefix}{name.upper()}` | {shown} | {field.description} |"


def test_every_setting_is_told() -> None:
    told = read(ROOT / "docs" / "settings.md").splitlines()
    rows = list(setting_rows())
    assert "\n".join(row for row in rows if row not in told) == "", "these lines belong in docs/settings.md"
    assert [line for line in told if line.startswith("| `GAZETTE_") and line not in rows] == []


def test_every_command_is_told() -> None:
    told = "\n".join(read(page) for page in PAGES)
    names = list(commands(typer.main.get_command(app)))
    assert {"gazette serve", "gazette add"} <= set(names)
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", told)] == []


def test_every_vendored_library_is_told_with_its_licence() -> None:
    told = read(ROOT / "docs" / "third-party.md")
    vendored = [path for path in (ROOT / "services").rglob("*") if ".min." in path.name]
    assert [page_name(path) for path in vendored if f"`{page_name(path)}`" not in told] == []
    bare = [path for path in vendored if not path.with_name(f"{path.name.split('.')[0]}.LICENSE.txt").exists()]
    assert bare == []


def test_every_word_of_the_model_is_in_the_glossary() -> None:
    words = words_of_the_model()
    assert len(words) > 100
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", read(ROOT / "docs" / "glossary.md")))))
    assert sorted(words - told) == []


def test_the_glossary_names_nothing_that_is_gone() -> None:
    told = re.findall(r"`([A-Z]\w+)(?:\.(\w+))?`(?: in `(gazette/[\w/]+)\.py`)?", read(ROOT / "docs" / "glossary.md"))
    for name, attribute, module in told:
        owner = importlib.import_module(module.replace("/", ".") if module else "gazette.model")
        assert hasattr(getattr(owner, name, None), attribute or "__doc__"), f"{name}.{attribute}"
