"""What of a text reaches paper: no blank lines, no markdown."""

import re

MARKS = re.compile(r"^#{1,6}\s+|\*\*", re.MULTILINE)


def printed(text: str) -> list[str]:
    """The lines of a text as they are set."""
    return [line for line in MARKS.sub("", text).split("\n") if line.strip()]
