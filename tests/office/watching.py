"""Which files of a folder are opened by anybody, as the Linux kernel tells (inotify)."""

import ctypes
import os
import struct
from pathlib import Path

OPENED = 0x20
EVENT = struct.Struct("iIII")


class Watch:
    """A folder from now on."""

    def __init__(self, folder: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(os.O_NONBLOCK)
        if self._descriptor < 0 or libc.inotify_add_watch(self._descriptor, os.fsencode(folder), OPENED) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def opened(self) -> set[str]:
        """Names of the files in it that were opened since; ends the watch."""
        try:
            data = os.read(self._descriptor, 1 << 20)
        except BlockingIOError:
            data = b""
        os.close(self._descriptor)
        names, at = set(), 0
        while at < len(data):
            size = EVENT.unpack_from(data, at)[-1]
            at += EVENT.size + size
            names.add(os.fsdecode(data[at - size : at].rstrip(b"\0")))
        return names - {""}
