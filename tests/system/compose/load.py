"""Uploads that go on while something is done to the stack; what was accepted must end ready, each step done once."""

import itertools
from collections import Counter
from contextlib import AbstractContextManager

import httpx

from services.pipeline import GROUPS
from tests.at_once import again_and_again
from tests.flow.issues import PLACE, small
from tests.flow.product import Product

BETWEEN = 0.5
DOCUMENTS = 3
"""What each upload has."""


class Load:
    """Uploads one after the other. One that was not accepted is sent again, as a client would."""

    def __init__(self, product: Product) -> None:
        self.product, self.serials = product, itertools.count(1)
        self.accepted: list[str] = []
        self.unchecked: list[str] = []
        self.repeated = 0

    def going_on(self) -> AbstractContextManager[None]:
        """In the end all that was begun is accepted."""
        return again_and_again(self.one, BETWEEN)

    def one(self) -> str:
        """Upload an issue that was not there yet; its id."""
        serial = next(self.serials)
        content = small(serial)
        if not self._send(f"{serial}.txt", content):
            self.repeated += 1
            self.product.wait(lambda: self._send(f"{serial}.txt", content))
        return self.accepted[-1]

    def check(self) -> None:
        """What was accepted since the last time is ready and was worked on once; all is listed and found."""
        while self.unchecked:
            issue = self.unchecked.pop()
            assert self.product.ended(issue)["status"] == "ready"
            steps = self.product.get(f"/issues/{issue}/timeline")["items"]
            done = Counter(step["stage"] for step in steps if step["status"] == "done")
            assert {group: done[group] for group in GROUPS} == dict.fromkeys(GROUPS, 1), steps
        assert self.found() == {"/documents": self.documents, "/search": self.documents}

    @property
    def documents(self) -> int:
        """How many there must be."""
        return DOCUMENTS * len(set(self.accepted))

    def found(self) -> dict[str, int]:
        """How many of its documents the catalogue lists and the index finds."""
        return {path: self.product.get(path, issuer=PLACE)["total"] for path in ("/documents", "/search")}

    def _send(self, name: str, content: bytes) -> bool:
        try:
            answer = self.product.upload(name, content)
        except httpx.TransportError:
            return False
        if answer.status_code not in (200, 202):
            assert answer.status_code == 503, answer.text
            return False
        self.accepted.append(answer.json()["id"])
        self.unchecked.append(self.accepted[-1])
        return True
