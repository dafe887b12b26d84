"""Doors between modules, and the size of what stands behind them."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for room in ("gazette", "services") for path in (ROOT / room).rglob("*.py"))
SETTINGS = ROOT / "gazette" / "settings.py"
PARSERS = [
    path
    for path in SOURCES
    if path.is_relative_to(ROOT / "services" / "extract")
    and ({"formats", "parsing"} & set(path.parts) or path.name == "parse.py")
]
INPUT_AND_OUTPUT = {
    "asyncio", "fcntl", "glob", "http", "importlib", "multiprocessing", "os", "pathlib", "random", "select",
    "shutil", "signal", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
PURE_LANGUAGE = {"agencies", "errors", "fields", "han", "layout", "model", "numbers", "tokens"}
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef

MAX_FILE = 400
MAX_DEPTH = 3
MEDIAN_FUNCTION = 10
LONG_FUNCTION = 30


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions() -> Iterator[tuple[str, Function]]:
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, FUNCTIONS):
                yield f"{named(path)}:{node.lineno} {node.name}", node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def depth(node: ast.AST) -> int:
    """Nested blocks below a node; an elif is not deeper than its if, and an inner function counts for itself."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not chained))
    return deepest


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, `from a import b` as a.b."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reads_environment(path: Path) -> bool:
    attributes = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    names = {name.removeprefix("os.") for name in imports(path) if name.startswith("os.")}
    return bool((attributes | names) & {"environ", "environb", "getenv", "getenvb"})


def opens_files(path: Path) -> bool:
    """Whether anything is opened but the parts of a zip and pictures that are in memory."""
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    return any(name.endswith("open") for name in called - {"self._zip.open", "Image.open"})


def test_doors() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_files_are_short() -> None:
    sizes = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: size for name, size in sizes.items() if size > MAX_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {name: length(function) for name, function in functions()}
    longest = sorted(lengths.items(), key=lambda item: -item[1])[:15]
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= LONG_FUNCTION, longest


def test_functions_are_flat() -> None:
    assert {name: found for name, function in functions() if (found := depth(function)) > MAX_DEPTH} == {}


def test_only_settings_read_the_environment() -> None:
    assert [named(path) for path in SOURCES if path != SETTINGS and reads_environment(path)] == []


@pytest.mark.parametrize("path", PARSERS, ids=named)
def test_parsers_are_pure(path: Path) -> None:
    modules = imports(path)
    assert {name for name in modules if name.split(".")[0] in INPUT_AND_OUTPUT} == set()
    assert not opens_files(path)
    ours = {name.split(".")[1] for name in modules if name.startswith("gazette.")}
    assert ours <= PURE_LANGUAGE, "parsers take text and give dataclasses"


def test_measures() -> None:
    """The measures themselves: an elif chain is flat, an inner function is its own."""
    chain = ast.parse("def f():\n if a:\n  pass\n elif b:\n  pass\n elif c:\n  for x in y:\n   pass\n")
    assert depth(chain.body[0]) == 2
    nested = ast.parse("def f():\n def g():\n  for x in y:\n   if x:\n    pass\n")
    assert depth(nested.body[0]) == 0
