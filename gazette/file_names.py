"""Names of files, as others gave them and as they are kept."""

import re
import unicodedata
from pathlib import PurePosixPath

NAME_LIMIT = 200
SUFFIX_LIMIT = 20


def clean_name(name: str) -> str:
    """A file name that is safe to show and to offer: no folders, no control characters, at most 200 characters."""
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    last = re.split(r"[/\\]", visible)[-1].strip().strip(".") or "unnamed"
    if len(last) <= NAME_LIMIT:
        return last
    suffix = PurePosixPath(last).suffix[:SUFFIX_LIMIT]
    return last[: NAME_LIMIT - len(suffix)] + suffix
