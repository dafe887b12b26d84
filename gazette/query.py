"""The query language: what is typed becomes a small tree that every engine compiles for itself.

    words           all must match                 通知 任职
    "phrase"        in exactly this order          "任免 职务" or “任免 职务”
    -word           must not match                 -废止
    OR, ( )         either side; groups            (通知 OR 意见) 农业
    field:value     in one field alone             标题:规划 year:2021..2023 cites:京政发〔2021〕5号

Juxtaposition binds closer than OR. Full and half width, kinds of brackets and letter case do not matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gazette import numbers
from gazette.errors import QueryError
from gazette.model import DOC_TYPES
from gazette.tokens import tokens

MOST_TERMS = 64
MOST_LETTERS = 2_000
DEEPEST = 20


class Field(StrEnum):
    """What a term can be restricted to."""

    TITLE = "title"
    NUMBER = "number"
    ISSUER = "issuer"
    TYPE = "type"
    TOPIC = "topic"
    YEAR = "year"
    CITES = "cites"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Phrase:
    """These tokens in a row, in one field; without `field`, in any of title, text, number, issuer and persons.

    `key` is the number key of what was typed, where that is a document number: a document of that number matches too.
    """

    tokens: tuple[str, ...]
    field: Field | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Exact:
    """Exactly this value: a 文种 (TYPE) or the key of a cited number (CITES)."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Years:
    """Issued in these years, both included; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part matches; two or more parts."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part matches; two or more parts."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that `part` does not match."""

    part: "Query"


Query = Phrase | Exact | Years | AllOf | AnyOf | Not


def parse(text: str) -> Query | None:
    """The tree of a typed query; None where nothing is typed. QueryError, with the place, where it is broken."""
    if not text.strip():
        return None
    if len(text) > MOST_LETTERS:
        raise _broken("too_long", MOST_LETTERS)
    found = _Parser(text).whole()
    if found is None:
        raise _broken("no_word", 0)
    return found


def phrases(query: Query | None) -> Iterator[Phrase]:
    """The phrases that a hit may show, from left to right; what is negated is left out."""
    match query:
        case Phrase():
            yield query
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from phrases(part)


FIELD_NAMES = {field.value: field for field in Field} | {
    "标题": Field.TITLE,
    "文号": Field.NUMBER,
    "机关": Field.ISSUER,
    "文种": Field.TYPE,
    "主题": Field.TOPIC,
    "年份": Field.YEAR,
    "引用": Field.CITES,
    "人员": Field.PERSON,
}
TYPE_NAMES = {"".join(tokens(name)): name for name in DOC_TYPES} | dict.fromkeys(("命令", "令"), "命令（令）")

SYNTAX = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "} | dict.fromkeys(map(ord, "“”„‟"), '"')
SPACE = re.compile(r"\s*")
FIELD = re.compile(rf"({'|'.join(FIELD_NAMES)})\s*:\s*", re.IGNORECASE)
OR = re.compile(r'OR(?=[\s()"]|$)')
NEGATION = re.compile(r"-(?=[^\s\-)])")
WORD = re.compile(r'[^\s()"](?:[^\s()"]|\([^\s()"]*\))*')
YEARS = re.compile(r"([0-9]{1,4})?年?(?:(\.\.)([0-9]{1,4})?年?)?")

FAULTS = {
    "too_long": (f"A query has at most {MOST_LETTERS} characters.", f"检索式最多{MOST_LETTERS}个字符。"),
    "too_many": (f"A query has at most {MOST_TERMS} words.", f"检索式最多{MOST_TERMS}个检索词。"),
    "too_deep": (f"Brackets go at most {DEEPEST} deep.", f"括号最多嵌套{DEEPEST}层。"),
    "no_word": ("There is no letter or digit to search for.", "没有可检索的文字或数字。"),
    "open_quote": ("This quotation mark is never closed.", "引号没有成对。"),
    "open_bracket": ("This bracket is never closed.", "左括号没有对应的右括号。"),
    "stray_bracket": ("This bracket was never opened.", "右括号没有对应的左括号。"),
    "empty_bracket": ("There is nothing in these brackets.", "括号内没有内容。"),
    "bare_or": ("OR needs a word on both sides.", "OR 的两边都要有检索词。"),
    "bare_field": ("The field name needs a value after the colon.", "字段名的冒号后面要有内容。"),
    "bad_year": (
        "A year is written as year:2021, 2021..2023, 2021.. or ..2023.",
        "年份应写作 2021、2021..2023、2021.. 或 ..2023。",
    ),
    "backward_years": ("The first year is after the last one.", "起始年份晚于截止年份。"),
    "bad_number": (
        "A full document number is needed, such as 国办发〔2020〕27号.",
        "请写出完整的文号，例如：国办发〔2020〕27号。",
    ),
}


def _broken(fault: str, at: int) -> QueryError:
    return QueryError(" ".join(FAULTS[fault]), at)


def _combined(kind: type[AllOf] | type[AnyOf], parts: list[Query | None]) -> Query | None:
    """Parts without tokens are left out; a single one stands for itself."""
    kept = tuple(part for part in parts if part is not None)
    return kind(kept) if len(kept) > 1 else kept[0] if kept else None


class _Parser:
    """Recursive descent over the characters. A part that holds no token at all is None."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.syntax = text.translate(SYNTAX)
        self.at = self.depth = self.terms = 0

    def whole(self) -> Query | None:
        found = self.any_of(None)
        if self.at < len(self.text):
            raise _broken("stray_bracket", self.at)
        return found

    def any_of(self, field: Field | None) -> Query | None:
        parts, last_or = [self.all_of(field, None)], None
        while self.skips(OR):
            last_or = self.at - len("OR")
            parts.append(self.all_of(field, last_or))
        return _combined(AnyOf, parts)

    def all_of(self, field: Field | None, after_or: int | None) -> Query | None:
        parts: list[Query | None] = []
        while not self.at_end():
            parts.append(self.operand(field))
        if parts:
            return _combined(AllOf, parts)
        if after_or is not None or OR.match(self.syntax, self.at):
            raise _broken("bare_or", self.at if after_or is None else after_or)
        raise _broken("stray_bracket" if self.depth == 0 else "empty_bracket", self.at)

    def at_end(self) -> bool:
        self.skips(SPACE)
        return self.at == len(self.text) or self.syntax[self.at] == ")" or bool(OR.match(self.syntax, self.at))

    def skips(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.syntax, self.at)
        self.at = found.end() if found else self.at
        return found

    def operand(self, field: Field | None) -> Query | None:
        if self.skips(NEGATION):
            negated = self.operand(field)
            return None if negated is None else Not(negated)
        start = self.at
        named = self.skips(FIELD)
        if not named:
            return self.value(field)
        found = None if self.at_end() else self.value(FIELD_NAMES[named[1].lower()])
        if found is None:
            raise _broken("bare_field", start)
        return found

    def value(self, field: Field | None) -> Query | None:
        start = self.at
        match self.syntax[start]:
            case "(":
                return self.group(field)
            case '"':
                return self.term(self.quoted(), start, field)
            case _:
                self.skips(WORD)
                return self.term(self.text[start : self.at], start, field)

    def group(self, field: Field | None) -> Query | None:
        opened, self.depth = self.at, self.depth + 1
        if self.depth > DEEPEST:
            raise _broken("too_deep", opened)
        self.at += 1
        if self.at_end() and self.at == len(self.text):
            raise _broken("open_bracket", opened)
        found = self.any_of(field)
        if self.at == len(self.text):
            raise _broken("open_bracket", opened)
        self.at, self.depth = self.at + 1, self.depth - 1
        return found

    def quoted(self) -> str:
        opened = self.at
        closed = self.syntax.find('"', opened + 1)
        if closed < 0:
            raise _broken("open_quote", opened)
        self.at = closed + 1
        return self.text[opened + 1 : closed]

    def term(self, text: str, start: int, field: Field | None) -> Query | None:
        found = tokens(text)
        if not found:
            return None
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise _broken("too_many", start)
        match field:
            case Field.YEAR:
                return _years(text.translate(SYNTAX).strip(), start)
            case Field.TYPE:
                return Exact(field, TYPE_NAMES.get("".join(found), text.strip()))
            case Field.CITES:
                return Exact(field, _cited_key(text, start))
            case None | Field.NUMBER:
                return Phrase(found, field, numbers.key(text))
        return Phrase(found, field)


def _years(text: str, start: int) -> Years:
    found = YEARS.fullmatch(text)
    if not found or not (found[1] or found[3]):
        raise _broken("bad_year", start)
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else None if found[2] else first
    if first is not None and last is not None and last < first:
        raise _broken("backward_years", start)
    return Years(first, last)


def _cited_key(text: str, start: int) -> str:
    key = numbers.key(text)
    if key is None:
        raise _broken("bad_number", start)
    return key
