"""Where it stands what a text is (办法, 规划 …): in the title, or in that of the text that is printed with it."""

import re
from collections.abc import Iterable, Sequence

from gazette.model import Enclosure, Place, Provenance
from services.extract.parsing.repair import Line
from services.extract.parsing.terms import INSTRUMENTS, TYPES

NAMED, ENCLOSED = 0.95, 0.85
REMARK = r"(?:[（(〔\[][^（()）〔〕\[\]]{1,24}[）)〕\]]){0,3}"
WORDS = f"{INSTRUMENTS}|规程|报告|解读|决定|决议|政策|协议|台账|名录|程序"
PROMULGATED = re.compile(
    rf"(?:印发|发布|公布|颁布|颁发|下发|批转|转发|施行).*?(?P<own>{WORDS})?{REMARK}[》〉]?{REMARK}"
    rf"(?:的(?:{TYPES}))?{REMARK}$"
)
OWN = re.compile(rf"(?:{WORDS}){REMARK}$")
SPEECH = re.compile(rf"^(?!.*关于).*工作报告{REMARK}$")
ORDER = re.compile(rf"令(?:第?\d+号)?{REMARK}$")
KIND = re.compile(rf"(?:{TYPES})(?:第?\d+号)?{REMARK}$")


def instrument(title: str, place: Place, lines: Sequence[Line], enclosures: Iterable[Enclosure]) -> Provenance | None:
    """The place of the title that says what the text is; None where none does."""
    promulgated = PROMULGATED.search(title)
    if promulgated is not None and promulgated["own"]:
        return Provenance(place, NAMED, "title")
    if promulgated is None and (SPEECH.search(title) or not KIND.search(title)):
        return Provenance(place, NAMED, "title") if OWN.search(title) else None
    if promulgated is None and not ORDER.search(title):
        return None
    first = next((one for one in enclosures if one.label is None and OWN.search(one.title)), None)
    line = next((line for line in lines if first and line.first >= first.start_line), None)
    return Provenance(line.place(), ENCLOSED, "enclosure") if line else None
