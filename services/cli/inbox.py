"""What `gazette status` says of the inbox: how many files wait there, and which ones were refused."""

from collections.abc import Iterator

from rich.console import RenderableType

from services.cli.console import line, table
from services.ingest.refused import REFUSED
from services.situation import InboxState


def inbox_parts(found: InboxState) -> Iterator[RenderableType]:
    """Nothing at all where nothing lies there."""
    if found.waiting:
        yield line(f"\n收件箱中有 {found.waiting} 个文件等待收录 Files waiting in the inbox: {found.waiting}")
    rows = [(one.path, one.size, f"{one.at:%Y-%m-%d %H:%M}", one.reason.replace("\n", " ")) for one in found.newest]
    if rows:
        yield line(f"\n收件箱拒收 refused by the inbox: {found.refused}", "bold")
        yield table(("文件 file", "字节 bytes", "时间 UTC", "原因 reason"), rows)
        yield line(
            f"文件在 {REFUSED} 中；修正后移回 inbox/ They lie below {REFUSED}: mend them and move them back to inbox/"
        )
    if found.problem:
        yield line(found.problem, "yellow")
