"""Bodies by the code of their document numbers."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.api import agencies, answers, replies
from services.api.backends import Backends
from services.api.openapi import problems
from services.api.parameters import NO_NUL

router = APIRouter(prefix=answers.PREFIX, tags=["search"])


@router.get("/agencies", response_model=agencies.AgenciesShape, responses=problems(422))
def list_agencies(
    backends: Backends,
    code: Annotated[
        str,
        Query(
            min_length=1,
            max_length=200,
            pattern=NO_NUL,
            description="An agency code (机关代字) such as 京政发, or a document number that has it.",
        ),
    ],
) -> Response:
    """Whose an agency code is: which bodies use it, as shipped and as held documents testify. It may be several."""
    with backends.catalogue.reading() as tables:
        found = agencies.agencies_of(tables, code)
    return replies.JSON(found)
