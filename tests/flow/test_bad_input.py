"""What is no good gazette gets a plain answer in the API, on the page and on the command line; nothing is lost."""

import html
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.flow.bad_files import BAD, Bad
from tests.flow.issues import small
from tests.flow.product import Product


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_every_bad_file_ends_with_a_plain_answer_everywhere(shared: Product, bad: Bad, tmp_path: Path) -> None:
    content = bad.make()
    answer = shared.upload(bad.name, content)
    assert answer.status_code == 202, answer.text
    issue = shared.ended(answer.json()["id"])
    assert (issue["status"], issue["document_count"]) == (bad.status, bad.documents), issue
    stored = shared.http.get(f"/api/v1/issues/{issue['id']}/source")
    assert stored.content == content, "what was uploaded is kept as it was"
    page = html.unescape(shared.http.get(f"/issues/{issue['id']}").text)
    if bad.status == "failed":
        assert all(sentence in page for sentence in re.split(r"(?<=。) ", issue["reason"]))
        assert has_both_languages(issue["reason"])
        assert not issue["retryable"]
    else:
        balance = issue["balance"]
        parts = sum(balance[part] for part in ("cover", "contents", "documents", "remainder"))
        assert parts == balance["lines"], "no line is unaccounted for"

    file = tmp_path / bad.name
    file.write_bytes(content)
    parsed = command(shared, "parse", str(file))
    assert (parsed.returncode == 0) == (bad.status == "ready"), parsed.stderr
    assert "Traceback" not in parsed.stderr + parsed.stdout
    shown = json.loads(command(shared, "show", issue["id"], "--json").stdout)
    assert (shown["status"], shown["reason_code"]) == (bad.status, bad.reason_code)


def test_reason_codes_are_told_apart(shared: Product) -> None:
    listed = {issue["file_name"]: issue for issue in shared.get("/issues", status="failed", limit=100)["items"]}
    reasons = [listed[bad.name]["reason"] for bad in BAD if bad.status == "failed" and bad.name in listed]
    assert len(set(reasons)) == len(reasons)


def test_an_empty_upload_is_refused_and_nothing_is_kept(shared: Product, tmp_path: Path) -> None:
    before = shared.get("/issues")["total"]
    answer = shared.upload("empty.txt", b"")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert has_both_languages(answer.json()["detail"] + answer.json()["detail_zh"])
    assert shared.get("/issues")["total"] == before
    empty = tmp_path / "empty.txt"
    empty.touch()
    added = command(shared, "add", str(empty))
    assert added.returncode == 1
    assert "Traceback" not in added.stderr


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\公报.txt", "公报.txt"),
        ("a\u202eb\u200bc.txt", "abc.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
        ("<script>alert(1)<!--.txt", "<script>alert(1)<!--.txt"),
    ],
)
def test_odd_names_are_made_safe_and_escaped(shared: Product, typed: str, shown: str) -> None:
    answer = shared.upload(typed, small(sum(map(ord, typed)) % 8000 + 100))
    issue = shared.ended(answer.json()["id"])
    assert issue["file_name"] == shown
    assert "<script>alert(1)" not in shared.http.get(f"/issues/{issue['id']}").text


def test_the_same_file_from_two_clients_at_once_is_one_issue(shared: Product) -> None:
    content = small(99)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(shared.upload("same.txt", content))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = [answer for answer in answers if answer.status_code in (200, 202)]
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(accepted) + len(busy) == 6
    assert [answer.status_code for answer in accepted].count(202) == 1
    assert {answer.json()["id"] for answer in accepted} == {accepted[0].json()["id"]}
    assert shared.ended(accepted[0].json()["id"])["document_count"] == 3


def test_unknown_ids_pages_past_the_end_and_broken_queries(shared: Product) -> None:
    for path in ("/api/v1/issues/0123456789abcdef", "/api/v1/documents/nothing", "/documents/0123456789abcdef"):
        assert shared.http.get(path).status_code == 404
    for query in ("(", '"', "year:x..y", "标题:", "a OR", "-"):
        broken = shared.http.get("/api/v1/search", params={"q": query})
        assert broken.status_code == 400, query
        assert broken.json()["errors"][0]["field"] == "q"
        assert shared.http.get("/", params={"q": query}).status_code < 500
    first = shared.get("/search", q="通知", sort="-date", limit=100)
    assert first["next"] is None or shared.get("/search", q="通知", sort="-date", limit=100, cursor=first["next"])
    assert shared.http.get("/api/v1/search", params={"q": "通知", "cursor": "nonsense"}).status_code == 400
    assert command(shared, "show", "0123456789abcdef").returncode == 1
    assert command(shared, "search", "(").returncode == 1


def command(product: Product, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"GAZETTE_DATA": str(product.folder)}
    return subprocess.run(
        [sys.executable, "-m", "services", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def has_both_languages(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text) and any(c.isascii() and c.isalpha() for c in text)
