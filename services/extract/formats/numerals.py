"""Numbers of lists as word processors print them."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS, LEGAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
CIRCLED = (0x2460, 0x3251, 0x32B1)
CIRCLED_BEGIN = (1, 21, 36)
MOST_CIRCLED, MOST_ENCLOSED, MOST_CIRCLED_HAN = 50, 20, 10
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MOST_ROMAN, MOST_COUNTED = 4_000, 10_000
ALPHABET = 26
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def counted(n: int, digits: str = DIGITS, units: tuple[str, ...] = UNITS, zero: str = "零") -> str:
    """一百零五; digits one by one from ten thousand on."""
    if not 0 < n < MOST_COUNTED:
        return spelt(n)
    written = ""
    for at, figure in enumerate(reversed(str(n))):
        if figure != "0":
            written = digits[int(figure)] + units[at] + written
        elif written and not written.startswith(zero):
            written = zero + written
    return written.removeprefix(digits[1]) if 10 <= n < 20 and digits is DIGITS else written  # noqa: PLR2004  十, not 一十


def spelt(n: int) -> str:
    """一〇五."""
    return "".join(DIGITS[int(figure)] for figure in str(abs(n)))


def counting(n: int) -> str:
    """As counted to 99, then digits one by one."""
    return counted(n) if n < 100 else spelt(n)  # noqa: PLR2004


def circled(n: int) -> str:
    """① to ㊿, else plain figures."""
    if not 0 < n <= MOST_CIRCLED:
        return str(n)
    at = sum(n >= begin for begin in CIRCLED_BEGIN) - 1
    return chr(CIRCLED[at] + n - CIRCLED_BEGIN[at])


def roman(n: int) -> str:
    """XIV."""
    written, rest = "", n
    for worth, sign in ROMAN if 0 < n < MOST_ROMAN else ():
        count, rest = divmod(rest, worth)
        written += sign * count
    return written or str(n)


def letters(n: int) -> str:
    """A to Z, AA, BB."""
    return chr(ord("A") + (n - 1) % ALPHABET) * ((n - 1) // ALPHABET + 1) if 0 < n <= ALPHABET * 20 else str(n)


def _enclosed(first: int, most: int) -> Callable[[int], str]:
    return lambda n: chr(first + n - 1) if 0 < n <= most else str(n)


def _of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)] if n > 0 else str(n)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": lambda n: str(n).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda n: str(n).translate(FULL_WIDTH),
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda n: letters(n).lower(),
    "chineseCounting": counting,
    "taiwaneseCounting": counting,
    "ideographDigital": spelt,
    "japaneseDigitalTenThousand": spelt,
    "taiwaneseDigital": spelt,
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "chineseLegalSimplified": lambda n: counted(n, LEGAL_DIGITS, LEGAL_UNITS),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _enclosed(0x2488, MOST_ENCLOSED),
    "decimalEnclosedParen": _enclosed(0x2474, MOST_ENCLOSED),
    "ideographEnclosedCircle": _enclosed(0x3280, MOST_CIRCLED_HAN),
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "none": lambda _: "",
}


def written(n: int, form: str) -> str:
    """A number in a form of FORMATS; in plain figures where the form is another."""
    return FORMATS.get(form, str)(n)
