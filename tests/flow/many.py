"""Many issues at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.flow.product import Product

AT_ONCE = 3
PAGE = 100


def upload_all(product: Product, contents: Sequence[bytes]) -> list[str]:
    """Upload some at a time; returns the issue ids."""

    def upload(number: int) -> str:
        answer = product.upload(f"{number}.txt", contents[number])
        assert answer.status_code == 202, answer.text
        issue: str = answer.json()["id"]
        return issue

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(upload, range(len(contents))))


def count(product: Product, status: str) -> int:
    """How many issues have a status."""
    total: int = product.get("/issues", status=status, limit=1)["total"]
    return total


def everything(product: Product, path: str, **parameters: Any) -> list[dict[str, Any]]:
    """The items of all pages of a listing."""
    page = product.get(path, limit=PAGE, **parameters)
    items: list[dict[str, Any]] = page["items"]
    while page["next"]:
        page = product.get(path, limit=PAGE, cursor=page["next"], **parameters)
        items += page["items"]
    return items


def steps(product: Product, issue_id: str) -> list[dict[str, Any]]:
    """The timeline of an issue."""
    rows: list[dict[str, Any]] = product.get(f"/issues/{issue_id}/timeline")["items"]
    return rows
