"""How values are written out: as printed, without white space that the layout put in; and folded for comparing."""

import re

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
WIDTHS = str.maketrans("０１２３４５６７８９（）［］【】〔〕，：；－—–－〈〉", "0123456789()[][][],:;----<>")
FULL_WIDTH = re.compile("[０-９]")
LETTERS = re.compile(r"(?<=[A-Za-z]) +(?=[A-Za-z])")
DASHES = re.compile("-+")
MARKS = re.compile(r"[-\s《》“”\"'‘’<>]+")


def printed(text: str) -> str:
    """The text without white space (kept between Latin words), full-width digits as digits."""
    parts = text.split()
    if len(parts) > 1 and LETTERS.search(text):
        parts = [part.replace("\0", " ") for part in LETTERS.sub("\0", text).split()]
    kept = "".join(parts)
    return kept.translate(DIGITS) if FULL_WIDTH.search(kept) else kept


def folded(text: str) -> str:
    """For comparing: no white space, widths of brackets, dashes and digits folded."""
    plain = "".join(text.split()).translate(WIDTHS)
    return DASHES.sub("-", plain) if "--" in plain else plain


def core(text: str) -> str:
    """For loose comparing: folded, and without quotation marks and dashes."""
    return MARKS.sub("", folded(text))
