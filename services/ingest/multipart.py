"""multipart/form-data piece by piece: bytes in, parts out, nothing kept but what is bounded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header

from gazette.errors import RejectedError

MAX_PARTS = 50
MAX_HEADERS = 10
MAX_HEADER_BYTES = 8_000
OCTETS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class PartBegin:
    """A part begins; `file_name` is None where it is a plain field."""

    name: str
    file_name: str | None
    media_type: str


@dataclass(frozen=True, slots=True)
class PartData:
    """Bytes of the part that began last."""

    data: bytes


Piece = PartBegin | PartData


@dataclass(slots=True)
class _Header:
    name: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)


class FormReader:
    """Feed it the body as it comes; it gives the pieces that are complete. RejectedError where the form is broken."""

    def __init__(self, content_type: str) -> None:
        self._pieces: list[Piece] = []
        self._headers: list[_Header] = []
        self._parts = 0
        self._parser = _parser(self, content_type)

    def feed(self, chunk: bytes) -> Sequence[Piece]:
        """The pieces that these bytes complete."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise malformed(str(error)) from error
        pieces, self._pieces = self._pieces, []
        return pieces

    def end(self) -> None:
        """The body is over. RejectedError where the form is not."""
        if self._parser.state != MultipartState.END:
            raise RejectedError(
                "cut_off",
                "the upload was cut off before the form ended, and nothing was kept; send it again",
                "上传在表单结束前中断，没有保存任何内容；请重新上传。",
            )

    def on_part_begin(self) -> None:
        """Called by the parser."""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise malformed(f"more than {MAX_PARTS} parts")
        self._headers = []

    def on_header_begin(self) -> None:
        """Called by the parser."""
        self._headers.append(_Header())

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        """Called by the parser."""
        self._headers[-1].name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        """Called by the parser."""
        self._headers[-1].value += data[start:end]

    def on_headers_finished(self) -> None:
        """Called by the parser."""
        self._pieces.append(_begin({bytes(one.name).lower(): bytes(one.value) for one in self._headers}))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Called by the parser."""
        self._pieces.append(PartData(data[start:end]))


def malformed(why: str) -> RejectedError:
    """The rejection of a form that cannot be read."""
    return RejectedError(
        "malformed",
        f"the form cannot be read ({why}); send multipart/form-data with the file in a part named `file`",
        "表单数据无法读取；请用 multipart/form-data 上传，文件放在 file 一项。",
    )


def _parser(reader: FormReader, content_type: str) -> MultipartParser:
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise RejectedError(
            "not_multipart",
            "this is no form upload; send multipart/form-data with the file in a part named `file`",
            "请用 multipart/form-data 上传，文件放在 file 一项。",
        )
    boundary = options.get(b"boundary")
    if not boundary:
        raise malformed("its Content-Type names no boundary")
    names = ("part_begin", "header_begin", "header_field", "header_value", "headers_finished", "part_data")
    callbacks = {f"on_{name}": getattr(reader, f"on_{name}") for name in names}
    try:
        return MultipartParser(
            boundary,
            callbacks,  # type: ignore[arg-type]
            max_header_count=MAX_HEADERS,
            max_header_size=MAX_HEADER_BYTES,
        )
    except FormParserError as error:
        raise malformed(str(error)) from error


def _begin(headers: dict[bytes, bytes]) -> PartBegin:
    kind, options = parse_options_header(headers.get(b"content-disposition", b"").decode("latin-1"))
    if kind != b"form-data" or b"name" not in options:
        raise malformed("a part has no name")
    file_name = options.get(b"filename")
    media_type = headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
    return PartBegin(
        name=options[b"name"].decode("utf-8", "replace"),
        file_name=None if file_name is None else _name(file_name),
        media_type=media_type or OCTETS,
    )


def _name(raw: bytes) -> str:
    """A file name: UTF-8, or GB18030 as some Chinese clients send it; browsers write a quotation mark as %22."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = raw.decode("gb18030", "replace")
    return name.replace("%22", '"')
