"""From the answer to an upload one id leads through every role, each a process of its own that says how it is."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from services.pipeline import GROUPS, ROLES
from tests.flow.issues import small
from tests.flow.product import Product, free_port


def start_all(product: Product) -> Mapping[str, str]:
    """Every role with JSON lines and a probe; role → where it answers."""
    given, bases = product.settings, {}
    for role in ROLES:
        port = free_port()
        product.settings = {**given, "GAZETTE_LOG_FORMAT": "json", "GAZETTE_PROBE_PORT": str(port)}
        product.start("run", role)
        bases[role] = f"http://127.0.0.1:{port}"
    product.settings = given
    product.wait_for_gateway()
    for base in bases.values():
        product.wait(lambda base=base: answered(f"{base}/readyz") == 200)  # type: ignore[misc]
    return bases


def answered(url: str) -> int:
    try:
        return httpx.get(url, timeout=30).status_code
    except httpx.TransportError:
        return 0


def lines(product: Product) -> Iterator[dict[str, Any]]:
    """Every line that any process wrote: JSON, each of them."""
    for line in product.logs.read_text().splitlines():
        said = json.loads(line)
        assert {"event", "level", "timestamp"} <= set(said), line
        yield said


def test_one_id_leads_through_all_roles(product: Product) -> None:
    bases = start_all(product)
    other = product.upload("other.txt", small(2)).json()["id"]
    answer = product.upload("followed.txt", small(1))
    issue, followed = answer.json()["id"], answer.json()["correlation_id"]
    assert answer.headers["x-correlation-id"] == answer.headers["x-request-id"] == followed
    assert [product.ended(one)["status"] for one in (issue, other)] == ["ready", "ready"]
    steps = product.get(f"/issues/{issue}/timeline")["items"]
    assert {step["correlation_id"] for step in steps} == {followed}
    product.wait(lambda: told(product, followed, "done") >= set(GROUPS))
    mine = [line for line in lines(product) if line.get("correlation_id") == followed]
    assert {line["issue_id"] for line in mine} == {issue}
    assert [line["event"] for line in mine].count("received") == 1
    done = [line for line in mine if line["event"] == "done"]
    assert [line["stage"] for line in done] == list(GROUPS)
    if product.settings.get("GAZETTE_EVENT_LOG"):
        relayed = {line["event_id"] for line in mine if line["event"] == "relayed"}
        assert {line["event_id"] for line in done} <= relayed
    assert {line["role"] for line in lines(product) if line["event"] == "started"} == set(ROLES)
    figures_are_told(bases)


def told(product: Product, followed: str, event: str) -> set[str]:
    found = (line for line in lines(product) if line.get("correlation_id") == followed and line["event"] == event)
    return {line["stage"] for line in found}


def figures_are_told(bases: Mapping[str, str]) -> None:
    said = {role: httpx.get(f"{base}/metrics", timeout=30).text for role, base in bases.items()}
    for group in GROUPS:
        assert f'gazette_stage_seconds_count{{group="{group}"}} 2.0' in said[group]
        assert "gazette_lag_events" not in said[group]
    for role in ("ingest", "api"):
        assert 'gazette_issues{status="ready"}' in said[role]
        assert 'gazette_roles{role="extract",state="well"} 1.0' in said[role]
    assert 'gazette_uploads_total{outcome="taken",way="http"} 2.0' in said["api"]
    assert all(f'gazette_role_well{{role="{role}"}} 1.0' in said[role] for role in bases)
