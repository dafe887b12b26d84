"""Damaged and hostile packages end in text or in a plain refusal, never in anything else."""

from collections.abc import Callable

import pytest

from gazette.errors import RejectedError
from services.extract import formats
from tests.formats.docx import make_docx
from tests.formats.hostile import mutants
from tests.formats.ofd import make_ofd

TEXT = "云川市人民政府公报\n云政发〔2020〕7号\n" + "各县、区人民政府要健全制度，落实责任。\n序号\t名称\t数量\n" * 120
MOST_CHARACTERS = 20 * len(TEXT)


def end_of(data: bytes) -> str:
    """What becomes of a file."""
    try:
        text = formats.read(data).text
    except RejectedError as refused:
        return refused.code if refused.chinese else "without a word"
    return "read" if len(text) < MOST_CHARACTERS and "root:" not in text else "leaked"


@pytest.mark.parametrize("make", [make_docx, make_ofd])
def test_twenty_mutants(make: Callable[[str], bytes]) -> None:
    ends = {end_of(data) for data in mutants(make(TEXT), 20)}
    assert {"read", "damaged", "too_large_expanded"} <= ends
    told = {"damaged", "too_large_expanded", "too_deep", "encrypted", "empty", "archive", "bundle", "binary"}
    assert ends <= {"read"} | told
