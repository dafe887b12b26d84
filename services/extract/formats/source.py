"""What every reader gives: the text of record and how it was decoded."""

import re
from dataclasses import dataclass

from gazette.layout import Layout

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file. `text` has line ends LF; `notes` are Chinese sentences on what decoding had to change."""

    text: str
    media_type: str
    encoding: str
    notes: tuple[str, ...] = ()
    layout: Layout | None = None


def text_of_record(decoded: str) -> tuple[str, tuple[str, ...]]:
    """Line ends as LF; controls save tab and newline, and lone surrogates, as U+FFFD one to one; with notes."""
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if not UNSAFE.search(text):
        return text, ()
    text, count = UNSAFE.subn(REPLACEMENT, text)
    return text, (f"{count} 个控制字符或不成对的代理码位已逐一替换为 U+FFFD。",)
