"""The lexicon: which words point at which theme, and finding them in a text."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add
from typing import Any

PREFIX = 2
IN_TITLES = ("certain", "title")
STRENGTHS = (*IN_TITLES, "sure", "words", "faint")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word and what it points at; a neutral word weighs 0 and points at nothing."""

    word: str
    weight: float
    theme: str = ""
    subclass: str | None = None
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries by word, and words by their first two characters, the longest first."""

    entries: Mapping[str, Entry]
    prefixes: Mapping[str, Sequence[str]]

    def find(self, text: str) -> Counter[str]:
        """How often each word stands in the text; the longest wins at its place and the search goes on behind it."""
        found: Counter[str] = Counter()
        end = 0
        for at in [at for at, pair in enumerate(map(add, text, text[1:])) if pair in self.prefixes]:
            if at < end:
                continue
            for word in self.prefixes[text[at : at + PREFIX]]:
                if text.startswith(word, at):
                    found[word] += 1
                    end = at + len(word)
                    break
        return found


@dataclass(frozen=True, slots=True)
class Scoring:
    """How words become topics; the lexicon explains each figure."""

    title_share: float
    title_weight: float
    threshold: float
    part_of_first: float
    most: int
    subclass_share: float
    kept_words: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Themes with their subclasses, and the words that count in a title and in a body."""

    themes: Mapping[str, Sequence[str]]
    scoring: Scoring
    title: Vocabulary
    body: Vocabulary


@cache
def lexicon() -> Lexicon:
    """The lexicon of this version."""
    return read((files("services.classify") / "lexicon.toml").read_text(encoding="utf-8"))


def read(source: str) -> Lexicon:
    """A lexicon from its TOML. ValueError where a word stands twice or has fewer than two characters."""
    data = tomllib.loads(source)
    entries = list(_entries(data))
    counts = Counter((entry.word, entry.title_only) for entry in entries)
    wrong = [word for (word, _), count in counts.items() if count > 1 or len(word) < PREFIX]
    if wrong:
        raise ValueError(f"twice in the lexicon, or shorter than two characters: {' '.join(wrong)}")
    everywhere = [entry for entry in entries if not entry.title_only]
    titles = [entry for entry in entries if entry.title_only]
    themes = {theme["name"]: tuple(sub["name"] for sub in theme.get("subclasses", ())) for theme in data["classes"]}
    return Lexicon(themes, Scoring(**data["scoring"]), _vocabulary([*everywhere, *titles]), _vocabulary(everywhere))


def _entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    for words in data["neutral"].values():
        yield from (Entry(word, 0.0) for word in words.split())
    for theme in data["classes"]:
        yield from _words(theme, data["weights"], theme["name"], None)
        for subclass in theme.get("subclasses", ()):
            yield from _words(subclass, data["weights"], theme["name"], subclass["name"])


def _words(table: Mapping[str, str], weights: Mapping[str, float], theme: str, subclass: str | None) -> Iterator[Entry]:
    for strength in STRENGTHS:
        for word in table.get(strength, "").split():
            yield Entry(word, weights[strength], theme, subclass, strength in IN_TITLES)


def _vocabulary(entries: Iterable[Entry]) -> Vocabulary:
    by_word = {entry.word: entry for entry in entries}
    prefixes: dict[str, list[str]] = defaultdict(list)
    for word in sorted(by_word, key=len, reverse=True):
        prefixes[word[:PREFIX]].append(word)
    return Vocabulary(by_word, prefixes)
