"""Dashboards and alerts ask for figures that exist; each alert is tried by promtool and says what to do."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette.metrics import Metrics
from gazette.metrics.declared import FIGURES, OF_LIBRARY, Kind
from services.pipeline import ROLES
from tests.test_docs import anchors
from tests.unit.test_metrics import busy

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "infra/monitoring"
HISTOGRAM = ("_bucket", "_sum", "_count")
OF_PROMETHEUS = {"up", "ALERTS"}
NO_NAMES = re.compile(
    r'"[^"]*"|\{[^}]*\}|\[[^]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)'
    r"|\b\w+(?=\s*(?:\(|by\b|without\b))|\b(?:and|or|unless|bool|offset)\b|\b\d[\w.]*"
)
WORD = re.compile(r"[A-Za-z_:][\w:]*")
LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
QUESTIONS = ("流动", "卡住", "跟得上", "会满")
OF_SCRAPING = {"job", "instance", "service", "le"}


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    return [rule for group in loaded("alerts.yml")["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    dashboards = sorted((FOLDER / "grafana/dashboards").glob("*.json"))
    return [panel for path in dashboards for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]]


def queries() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel.get("targets", ()))


def series() -> dict[str, set[str]]:
    """Every name that Prometheus may be asked for, with its labels."""
    found = dict.fromkeys([*OF_LIBRARY, *OF_PROMETHEUS], OF_SCRAPING)
    for figure in FIGURES:
        parts = HISTOGRAM if figure.kind == Kind.HISTOGRAM else ("",)
        found |= {figure.name + part: {*figure.labels, *OF_SCRAPING} for part in parts}
    return found


def names(query: str) -> set[str]:
    return set(WORD.findall(NO_NAMES.sub(" ", query)))


@pytest.fixture
def promtool() -> str:
    """Prometheus' own tool; Debian's package `prometheus` has it."""
    found = shutil.which("promtool")
    if not found:
        pytest.skip("promtool is not installed; the package `prometheus` has it")
    return found


def test_the_way_names_are_found() -> None:
    query = 'max by (group) (gazette_lag{role="a b"}) / on (x) rate(foo_total[5m] offset 1h) > bool 1e3 and bar'
    assert names(query) == {"gazette_lag", "foo_total", "bar"}


@pytest.mark.parametrize("query", sorted(set(queries())))
def test_every_query_names_figures_that_exist(query: str) -> None:
    asked = names(query)
    assert asked
    assert asked <= set(series()), f"not declared: {asked - set(series())}"
    for name, labels in re.findall(r"(\w+)\{([^}]*)\}", query):
        assert set(LABEL.findall(labels)) <= series()[name]


def test_the_dashboard_answers_four_questions() -> None:
    rows = [panel["title"] for panel in panels() if panel["type"] == "row"]
    assert [any(word in row for row in rows) for word in QUESTIONS] == [True] * 4
    ids = [panel["id"] for panel in panels()]
    assert len(set(ids)) == len(ids)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len(set(places)) == len(places)
    provided = loaded("grafana/provisioning/datasources/prometheus.yml")["datasources"][0]["uid"]
    assert {panel["datasource"]["uid"] for panel in panels() if "datasource" in panel} == {provided}


def test_every_role_is_scraped() -> None:
    [job] = [one for one in loaded("prometheus.yml")["scrape_configs"] if one["job_name"] == "gazette"]
    [found] = job["dns_sd_configs"]
    assert set(found["names"]) == set(ROLES)


def test_every_alert_says_what_to_do() -> None:
    for rule in rules():
        page, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert anchor in anchors(ROOT / page), rule["alert"]
        assert f"`{rule['alert']}`" in (ROOT / page).read_text(encoding="utf-8")
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert rule["annotations"]["summary"]


def test_every_alert_is_tried() -> None:
    tried = (FOLDER / "alerts.test.yml").read_text(encoding="utf-8")
    assert [rule["alert"] for rule in rules() if f'"{rule["alert"]}"' not in tried and rule["alert"] not in tried] == []


@pytest.mark.parametrize(
    "words",
    [("check", "config", "prometheus.yml"), ("check", "rules", "alerts.yml"), ("test", "rules", "alerts.test.yml")],
    ids=" ".join,
)
def test_prometheus_takes_it(promtool: str, words: tuple[str, ...]) -> None:
    said = subprocess.run([promtool, *words], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_prometheus_takes_every_figure(promtool: str) -> None:
    text = busy(Metrics()).text()
    said = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, b"")


def test_prometheus_takes_every_query(promtool: str, tmp_path: Path) -> None:
    asked = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(queries())]
    file = tmp_path / "queries.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": asked}]}), encoding="utf-8")
    said = subprocess.run([promtool, "check", "rules", str(file)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
