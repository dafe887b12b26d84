"""Rich text by hand, the same bytes each time."""

from tests.formats.printed import printed

HEAD = r"{\rtf1\ansi\ansicpg936\deff0\uc1{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0\fs24 "


def escaped(text: str) -> str:
    """Characters as rich text has them: UTF-16 units as signed numbers."""
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[k : k + 2], "little", signed=True) for k in range(0, len(units), 2))
    return "".join(f"\\u{number}?" for number in numbers)


def make_rtf(text: str, more: str = "") -> bytes:
    """Each line a paragraph; `more` is rich text that comes last."""
    lines = "".join(escaped(line) + r"\par " for line in printed(text))
    return (HEAD + lines + more + "}").encode("ascii")
