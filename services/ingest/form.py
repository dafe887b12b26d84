"""What an upload's form must be: one file, perhaps a note, nothing without bounds."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from gazette.errors import BusyError, RejectedError, TooLargeError
from gazette.spool import SpoolFile
from services.ingest.multipart import OCTETS, FormReader, PartBegin
from services.ingest.receive import Upload

FORM_BYTES = 1_000_000
"""What a form may hold besides the file: part headers, the note, fields that are ignored."""
NOTE_LENGTH = 2_000
NOTE_BYTES = 4 * NOTE_LENGTH
KEPT_CONTROLS = frozenset("\t\n")
MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}", re.ASCII)


class Form:
    """A form as it comes in: its file goes to the spool, its note is kept, other parts are passed over.

    Raises RejectedError at the first byte that shows the form to be unacceptable.
    """

    def __init__(self, content_type: str, file: SpoolFile, max_bytes: int) -> None:
        self._reader, self._file, self._max_bytes = FormReader(content_type), file, max_bytes
        self._part: PartBegin | None = None
        self._found: PartBegin | None = None
        self._note, self._seen = bytearray(), 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the body."""
        self._seen += len(chunk)
        if self._seen > self._max_bytes + FORM_BYTES:
            raise too_large(self._max_bytes)
        for piece in self._reader.feed(chunk):
            if isinstance(piece, PartBegin):
                self._begin(piece)
            else:
                self._take(piece.data)

    def end(self, correlation_id: str | None, idempotency_key: str | None) -> Upload:
        """The body is over: what came with the file."""
        self._reader.end()
        if self._found is None:
            raise no_file()
        if self._file.size == 0:
            raise empty(chosen=bool(self._found.file_name))
        kind = self._found.media_type
        return Upload(
            file_name=self._found.file_name or "",
            media_type=kind if MEDIA_TYPE.fullmatch(kind) else OCTETS,
            note=_note(bytes(self._note)),
            correlation_id=correlation_id,
            idempotency_key=idempotency_key,
        )

    def _begin(self, part: PartBegin) -> None:
        self._part = part
        if part.name != "file":
            return
        if self._found is not None:
            raise several_files()
        self._found = part

    def _take(self, data: bytes) -> None:
        name = self._part.name if self._part else None
        if name == "file":
            if self._file.size + len(data) > self._max_bytes:
                raise too_large(self._max_bytes)
            self._file.write(data)
        elif name == "note":
            self._note += data
            if len(self._note) > NOTE_BYTES:
                raise note_too_long()


class Slots:
    """How many uploads are taken in at the same time. The last free slot is for whoever has none yet."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.held: Counter[str] = Counter()

    @contextmanager
    def one(self, client: str) -> Iterator[None]:
        """Hold a slot. BusyError where none is free for this client."""
        free = self.count - self.held.total()
        if free == 0 or (free == 1 and self.held[client]):
            raise BusyError("too many files are coming in at once; wait a moment and send this one again")
        self.held[client] += 1
        try:
            yield
        finally:
            self.held[client] -= 1
            self.held += Counter()


def too_large(max_bytes: int) -> TooLargeError:
    """The rejection of a file above the limit."""
    limit = f"{max_bytes / 1_000_000:g} MB"
    return TooLargeError(
        "too_large",
        f"the file is above the limit of {limit}; split it, or have GAZETTE_MAX_UPLOAD_MB raised",
        f"文件超过 {limit} 的上限；请拆分文件，或请管理员调高 GAZETTE_MAX_UPLOAD_MB。",
    )


def empty(chosen: bool) -> RejectedError:
    """The rejection of a file without a byte; a browser sends a nameless one where none was chosen."""
    if not chosen:
        return no_file()
    return RejectedError("empty", "the file is empty; upload the one with the text", "文件为空；请上传含正文的文件。")


def no_file() -> RejectedError:
    """The rejection of a form without a file."""
    return RejectedError(
        "no_file",
        "the form holds no file; put it in a part named `file`",
        "没有收到文件；请选择文件后再上传（表单项名为 file）。",
    )


def several_files() -> RejectedError:
    """The rejection of a form with a second file."""
    return RejectedError(
        "several_files",
        "one file a request; send each of the files in a request of its own",
        "每次请求只能上传一个文件；请逐个上传。",
    )


def note_too_long() -> RejectedError:
    """The rejection of a long note."""
    return RejectedError(
        "note_too_long",
        f"the note is longer than {NOTE_LENGTH} characters; shorten it",
        f"备注超过 {NOTE_LENGTH} 个字符；请缩短后再上传。",
    )


def _note(raw: bytes) -> str | None:
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    visible = "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c)[0] != "C").strip()
    if len(visible) > NOTE_LENGTH:
        raise note_too_long()
    return visible or None
