"""What can go wrong. A message says what happened, to what, and what to do next."""

from errno import EDQUOT, EFBIG, ENOSPC


class GazetteError(Exception):
    """Something went wrong in Gazette; see the message."""


class TransientError(GazetteError):
    """It may work the next time: try again."""


class UnavailableError(GazetteError):
    """A backend does not answer: nothing was committed, wait until it is back."""


class ConflictError(UnavailableError):
    """Two changes of the catalogue got in each other's way and one was undone: the same again will do."""


class NoRoomError(UnavailableError):
    """A disk is full: nothing was kept, wait until there is room."""


def is_full(error: OSError) -> bool:
    """Whether a disk, a quota or the size that a file may have is exhausted."""
    return error.errno in {ENOSPC, EDQUOT, EFBIG}


class RejectedError(GazetteError):
    """The file cannot be used as it is; trying again will not help, save where a program is wanted that is not there.

    `code` is a stable word for programs; `args[0]` says it in English, `chinese` in Chinese, both with what to do.
    """

    def __init__(self, code: str, english: str, chinese: str) -> None:
        super().__init__(english)
        self.code, self.chinese = code, chinese

    @property
    def is_for_want(self) -> bool:
        """Whether a program was wanted: where it is installed by now, trying again helps."""
        return self.code.startswith("needs_")

    def __reduce__(self) -> tuple[type["RejectedError"], tuple[str, str, str]]:
        return type(self), (self.code, str(self), self.chinese)


class TooLargeError(RejectedError):
    """The file is above the limit."""


class BusyError(GazetteError):
    """Too much is going on at once: wait a moment and try again."""


class NotFoundError(GazetteError):
    """No such thing is held."""


class QueryError(GazetteError):
    """The query is broken at character `at` (0-based) of what was typed."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class SettingsError(GazetteError):
    """The settings do not fit together or a needed thing is missing; the message names the mend."""


class DeadLetterLimitError(GazetteError):
    """Too many events in a row could not be handled: the role stops instead of burying everything."""


class UndecodableError(GazetteError):
    """An event's bytes are not an event that this version can read."""


class BackupError(GazetteError):
    """A backup is damaged or incomplete, cannot be made there, or cannot be restored here."""
