"""What is required may not be skipped."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
INI = "[pytest]\nmarkers =\n  browser: x\n  office: x\n  servers: x\n"
SKIPPING = """
import pytest
@pytest.mark.{marker}
def test_it():
    pytest.skip("not here")
"""


def run(pytester: pytest.Pytester, files: dict[str, str]) -> pytest.RunResult:
    for name, text in {"conftest.py": CONFTEST, "pytest.ini": INI, **files}.items():
        path = pytester.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return pytester.runpytest("-ra", "-p", "no:cacheprovider")


@pytest.mark.parametrize("marker", ["browser", "office", "servers"])
def test_a_skip_fails_where_it_is_required(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    monkeypatch.setenv(f"GAZETTE_TEST_{marker.upper()}", "required")
    result = run(pytester, {"test_it.py": SKIPPING.format(marker=marker)})
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*=required, yet: *not here*"])


def test_a_skip_stays_a_skip_where_nothing_is_required(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GAZETTE_TEST_BROWSER", raising=False)
    run(pytester, {"test_it.py": SKIPPING.format(marker="browser")}).assert_outcomes(skipped=1)


def test_a_module_below_browser_may_not_skip_itself(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_TEST_BROWSER", "required")
    text = "import pytest\npytest.skip('no browser', allow_module_level=True)\n"
    run(pytester, {"browser/test_it.py": text}).assert_outcomes(errors=1)
