"""The indexes behind an alias: ALIAS-v<format>, and those that were built after it: ALIAS-v<format>.<serial>.

ALIAS is what is searched; ALIAS-growing is one that is being built.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError as NoIndex
from opensearchpy.exceptions import RequestError

from gazette.adapters.servers.opensearch_mapping import FORMAT, index


class OpenSearchVersions:
    """Makes, names, swaps and removes the indexes of one alias."""

    def __init__(self, client: OpenSearch, alias: str, spread_as: Mapping[str, Any]) -> None:
        self.client, self.alias, self.growing = client, alias, f"{alias}-growing"
        self.spread_as = spread_as
        self.first = f"{alias}-v{FORMAT}"
        self.pattern = re.compile(rf"{re.escape(alias)}-v\d+(?:\.(\d+))?")

    def held(self) -> Mapping[str, Mapping[str, Any]]:
        """Every index of this alias, with its aliases and mapping."""
        try:
            found = self.client.indices.get(index=f"{self.alias}-v*")
        except NoIndex:
            return {}
        return {name: told for name, told in found.items() if self.pattern.fullmatch(name)}

    def used(self) -> Sequence[str]:
        """The index that is searched; none where there is no alias."""
        return [name for name, told in self.held().items() if self.alias in told["aliases"]]

    def initialise(self) -> None:
        """Give the alias to the newest index that was whole; make one where there is none."""
        whole = [name for name, told in self.held().items() if self.growing not in told["aliases"]]
        if whole:
            self.client.indices.put_alias(index=max(whole, key=self._serial), name=self.alias)
        else:
            self._create(self.first, self.alias)

    def grow(self, token: str | None) -> str:
        """The index of this token, or a new one; all that is neither searched nor this one is removed."""
        held = self.held()
        if token is None or token not in held or made_by(held[token]) != FORMAT:
            token = f"{self.first}.{1 + max(map(self._serial, held), default=1)}"
            self._create(token, self.growing)
        self.remove([name for name, told in held.items() if name != token and self.alias not in told["aliases"]])
        return token

    def swap(self, token: str) -> None:
        """All at once: the alias goes to the new index, and what stood behind it is removed."""
        actions = [{"remove_index": {"index": name}} for name in self.used() if name != token]
        actions += [{"remove": {"index": token, "alias": self.growing}}, {"add": {"index": token, "alias": self.alias}}]
        self.client.indices.update_aliases(body={"actions": actions})

    def remove(self, names: Sequence[str]) -> None:
        """Remove indexes with everything in them."""
        for name in names:
            self.client.indices.delete(index=name, params={"ignore_unavailable": "true"})

    def _create(self, name: str, alias: str) -> None:
        try:
            self.client.indices.create(index=name, body=index(alias, self.spread_as))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            self.client.indices.put_alias(index=name, name=alias)

    def _serial(self, name: str) -> int:
        found = self.pattern.fullmatch(name)
        return int(found[1] or 1) if found else 0


def made_by(told: Mapping[str, Any]) -> object:
    """The format that an index was made with."""
    return told["mappings"].get("_meta", {}).get("format")
