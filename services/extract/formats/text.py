"""Plain text and markdown in UTF-8, UTF-16 and GB18030, with or without a byte order mark."""

import codecs
import re

from gazette.errors import RejectedError
from services.extract.formats.source import REPLACEMENT, UNSAFE, Source, text_of_record
from services.extract.limits import USUAL, Limits

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
SAMPLE = 1 << 16
GUESSES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
LEAST_PLAUSIBLE, CONTROL_COST = 0.75, 3
MOST_NULS = 0.05
PLAUSIBLE = re.compile(
    "[\t\n\r -~\u00a0-\u00ff\u2000-\u206f\u2160-\u217f\u2460-\u24ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
MARKDOWN = re.compile(r"^#{1,6} \S|\*\*\S|^\|.*\|$", re.MULTILINE)
LONGEST_UNIT = 4


def read(data: bytes, _: Limits = USUAL) -> Source:
    """Decode text. RejectedError `binary` where the bytes are no text in any of these encodings."""
    encoding, decoded, notes = decode(data)
    text, more = text_of_record(decoded)
    media_type = "text/markdown" if MARKDOWN.search(text[:SAMPLE]) else "text/plain"
    return Source(text, media_type, encoding, notes + more)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Name of the encoding, the text, and notes on what was broken. RejectedError `binary`."""
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            body = data if codec.endswith("sig") else data[len(mark) :]
            return name, *_lenient(body, codec)
    if data[:SAMPLE].count(0) <= MOST_NULS * len(data[:SAMPLE]):
        try:
            return "utf-8", data.decode("utf-8", "surrogatepass"), ()
        except UnicodeDecodeError:
            pass
    name = max(GUESSES, key=lambda guess: _plausibility(data[:SAMPLE], guess))
    if _plausibility(data[:SAMPLE], name) < LEAST_PLAUSIBLE:
        raise RejectedError(
            "binary",
            "This is not text: the bytes make no sense in UTF-8, UTF-16 or GB18030. Give the text itself.",
            "这不是文本：按 UTF-8、UTF-16 或 GB18030 都读不出文字。请上传文本文件本身。",
        )
    return name, *_lenient(data, name)


def _lenient(data: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    """Decode; what is broken becomes U+FFFD and a note."""
    errors = "surrogatepass" if codec.startswith("utf") else "strict"
    try:
        return data.decode(codec, errors), ()
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        return text, (f"有 {text.count(REPLACEMENT)} 处字节无法按 {codec} 解码，已替换为 U+FFFD。",)


def _plausibility(sample: bytes, encoding: str) -> float:
    """Share of characters that a Chinese text would have; a unit cut off at the end of the sample does not count."""
    text = sample.decode(encoding, "replace")
    text = text[:-LONGEST_UNIT] if len(text) > LONGEST_UNIT * 4 else text
    controls = len(UNSAFE.findall(text))
    return (len(PLAUSIBLE.findall(text)) - CONTROL_COST * controls) / len(text) if text else 0.0
