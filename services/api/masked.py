"""The catalogue as the public sees it: whatever is read from it has its personal data masked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from gazette.personal import veiled
from gazette.ports import Catalogue, Tables
from services.api.backends import ApiBackends


def masked(backends: ApiBackends) -> ApiBackends:
    """The same backends for readers who are no editors. The search index is masked as it is written."""
    return replace(backends, catalogue=cast(Catalogue, MaskedCatalogue(backends.catalogue)), masking=True)


class MaskedCatalogue:
    """A catalogue whose readers get masked records; who writes gets them as they are."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """Read one consistent state, masked."""
        with self._catalogue.reading() as tables:
            yield cast(Tables, _Masked(tables, lambda table: _Masked(table, _veiling)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)


class _Masked:
    """An object whose attributes are passed on through `change`."""

    def __init__(self, inner: Any, change: Callable[[Any], Any]) -> None:
        self._inner, self._change = inner, change

    def __getattr__(self, name: str) -> Any:
        return self._change(getattr(self._inner, name))


def _veiling(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def veiling(*given: Any, **named: Any) -> Any:
        return veiled(method(*given, **named))

    return veiling
