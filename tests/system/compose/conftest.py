"""One engine and one stack for all tests here; they build on each other in the order of the file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.compose.engine import engine
from tests.system.compose.load import Load
from tests.system.compose.report import Report
from tests.system.compose.stack import Stack, running

HERE = Path(__file__).parent
WANTED = "GAZETTE_TEST_COMPOSE"
REPORT = pytest.StashKey[Report]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("compose")
            if WANTED not in os.environ:
                item.add_marker(pytest.mark.skip(reason="needs root and a quarter of an hour: `make compose-test`"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    report = config.stash.get(REPORT, None)
    if report:
        terminalreporter.section("the stack")
        for line in report.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    return pytestconfig.stash.setdefault(REPORT, Report())


@pytest.fixture(scope="session")
def stack(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Images are built, passwords are not made yet."""
    with engine() as address, running(address, tmp_path_factory.mktemp("stack")) as stack:
        with report.step("build the stand-ins of the four servers and of the base image"):
            stack.build_stand_ins()
        yield stack


@pytest.fixture(scope="session")
def load(stack: Stack) -> Load:
    return Load(stack.product)
