"""Markers by folder, no silent skip where a browser or servers are required, no clock in generated tests."""

import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

REQUIRED = {"browser": "GAZETTE_TEST_BROWSER", "office": "GAZETTE_TEST_OFFICE", "servers": "GAZETTE_TEST_SERVERS"}
FOLDERS = {Path(__file__).with_name(name): name for name in REQUIRED}

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    """A shell starts what runs in its background deaf to Ctrl-C, and what that starts is deaf as well."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for folder, marker in FOLDERS.items():
            if item.path.is_relative_to(folder):
                item.add_marker(marker)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport, markers: set[str]) -> None:
    """Turn a skip for want of something that is required into a failure that says so."""
    missing = [REQUIRED[marker] for marker in sorted(markers) if os.environ.get(REQUIRED[marker]) == "required"]
    if report.skipped and missing and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{missing[0]}=required, yet: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report, {marker for marker in REQUIRED if item.get_closest_marker(marker)})
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report, {name for folder, name in FOLDERS.items() if collector.path.is_relative_to(folder)})
    return report
