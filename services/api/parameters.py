"""Query parameters that several routes share."""

from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BeforeValidator, StringConstraints

from gazette.model import LegalStatus
from gazette.search import Filters

MOST_VALUES = 20


def _filled(values: Any) -> Any:
    """Without the blanks that a form sends for what was left open."""
    return [value for value in values if value != ""] if isinstance(values, list) else values


def _given(value: Any) -> Any:
    return None if value == "" else value


OrBlank = BeforeValidator(_given)
NO_NUL = r"^[^\x00]*$"
Word = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Words = Annotated[list[Word], BeforeValidator(_filled), Query(max_length=MOST_VALUES)]
Year = Annotated[int, Query(ge=1, le=9999)]
Years = Annotated[list[Year], BeforeValidator(_filled), Query(max_length=MOST_VALUES, description="Year of issue.")]
Statuses = Annotated[list[LegalStatus], BeforeValidator(_filled), Query(max_length=MOST_VALUES)]
Day = Annotated[date | None, OrBlank]
Limit = Annotated[int, Query(ge=1, le=100, description="How many items a page holds.")]
NextCursor = Annotated[
    str | None,
    Query(max_length=500, description="`next` of the page before; leave it out for the first page."),
]
Identifier = Annotated[str, Path(description="The id: 16 hexadecimal digits.")]


async def filters(
    *,
    doc_type: Annotated[Words, Query(description="文种, such as 通知. Repeat it for several: any will do.")] = [],  # noqa: B006
    issuer: Annotated[Words, Query(description="Issuing organ, whole name. Repeatable.")] = [],  # noqa: B006
    topic: Annotated[Words, Query(description="State Council theme. Repeatable.")] = [],  # noqa: B006
    legal_status: Annotated[Statuses, Query(description="Legal status (时效). Repeatable.")] = [],  # noqa: B006
    year: Years = [],  # noqa: B006
    issued_from: Annotated[Day, Query(alias="from", description="Issued on this day or later.")] = None,
    issued_to: Annotated[Day, Query(alias="to", description="Issued on this day or earlier.")] = None,
    issue_id: Annotated[Word | None, Query(description="Only documents of this issue.")] = None,
) -> Filters:
    """The filters of a search or a listing."""
    return Filters(
        doc_type=tuple(doc_type),
        issuer=tuple(issuer),
        topic=tuple(topic),
        legal_status=tuple(legal_status),
        year=tuple(year),
        issued_from=issued_from.isoformat() if issued_from else None,
        issued_to=issued_to.isoformat() if issued_to else None,
        issue_id=issue_id or None,
    )
