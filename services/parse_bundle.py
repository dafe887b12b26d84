"""What a file says, or each file of a ZIP, without a server: what `gazette parse` prints."""

import tempfile
from pathlib import Path
from typing import Any

from gazette.errors import RejectedError
from services.extract import unzip
from services.extract.bundles import CODE, MEGABYTE
from services.extract.limits import USUAL
from services.parse import parse_file


def parse_any(path: Path) -> dict[str, Any]:
    """As `parse_file`; of a ZIP `kind` is bundle, and `children` has each file's name, and its reason or what it says.

    OSError where it cannot be opened, RejectedError where it is of no use.
    """
    try:
        return parse_file(path)
    except RejectedError as refusal:
        if refusal.code != CODE:
            raise
    listing = unzip.listed(path, USUAL)
    with tempfile.TemporaryDirectory(prefix="gazette-") as folder:
        into = Path(folder, "file")
        children = [_child(path, index, name, into) for index, name in listing.files]
    return {"kind": CODE, "children": children, "left_out": list(listing.junk)}


def _child(path: Path, index: int, name: str, into: Path) -> dict[str, Any]:
    try:
        unzip.take(path, index, into, int(USUAL.file_mb * MEGABYTE), USUAL)
        return {"file_name": name, "reason_code": None, "reason": None, **parse_file(into)}
    except RejectedError as refusal:
        return {"file_name": name, "reason_code": refusal.code, "reason": f"{refusal.chinese} {refusal}"}
