"""The one tokenisation: each Han character is a token, and so is each run of other letters and digits.

Everything is folded one character to one, so that offsets in folded text are offsets in the text itself.
"""

import re
import unicodedata
from collections.abc import Iterable

import regex

LONGEST_TOKEN = 64
"""Letters. A longer run becomes several tokens: engines drop or refuse what is far longer."""

HAN = r"\p{Han}"
LETTER = r"[[\p{L}\p{N}]--\p{Han}]"
TOKEN = regex.compile(rf"{HAN}|{LETTER}{{1,{LONGEST_TOKEN}}}", regex.V1)
ENGINE_PATTERN = rf"\p{{Han}}|[\p{{L}}\p{{N}}&&[^\p{{Han}}]]{{1,{LONGEST_TOKEN}}}"
"""`TOKEN` as Rust writes it, for folded text."""

FULL_WIDTH = 0xFEE0
FIRST_PLANE = range(0x10000)
"""Folding ends here: `re` has no quick way to look for rarer letters, and none has a second form in gazettes."""
SEVERAL_FORMS = r"[\p{Lu}\p{Lt}\p{Nl}\p{So}\u3000\uFF01-\uFF5E\uF900-\uFAFF]"


def _fold_one(letter: str) -> str:
    """Lower case; half width for full-width ASCII; the plain ideograph for a radical or compatibility form."""
    if "\uff01" <= letter <= "\uff5e":
        return chr(ord(letter) - FULL_WIDTH).lower()
    if letter == "\u3000":
        return " "
    compatible = unicodedata.normalize("NFKC", letter) if regex.match(HAN, letter) else letter
    plain = compatible if len(compatible) == 1 else letter
    return plain.lower() if len(plain.lower()) == 1 else plain


def _foldings() -> dict[str, str]:
    letters = regex.findall(SEVERAL_FORMS, "".join(map(chr, FIRST_PLANE)))
    pairs = ((letter, _fold_one(letter)) for letter in letters)
    return {letter: folded for letter, folded in pairs if letter != folded}


def _forms(foldings: dict[str, str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for letter, folded in foldings.items():
        forms[folded] = forms.get(folded, folded) + letter
    return forms


FOLDINGS = _foldings()
FORMS = _forms(FOLDINGS)
"""Each folded letter that has other printed forms, with all of them: `a` has `aAＡａ`."""

FOLDABLE = re.compile(f"[{''.join(map(re.escape, FOLDINGS))}]")


def fold(text: str) -> str:
    """The text in lower case and half width, of the same length."""
    return FOLDABLE.sub(lambda match: FOLDINGS[match[0]], text)


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text, folded, in order."""
    return tuple(TOKEN.findall(fold(text)))


def pattern(phrase: Iterable[str]) -> str:
    """A regular expression (package `regex`, V1) that finds these tokens in a row in text as printed.

    Whatever separates tokens may stand between them, in any amount; its time is linear in the text.
    """
    return r"[^\p{L}\p{N}\p{Han}]*+".join(map(_token_pattern, phrase))


def _token_pattern(token: str) -> str:
    first, *rest = (_any_form(letter) for letter in token)
    if regex.fullmatch(HAN, token):
        return first
    return f"{first}(?<!{LETTER}{first}){''.join(rest)}(?!{LETTER})"


def _any_form(letter: str) -> str:
    return f"[{FORMS[letter]}]" if letter in FORMS else letter
