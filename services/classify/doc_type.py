"""文种 of a document, and the instrument: what it promulgates or what the text itself is."""

import re

from gazette.han import simplified
from gazette.model import DOC_TYPES, Document

ORDER = "命令（令）"
LETTER = "函"

NOISE = re.compile(r"[\s#*\u200b-\u200f\ufeff]+")
BRACKETS = str.maketrans("()〈〉", "（）《》")
REMARK = re.compile(r"(?:（[^（）]*）|〔[^〔〕]*〕|\[[^\[\]]*\])$")
QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
TRAILING = "。．.，、；：:"

WORDS = "|".join(name for name in DOC_TYPES if name != ORDER)
LAST_WORD = re.compile(rf"(?:{WORDS})$")
EARLIER_WORD = re.compile(rf"关于.*的(?P<word>{WORDS})[^的]{{1,16}}$")
ORDER_END = re.compile(r"(?:命令|(?<![司法夏时指口条律])令)(?:第?\d+号)?$")
ORDER_NUMBER = re.compile(r"令(?:第|\d|[〔（\[])")
SPEECH = re.compile(r"^(?!.*关于).*工作报告$")

QUALIFIERS = "实施|工作|行动|管理|指导|暂行|总体|专项|应急|补充|年度"
BASES = (
    "规划|纲要|计划|方案|办法|规定|细则|规则|条例|要点|预案|清单|目录|名录|名单|标准|指南|指引|意见|措施|制度|章程|准则|规程|规范|导则|"
    "通则|总则|公约|分工|政策|程序|流程|要求|倡议书|责任书|承诺书|协议|协定|报告|决定|决议|说明|解读|台账"
)
INSTRUMENT = re.compile(rf"(?:{QUALIFIERS})?(?:{BASES})$")
PROMULGATES = re.compile(r"印发|发布|公布|颁布|颁发|下发|批转|转发|施行")


def bare(title: str) -> str:
    """A title without white space, markdown marks and closing remarks in brackets; brackets are full-width."""
    text = simplified(NOISE.sub("", title)).translate(BRACKETS).rstrip(TRAILING)
    while (shorter := REMARK.sub("", text).rstrip(TRAILING)) not in {"", text}:
        text = shorter
    return text


def unquoted(text: str) -> str:
    """A bare title without what stands in 《》; its inside where there is nothing else."""
    return (QUOTED.sub("", text) or text).strip("《》")


def is_speech(title: str) -> bool:
    """Whether this is a report made to a congress, such as a 政府工作报告, which is no 公文."""
    return bool(SPEECH.search(bare(title)))


def doc_type(title: str, doc_number: str | None = None) -> str | None:
    """One of DOC_TYPES: the word that ends the title; failing that what the number says; else None."""
    text, number = unquoted(bare(title)), doc_number or ""
    if is_speech(text):
        return None
    if ORDER_END.search(text):
        return ORDER
    if text.endswith("答复"):
        return LETTER if LETTER in number else None
    return _last_word(text, number) or (ORDER if ORDER_NUMBER.search(number) else None)


def _last_word(text: str, number: str) -> str | None:
    if found := LAST_WORD.search(text):
        yearbook = found[0] == "报告" and "关于" not in text and not number
        return None if yearbook else found[0]
    earlier = None if INSTRUMENT.search(text) else EARLIER_WORD.search(text)
    return earlier["word"] if earlier else None


def instrument(document: Document) -> str | None:
    """规划, 管理办法, 行动方案 …: what is promulgated, else what the text is where that is more than its 文种."""
    text = bare(document.title)
    if is_speech(text):
        return "政府工作报告" if text.endswith("政府工作报告") else "工作报告"
    promulgated = _promulgated(text)
    if promulgated is not None:
        return _ending(promulgated) or _of_enclosure(document)
    if ORDER_END.search(unquoted(text)):
        return _of_enclosure(document)
    own = _ending(unquoted(text))
    return None if own in DOC_TYPES else own


def _promulgated(text: str) -> str | None:
    """What a title says is printed with it: the last 《…》 behind 印发 and the like, else the words before 的通知."""
    verb = PROMULGATES.search(QUOTED.sub(lambda quoted: "》" * len(quoted[0]), text))
    if not verb:
        return None
    rest = text[verb.end() :]
    if quoted := QUOTED.findall(rest):
        return str(quoted[-1])[1:-1]
    return re.sub(r"的[^的]{1,6}$", "", rest).strip("《》")


def _ending(name: str) -> str | None:
    found = INSTRUMENT.search(bare(name))
    return found[0] if found else None


def _of_enclosure(document: Document) -> str | None:
    return next((_ending(enclosure.title) for enclosure in document.enclosures if enclosure.label is None), None)
