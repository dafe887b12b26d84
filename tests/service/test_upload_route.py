"""Uploads over real connections: what is taken in, what is refused, and that nothing half-done stays."""

import hashlib
import http.client
import json
import socket
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from gazette.errors import BusyError
from gazette.events import IssueStored, unwrap
from gazette.model import Issue, IssueStatus
from services.ingest.form import FORM_BYTES, Slots
from tests.service.conftest import Gateway, Serve

URL = "/api/v1/issues"
TEXT = "关于修剪行道树的通知\n各街道：\n请于春分前完成。\n".encode()
BOUNDARY = "b0undary"
HEAD = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'.encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
Eventually = Callable[[Callable[[], Any]], Any]


def upload(gateway: Gateway, data: bytes = TEXT, name: str = "a.txt", **more: Any) -> httpx.Response:
    return gateway.client.post(URL, files={"file": (name, data, "text/plain")}, **more)


def count(gateway: Gateway) -> int:
    return int(gateway.client.get(URL).json()["total"])


def assert_nothing_kept(gateway: Gateway) -> None:
    assert (gateway.spooled(), count(gateway), list(gateway.backends.objects.list())) == ([], 0, [])


def connect(gateway: Gateway, length: int) -> socket.socket:
    """A connection on which an upload of `length` bytes has been announced."""
    connection = socket.create_connection(gateway.address, timeout=30)
    head = f"POST {URL} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
    connection.sendall(f"{head}Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode())
    return connection


def answer_on(connection: socket.socket) -> tuple[int, dict[str, Any]]:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, json.loads(response.read())


def test_an_upload_is_stored_and_announced(gateway: Gateway) -> None:
    response = upload(gateway, headers={"X-Request-ID": "order-7"})
    sha256 = hashlib.sha256(TEXT).hexdigest()
    answer = response.json()
    assert response.status_code == 202
    assert answer["id"] == sha256[:16]
    assert (answer["status"], answer["duplicate"]) == ("received", False)
    assert response.headers["location"] == answer["links"]["self"] == f"{URL}/{sha256[:16]}"
    assert gateway.client.get(answer["links"]["source"]).content == TEXT
    assert gateway.spooled() == []
    (delivery,) = gateway.backends.log.subscribe("extract").poll(1)
    assert unwrap(delivery.envelope) == IssueStored(sha256[:16], 1, sha256)
    assert delivery.envelope.correlation_id == "order-7"


def test_the_same_bytes_again_change_nothing(gateway: Gateway) -> None:
    first, again = upload(gateway), upload(gateway, name="another name.txt")
    assert (again.status_code, again.json()["duplicate"]) == (200, True)
    assert again.json()["id"] == first.json()["id"]
    assert gateway.client.get(first.json()["links"]["self"]).json()["file_name"] == "a.txt"
    assert count(gateway) == 1


def test_two_clients_at_once_with_one_file_make_one_issue(gateway: Gateway) -> None:
    barrier, answers = threading.Barrier(3), []

    def send() -> None:
        barrier.wait()
        url = f"http://localhost:{gateway.address[1]}{URL}"
        answers.append(httpx.post(url, files={"file": ("a.txt", TEXT * 1_000)}, timeout=30))

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 200, 202]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert count(gateway) == 1
    assert len(gateway.backends.log.subscribe("extract").poll(1, limit=10)) == 1


def test_name_note_and_type_are_kept_and_made_safe(gateway: Gateway) -> None:
    name = "..\\..\\etc/" + "公" * 300 + "\u202e.txt"
    sent = gateway.client.post(
        URL, files={"file": (name, TEXT, "no type at all")}, data={"note": "from the\x00 district\r\noffice", "x": "y"}
    )
    issue = gateway.client.get(sent.json()["links"]["self"]).json()
    assert issue["file_name"].startswith("公公")
    assert issue["file_name"].endswith(".txt")
    assert len(issue["file_name"]) <= 200
    assert issue["note"] == "from the district\noffice"
    assert issue["media_type"] == "application/octet-stream"


def test_binary_junk_is_stored_for_extraction_to_judge(gateway: Gateway) -> None:
    junk = bytes(range(256)) * 100
    assert upload(gateway, junk).status_code == 202


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"files": {"file": ("a.txt", b"")}}, 422, "empty"),
        ({"files": {"file": ("", b"")}}, 422, "no_file"),
        ({"files": {"fiel": ("a.txt", TEXT)}}, 422, "no_file"),
        ({"files": [("file", ("a.txt", TEXT)), ("file", ("b.txt", TEXT))]}, 422, "several_files"),
        ({"files": {"file": ("a.txt", TEXT)}, "data": {"note": "长" * 2_001}}, 422, "note_too_long"),
        ({"files": {"file": ("a.txt", TEXT)}, "data": {"note": "长" * 20_000}}, 422, "note_too_long"),
        ({"files": {"file": ("a.txt", b"x" * 300_001)}}, 413, "too_large"),
        ({"json": {"file": "a.txt"}}, 415, "not_multipart"),
        ({}, 415, "not_multipart"),
        ({"content": b"junk", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 400, "malformed"),
        ({"content": HEAD, "headers": {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}}, 400, "cut_off"),
        ({"files": {"file": ("a.txt", TEXT)}, "headers": {"Idempotency-Key": "k" * 300}}, 422, "bad_value"),
    ],
)
def test_what_is_refused_and_that_nothing_is_kept(
    gateway: Gateway, sent: dict[str, Any], status: int, code: str
) -> None:
    response = gateway.client.post(URL, **sent)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["detail"][0].isupper()
    assert problem["detail"].endswith(".")
    assert problem["detail_zh"]
    assert_nothing_kept(gateway)


def test_the_largest_file_that_is_allowed(gateway: Gateway) -> None:
    assert upload(gateway, b"x" * 300_000).status_code == 202


def test_a_file_that_says_it_is_too_large_is_refused_before_it_comes(gateway: Gateway) -> None:
    with connect(gateway, 10_000_000_000) as connection:
        status, problem = answer_on(connection)
    assert (status, problem["code"]) == (413, "too_large")
    assert "0.3 MB" in problem["detail"]


def test_a_file_of_unknown_length_is_refused_while_it_comes(gateway: Gateway) -> None:
    with socket.create_connection(gateway.address, timeout=30) as connection:
        head = f"POST {URL} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        connection.sendall(f"{head}Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode())
        data = HEAD + b"x" * (FORM_BYTES + 300_001)
        connection.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        status, problem = answer_on(connection)
        assert (status, problem["code"]) == (413, "too_large")
    assert_nothing_kept(gateway)


def test_who_sends_far_too_much_still_learns_why_it_was_refused(gateway: Gateway) -> None:
    response = upload(gateway, b"x" * 20_000_000)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert response.headers["connection"] == "close"
    assert_nothing_kept(gateway)


def test_ignored_parts_are_bounded_too(gateway: Gateway) -> None:
    response = gateway.client.post(URL, files={"other": ("a", b"x" * 2_000_000), "file": ("b", TEXT)})
    assert response.status_code == 413


def test_an_upload_cut_off_half_way_leaves_nothing(gateway: Gateway, eventually: Eventually) -> None:
    with connect(gateway, 250_000) as connection:
        connection.sendall(HEAD + b"x" * 100_000)
        eventually(gateway.spooled)
    eventually(lambda: not gateway.spooled())
    assert_nothing_kept(gateway)


def test_an_upload_that_stands_still_is_ended(serve: Serve) -> None:
    with serve(idle_seconds=0.3) as gateway:
        with connect(gateway, 250_000) as connection:
            connection.sendall(HEAD + b"x" * 1_000)
            status, problem = answer_on(connection)
        assert (status, problem["code"]) == (408, "too_slow")
        assert_nothing_kept(gateway)


def test_more_uploads_than_allowed_are_asked_to_wait(serve: Serve, eventually: Eventually) -> None:
    with serve(at_once=1) as gateway:
        with connect(gateway, len(HEAD + TEXT + TAIL)) as connection:
            connection.sendall(HEAD)
            eventually(gateway.spooled)
            refused = upload(gateway, b"another file")
            assert (refused.status_code, refused.json()["code"]) == (503, "busy")
            assert int(refused.headers["retry-after"]) > 0
            connection.sendall(TEXT + TAIL)
            assert answer_on(connection)[0] == 202
        assert upload(gateway, b"another file").status_code == 202


def test_reading_goes_on_while_uploads_come_in(gateway: Gateway, eventually: Eventually) -> None:
    with connect(gateway, len(HEAD + TEXT + TAIL)) as connection:
        connection.sendall(HEAD)
        eventually(gateway.spooled)
        assert gateway.client.get("/healthz").text == "ok\n"


def test_an_idempotency_key_gives_the_same_issue(gateway: Gateway) -> None:
    key = {"Idempotency-Key": "2f0a"}
    first, again = upload(gateway, headers=key), upload(gateway, headers=key)
    assert first.json()["id"] == again.json()["id"]
    other = upload(gateway, b"another file", headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key")
    assert count(gateway) == 1


def test_a_browser_without_scripts_goes_on_to_the_page_of_the_issue(gateway: Gateway) -> None:
    response = upload(gateway, headers={"Accept": "text/html,application/xhtml+xml"})
    assert response.status_code == 303
    assert response.headers["location"] == f"/issues/{hashlib.sha256(TEXT).hexdigest()[:16]}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:1"},
    ],
)
def test_pages_of_other_sites_may_not_upload(gateway: Gateway, headers: dict[str, str]) -> None:
    response = upload(gateway, headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "cross_site")
    assert_nothing_kept(gateway)


def test_pages_of_this_site_may_upload(gateway: Gateway) -> None:
    here = f"http://localhost:{gateway.address[1]}"
    assert upload(gateway, headers={"Origin": here}).status_code == 202
    assert upload(gateway, headers={"Origin": here, "Sec-Fetch-Site": "same-origin"}).status_code == 200


def fail(gateway: Gateway, issue_id: str) -> Issue:
    with gateway.backends.catalogue.transaction() as tables:
        issue = tables.issues.lock(issue_id)
        assert issue is not None
        values = {name: getattr(issue, name) for name in Issue.__slots__}
        failed = Issue(**values | {"status": IssueStatus.FAILED, "reason": "no room", "retryable": True})
        tables.issues.save(failed)
        return failed


def test_a_failed_issue_can_be_tried_again(gateway: Gateway) -> None:
    held = upload(gateway).json()
    fail(gateway, held["id"])
    response = gateway.client.post(f"{URL}/{held['id']}/retry")
    assert (response.status_code, response.json()["status"]) == (202, "received")
    assert response.headers["location"] == held["links"]["self"]
    issue = gateway.client.get(held["links"]["self"]).json()
    assert (issue["status"], issue["reason"], issue["retryable"]) == ("received", None, False)
    steps = gateway.client.get(held["links"]["timeline"]).json()["items"]
    assert (steps[-1]["event"], steps[-1]["message"]) == ("retried", "no room")
    deliveries = gateway.backends.log.subscribe("extract").poll(1, limit=10)
    events = [unwrap(delivery.envelope) for delivery in deliveries]
    assert [event.generation for event in events if isinstance(event, IssueStored)] == [1, 2]


def test_the_same_bytes_of_a_failed_issue_try_it_again(gateway: Gateway) -> None:
    held = upload(gateway).json()
    fail(gateway, held["id"])
    again = upload(gateway)
    assert (again.status_code, again.json()["status"]) == (200, "received")


def test_an_issue_that_did_not_fail_cannot_be_tried_again(gateway: Gateway) -> None:
    held = upload(gateway).json()
    response = gateway.client.post(f"{URL}/{held['id']}/retry")
    assert (response.status_code, response.json()["code"]) == (409, "not_failed")
    assert held["id"] in response.json()["detail"]
    assert len(gateway.client.get(held["links"]["timeline"]).json()["items"]) == 1


@pytest.mark.parametrize("issue_id", ["0" * 16, "nonsense", "%00"])
def test_retrying_what_is_not_held(gateway: Gateway, issue_id: str) -> None:
    response = gateway.client.post(f"{URL}/{issue_id}/retry")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_the_last_slot_is_for_whoever_has_none() -> None:
    slots = Slots(2)
    with slots.one("a"):
        assert not is_free(slots, "a")
        with slots.one("b"):
            assert not is_free(slots, "c")
    assert is_free(slots, "a")


def is_free(slots: Slots, client: str) -> bool:
    try:
        with slots.one(client):
            return True
    except BusyError:
        return False
