"""What a file may cost goes from the settings through the parsing child to the reader."""

import os
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from gazette.settings import Settings
from services.extract import formats
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from services.pipeline import limits
from tests.formats.docx import make_docx
from tests.formats.ofd import make_ofd
from tests.formats.pdf import by_hand, shown

TEXT = "云川市人民政府公报\n云政发〔2020〕7号\n" + "各县、区人民政府要健全制度，落实责任。\n" * 2_000
DEEP = b"<html><body>" + b"<div>" * 60 + "公报".encode() + b"</div>" * 60


@pytest.mark.parametrize(
    ("data", "bounds", "code"),
    [
        (by_hand([shown("公报", 72, 700)] * 3), Limits(pages=2), "too_many_pages"),
        (make_ofd(TEXT), Limits(pages=2), "too_many_pages"),
        (DEEP, Limits(nesting=40), "too_deep"),
        (make_docx(TEXT), Limits(nesting=3), "too_deep"),
        (make_docx(TEXT * 10), Limits(expansion=2), "too_large_expanded"),
        (make_docx(TEXT * 10), Limits(unpacked_mb=1), "too_large_expanded"),
    ],
)
def test_a_reader_keeps_its_limits(data: bytes, bounds: Limits, code: str) -> None:
    assert formats.read(data).text
    with pytest.raises(RejectedError) as refused:
        formats.read(data, bounds)
    assert refused.value.code == code


def test_every_setting_of_parsing_is_a_limit() -> None:
    names = [name for name in Settings.model_fields if name.startswith("parse_")]
    values = {name: number for number, name in enumerate(names, 1_000_001)}
    made = limits(Settings.model_validate(values))
    assert {name: getattr(made, name.removeprefix("parse_")) for name in names} == values
    assert limits(Settings()) == Limits()
    more = {"office_uncaged": True, "bundle_files": 7, "bundle_mb": 8, "max_upload_mb": 9}
    assert limits(Settings.model_validate(more)) == Limits(office_uncaged=True, bundle_files=7, bundle_mb=8, file_mb=9)


def test_the_child_hears_of_them(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(by_hand([shown("公报", 72, 700)] * 3))
    with ParserProcess(Limits(pages=2)) as parser, pytest.raises(RejectedError, match="2 are read at most"):
        parser.parse(path, os.fspath(path), lambda *_: None)
