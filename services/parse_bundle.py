"""What a file says, or each file of a ZIP, without a server: what `gazette parse` prints."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gazette.errors import RejectedError
from gazette.spool import scratch_folder
from services.extract import unzip
from services.extract.bundles import CODE, MEGABYTE
from services.extract.limits import USUAL, Limits
from services.extract.runner import ParserProcess
from services.parse import parse_by


def parse_any(path: Path, limits: Limits = USUAL) -> dict[str, Any]:
    """As `parse_file`; of a ZIP `kind` is bundle, and `children` has each file's name, and its reason or what it says.

    OSError where it cannot be opened, RejectedError where it is of no use.
    """
    with ParserProcess(limits) as parser:
        try:
            return parse_by(parser, path, path.name)
        except RejectedError as refusal:
            if refusal.code != CODE:
                raise
        listing = unzip.listed(path, limits)
        return {
            "kind": CODE,
            "children": list(_children(parser, path, listing.files, limits)),
            "left_out": list(listing.junk),
        }


def _children(
    parser: ParserProcess, path: Path, files: Sequence[tuple[int, str]], limits: Limits
) -> Iterator[dict[str, Any]]:
    left = limits.bundle_mb * MEGABYTE
    for index, name in files:
        with scratch_folder() as folder:
            into = folder / "file"
            most = min(left, int(limits.file_mb * MEGABYTE))
            try:
                unzip.take(path, index, into, most, limits)
                left -= into.stat().st_size
                found = parse_by(parser, into, name)
            except RejectedError as refusal:
                found = {"reason_code": refusal.code, "reason": f"{refusal.chinese} {refusal}"}
        yield {"file_name": name, "reason_code": None, "reason": None, **found}
