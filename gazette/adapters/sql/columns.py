"""Column types: plain text, moments with a zone, words of a closed list, and our dataclasses as JSON text."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Dialect

UNSAFE = re.compile("[\x00\ud800-\udfff]")


class Plain(sa.types.TypeDecorator[str]):
    """Text. NUL and lone surrogates, each refused by one database or the other, become U+FFFD, also in questions."""

    impl: type[sa.String] = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else UNSAFE.sub("\ufffd", value)


class PlainId(Plain):
    """Text of a bounded length."""

    impl = sa.String
    cache_ok = True


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones, so what comes back without one is UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Packed(sa.types.TypeDecorator[Any]):
    """A frozen dataclass, or a tuple of them, as JSON text in UTF-8."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else msgspec.json.decode(value, type=self.kind)


class Word(sa.types.TypeDecorator[StrEnum]):
    """A word of a closed list."""

    impl = sa.String(16)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.words(value)
