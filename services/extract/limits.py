"""What one file may cost to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost, and after how many files the parsing child is replaced.

    seconds, memory_mb: time and resident memory of a job, watched from outside; the others are kept by the readers.
    pages: of a paged format. pixels: of one picture. nesting: of HTML and XML elements. expansion: how many times
    larger than packed a part of a package may be; unpacked_mb: all that is read of a package. office_uncaged: whether
    LibreOffice may see other files where it cannot be kept from it. bundle_files, bundle_mb: files of a ZIP and what
    they hold together, unpacked; file_mb: what one of them may hold, as an upload may.
    """

    seconds: float = 120
    memory_mb: int = 1024
    jobs: int = 100
    pages: int = 5_000
    pixels: int = 100_000_000
    nesting: int = 1_000
    expansion: int = 250
    unpacked_mb: int = 256
    office_uncaged: bool = False
    bundle_files: int = 500
    bundle_mb: int = 1_000
    file_mb: float = 200


USUAL = Limits()
