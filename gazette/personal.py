"""Personal data in a text: mobile and identity numbers, bank accounts, private addresses. Found as spans; pure.

Document numbers, amounts, dates and the telephones of offices (landlines) are not personal data. All patterns are
bounded, so that time is linear in the text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from operator import is_
from typing import TypeVar

MASK = "●"
BEFORE, AFTER = 18, 4

FREE = r"(?<![\dA-Za-z_])(?<!\d[.\-])"
ENDS = r"(?![\dA-Za-z])(?!\.\d)(?!-\d)"
HEAD = "[1１][3-9３-９]"
MOBILE = re.compile(rf"{FREE}(?:(?:\+|00)?86[ -]?)?(?:{HEAD}\d{{9}}|{HEAD}\d([ -])\d{{4}}\1\d{{4}}){ENDS}")
IDENTITY = re.compile(rf"{FREE}[1-9１-９]\d{{5}} ?(?:\d{{8}} ?\d{{3}}[\dXxＸｘ]|\d{{9}}){ENDS}")
CARD = re.compile(rf"{FREE}[6６][2２]\d{{2}} ?\d{{4}} ?\d{{4}} ?\d{{4}}(?: ?\d{{1,3}})?{ENDS}")
DIGITS = re.compile(rf"{FREE}\d(?:[ -]?[\dXxＸｘ]){{8,24}}(?![\dA-Za-z])")
LIKELY = re.compile(r"\d[\d +\-]{9}|址|住")

UNIT = re.compile(
    r"[万亿千百十元吨亩米斤克升瓦度件套台辆个株棵头只%％‰℃期章]|号(?!码)|平方|立方|公[里斤顷]| ?[万亿]?美?元"
)
AMOUNT = re.compile(r"[¥￥$€]\s*$")
OTHER_LABEL = (
    r"代码|编码|编号|注册号|登记号|许可证号?|证书号?|备案号?|受理号|流水号|合同号|订单号|批号|条形?码|序列号|档案号|案号|文号|索引号|批准号|执照号?"
    r"|金额|资金|总额|合计|共计|总计|投资|面积|产值|产量|数量|总量|价格?|预算|决算|收入|支出|经费"
)
IDENTITY_LABEL = r"身份证(?:件)?(?:号码?)?|公民身份(?:证)?号码?|证件号码?"
ACCOUNT_LABEL = r"账号|帐号|(?:银行)?卡号|银行[账帐]户|[账帐]户号码?|(?:收款|银行)[账帐]号"
PHONE_LABEL = r"电话|手机|联系方式|移动|微信|Tel|TEL|tel"
JOIN = r"(?:为|是|[（(][^）)\d]{0,10}[）)])?[\s：:]{0,3}$"
OTHER = re.compile(rf"(?:{OTHER_LABEL}){JOIN}")
IDENTITY_SAID = re.compile(rf"(?:{IDENTITY_LABEL}){JOIN}")
ACCOUNT_SAID = re.compile(rf"(?:{ACCOUNT_LABEL}){JOIN}")
PHONE_SAID = re.compile(rf"(?:{PHONE_LABEL})[^\d\n]{{0,8}}$")

HOME = r"家庭(?:住址|地址)|(?:现|常)?住址|现居住?地址?|居住地址?|户籍(?:所在)?地址?|户籍住址|户口所在地"
ADDRESS_SAID = re.compile(rf"(?:{HOME})[：:][ 　]?([^\s，。；、,;：:]{{4,60}})")
LIVES = re.compile(
    r"[男女][，,][^。；;\n]{0,60}[，,](?:现|户籍地)?住(?!所|房|宅|院|建|户)[址在]?([^\s，。；,;：:]{5,60})"
)
PLACE = re.compile(r"[省市区县旗镇乡村街路巷弄号栋幢楼室组队里园屯庄]")

PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
"""First two digits of an identity number: GB/T 2260, complete."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LONG_IDENTITY, SHORT_IDENTITY = 18, 15
OLDEST = 1890

Value = TypeVar("Value")


class Kind(StrEnum):
    """What a span holds."""

    MOBILE = "mobile"
    IDENTITY = "identity"
    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is personal data."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> list[Span]:
    """Personal data in one paragraph or cell, sorted, none over another."""
    if not LIKELY.search(text):
        return []
    found = [*_identities(text), *_accounts(text), *_mobiles(text), *_addresses(text)]
    return _apart(sorted(found, key=lambda span: (span.start, -span.end)))


def masked(text: str, spans: Sequence[Span] | None = None) -> str:
    """The text with a ● for each character of its personal data that is no white space; as long as before."""
    parts, at = [], 0
    for span in find(text) if spans is None else spans:
        hidden = "".join(c if c.isspace() else MASK for c in text[span.start : span.end])
        parts += [text[at : span.start], hidden]
        at = span.end
    return "".join(parts) + text[at:] if parts else text


def veiled(value: Value) -> Value:
    """The same value with all its texts masked: strings, sequences, mappings (their values) and dataclasses."""
    return _veiled(value)  # type: ignore[return-value]


def is_identity(digits: str) -> bool:
    """Whether 15 or 18 characters are built as an identity number: province, birthday and, of 18, the check."""
    day = digits[6:14] if len(digits) == LONG_IDENTITY else f"19{digits[6:12]}"
    if len(digits) not in {LONG_IDENTITY, SHORT_IDENTITY} or int(digits[:2]) not in PROVINCES or not _is_day(day):
        return False
    return len(digits) == SHORT_IDENTITY or digits[-1] == check_digit(digits[:-1])


def check_digit(body: str) -> str:
    """The last character of an identity number with these 17 digits (GB 11643-1999)."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def is_card(digits: str) -> bool:
    """Whether the digits of a bank card add up (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + order % 2) for order, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004


def _mobiles(text: str) -> Iterator[Span]:
    for match in MOBILE.finditer(text):
        before = text[max(0, match.start() - BEFORE) : match.start()]
        if not _counts(text, match, before) and (match[1] is None or _is_grouped(match, before)):
            yield Span(match.start(), match.end(), Kind.MOBILE)


def _is_grouped(match: re.Match[str], before: str) -> bool:
    """138-1234-5678; with spaces, or with what may be years, only where a telephone is announced."""
    groups = re.split(r"[ -]", match[0])[-2:]
    years = any(group[:2] in {"19", "20"} for group in groups)
    return bool(PHONE_SAID.search(before)) or (match[1] == "-" and not years)


def _identities(text: str) -> Iterator[Span]:
    for match in IDENTITY.finditer(text):
        digits = _plain(match[0])
        before = text[max(0, match.start() - BEFORE) : match.start()]
        said = IDENTITY_SAID.search(before)
        if said or (is_identity(digits) and not (len(digits) == SHORT_IDENTITY and _counts(text, match, before))):
            yield Span(match.start(), match.end(), Kind.IDENTITY)


def _accounts(text: str) -> Iterator[Span]:
    for match in DIGITS.finditer(text):
        before = text[max(0, match.start() - BEFORE) : match.start()]
        if ACCOUNT_SAID.search(before) and not UNIT.match(text, match.end()):
            yield Span(match.start(), match.end(), Kind.ACCOUNT)
    for match in CARD.finditer(text):
        before = text[max(0, match.start() - BEFORE) : match.start()]
        if is_card(_plain(match[0])) and not _counts(text, match, before):
            yield Span(match.start(), match.end(), Kind.ACCOUNT)


def _addresses(text: str) -> Iterator[Span]:
    for pattern in (ADDRESS_SAID, LIVES):
        for match in pattern.finditer(text):
            if PLACE.search(match[1]):
                yield Span(match.start(1), match.end(1), Kind.ADDRESS)


def _counts(text: str, match: re.Match[str], before: str) -> bool:
    """Whether the number is an amount or a code, as what stands around it says."""
    return bool(UNIT.match(text, match.end()) or AMOUNT.search(before) or OTHER.search(before))


def _plain(text: str) -> str:
    """Digits as 0 to 9, a final x as X, without what groups them."""
    return "".join(str(int(c)) if c.isdecimal() else "X" for c in text if c not in " -")


def _is_day(digits: str) -> bool:
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").year >= OLDEST
    except ValueError:
        return False


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _veiled(value: object) -> object:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, tuple | list):
        several = [_veiled(one) for one in value]
        return value if all(map(is_, value, several)) else type(value)(several)
    if isinstance(value, Mapping):
        mapped = {key: _veiled(one) for key, one in value.items()}
        return value if all(mapped[key] is one for key, one in value.items()) else mapped
    if is_dataclass(value) and not isinstance(value, type):
        now = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: hidden for name, one in now.items() if (hidden := _veiled(one)) is not one}
        return replace(value, **changed) if changed else value
    return value
