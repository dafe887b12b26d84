"""Page numbers and running heads: lines that belong to the page and not to the text."""

import re
from collections import Counter
from collections.abc import Sequence

from services.extract.parsing.repair import Line

PAGE_NUMBER = re.compile(r"[—–―\-·•.]{1,6}\d{1,4}[—–―\-·•.]{1,6}|第\d{1,4}页(?:[,，]?共\d{1,4}页)?|\d{1,4}/\d{1,4}页?")
LONGEST = 60
LEAST_REPEATS = 3


def noise(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines that are page numbers, or heads repeated beside page numbers."""
    pages = [k for k, line in enumerate(lines) if len(line.bare) <= LONGEST and PAGE_NUMBER.fullmatch(line.bare)]
    beside = [k + step for k in pages for step in (-1, 1) if _may_be_head(lines, k + step)]
    counts = Counter(lines[k].bare for k in beside)
    often = {text for text, count in counts.items() if count >= max(LEAST_REPEATS, len(pages) // 2)}
    return frozenset(pages) | {k for k in beside if lines[k].bare in often}


def _may_be_head(lines: Sequence[Line], k: int) -> bool:
    if not 0 <= k < len(lines):
        return False
    bare = lines[k].bare
    return len(bare) <= LONGEST and not bare.endswith(("。", "；", "："))
