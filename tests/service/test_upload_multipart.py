"""Form data, cut anywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import RejectedError
from services.ingest.multipart import FormReader, PartBegin, PartData

BOUNDARY = "----b0undary"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
Part = tuple[str, bytes]


def form(*parts: Part, ending: str = "--\r\n") -> bytes:
    """Parts given by their Content-Disposition (and further headers) and their bytes."""
    body = b"".join(
        f"--{BOUNDARY}\r\nContent-Disposition: {head}\r\n\r\n".encode() + data + b"\r\n" for head, data in parts
    )
    return body + f"--{BOUNDARY}{ending}".encode()


def read(body: bytes, cuts: list[int] = []) -> list[tuple[str, str | None, str, bytes]]:  # noqa: B006
    reader, found = FormReader(CONTENT_TYPE), []
    edges = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    for start, end in pairwise(edges):
        for piece in reader.feed(body[start:end]):
            if isinstance(piece, PartBegin):
                found.append([piece.name, piece.file_name, piece.media_type, b""])
            else:
                assert isinstance(piece, PartData)
                found[-1][3] += piece.data
    reader.end()
    return [tuple(one) for one in found]


def consume(body: bytes, content_type: str) -> None:
    reader = FormReader(content_type)
    reader.feed(body)
    reader.end()


def code_of(body: bytes, content_type: str = CONTENT_TYPE) -> str:
    with pytest.raises(RejectedError) as caught:
        consume(body, content_type)
    assert caught.value.chinese
    return caught.value.code


@given(
    st.lists(st.binary(max_size=80) | st.sampled_from([b"\r\n--", b"\r\n----b0und", b"\r", b"--" + BOUNDARY.encode()])),
    st.lists(st.integers(0, 2_000), max_size=30),
)
def test_pieces_do_not_depend_on_where_the_body_is_cut(contents: list[bytes], cuts: list[int]) -> None:
    body = form(*((f'form-data; name="p{n}"', data) for n, data in enumerate(contents)))
    if contents:
        assert read(body, cuts) == [
            (f"p{n}", None, "application/octet-stream", data) for n, data in enumerate(contents)
        ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('form-data; name="file"; filename="公报.txt"', "公报.txt"),
        ('form-data; name="file"; filename="a%22b.txt"', 'a"b.txt'),
        ('form-data; name="file"; filename=""', ""),
        ('form-data; name="file"', None),
    ],
)
def test_file_names(head: str, name: str | None) -> None:
    assert read(form((head, b"x")))[0][1] == name


def test_a_file_name_in_gb18030_is_understood() -> None:
    body = form(('form-data; name="file"; filename="@@"', b"x")).replace(b"@@", "公报.txt".encode("gb18030"))
    assert read(body)[0][1] == "公报.txt"


def test_the_media_type_comes_without_its_parameters() -> None:
    assert (
        read(form(('form-data; name="file"; filename="a"\r\nContent-Type: Text/Plain; charset=x', b"")))[0][2]
        == "text/plain"
    )


@pytest.mark.parametrize("cut", range(3, 140))
def test_a_form_without_its_end_was_cut_off(cut: int) -> None:
    whole = form(('form-data; name="file"; filename="a"', b"content that is long enough"))
    assert code_of(whole[:-cut]) == "cut_off"


@pytest.mark.parametrize(
    "body",
    [
        b"this is no form at all",
        form(("form-data", b"without a name")),
        form(("attachment; name=x", b"not form-data")),
        form(('form-data; name="a"\r\nX-Long: ' + "x" * 9_000, b"")),
        form(('form-data; name="a"' + "\r\nX-More: 1" * 20, b"")),
        form(*[('form-data; name="a"', b"")] * 60),
        f"--{BOUNDARY}\r\nBad Header: x\r\n\r\n".encode(),
    ],
    ids=["no form", "no name", "no form-data", "long header", "many headers", "many parts", "bad header"],
)
def test_broken_forms_are_refused(body: bytes) -> None:
    assert code_of(body) == "malformed"


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("", "not_multipart"),
        ("application/json", "not_multipart"),
        ("multipart/form-data", "malformed"),
        ("multipart/form-data; boundary=" + "b" * 1_000, "malformed"),
    ],
)
def test_content_types_that_are_none(content_type: str, code: str) -> None:
    assert code_of(b"", content_type) == code
