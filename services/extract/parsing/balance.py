"""The balance sheet: every line of the text of record belongs to exactly one stretch."""

from collections.abc import Iterable, Sequence

from gazette.model import Balance, Stretch

PARTS = ("cover", "contents", "document", "remainder")


def balance(total: int, known: Iterable[Stretch]) -> Balance:
    """Stretches in order over lines 1 to `total`; what nobody claims is a remainder."""
    stretches = list(_filled(total, sorted(known, key=lambda s: s.start_line)))
    sizes = {part: sum(s.end_line - s.start_line + 1 for s in stretches if s.part == part) for part in PARTS}
    return Balance(total, sizes["cover"], sizes["contents"], sizes["document"], sizes["remainder"], tuple(stretches))


def _filled(total: int, known: Sequence[Stretch]) -> Iterable[Stretch]:
    at = 1
    for stretch in known:
        if stretch.start_line > at:
            yield Stretch(at, stretch.start_line - 1, "remainder", "unclaimed")
        yield stretch
        at = stretch.end_line + 1
    if at <= total:
        yield Stretch(at, total, "remainder", "unclaimed")
