"""Days that a sentence names: when it takes effect, and the last day of a time limit."""

import calendar
import re
from datetime import date

from services.extract.parsing import shapes

FROM = re.compile(r"自\s{0,3}(\d{4})\s{0,3}年\s{0,3}(\d{1,2})\s{0,3}月\s{0,3}(\d{1,2})\s{0,3}日\s{0,3}起")
FROM_ISSUE = re.compile(
    r"自[^。，；]{0,12}(?:发布|公布|印发|颁布|下发|发文|签发|通过)之日起(?!\s{0,3}(?:\d|[一二三四五六七八九十])+)"
)


def since(clause: str, issued: str | None) -> str | None:
    """The day from which a sentence has effect, where it names one or says 自本…之日起."""
    named = FROM.search(clause)
    if named is not None:
        return shapes.iso(named[1], named[2], named[3])
    return issued if FROM_ISSUE.search(clause) else None


def end_of_month(year: int, month: int) -> str | None:
    """ISO date of the last day of a month; None where there is no such month."""
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
