"""Automatic numbers of a word processor's lists, counted as it counts them."""

import re
from dataclasses import dataclass, replace

from services.extract.formats.docx_styles import Styles
from services.extract.formats.elements import Element, child, children, number, value
from services.extract.formats.numerals import written

PLACE = re.compile("%([1-9])")
PRIVATE = re.compile("[\ue000-\uf8ff]")
BULLET = "•"
LEVELS = 9
GLUED = tuple("、.．)）】〕:：。")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level; it begins anew after a number on one of the first `restart` levels (0: never)."""

    form: str
    text: str
    start: int
    restart: int
    legal: bool
    glued: bool


@dataclass(frozen=True, slots=True)
class _List:
    """One list; `counts` are shared by all lists of one definition."""

    levels: dict[int, _Level]
    counts: dict[int, int]

    def count(self, level: int) -> None:
        """One more paragraph on a level; deeper ones begin anew."""
        for at in range(level):
            self.counts.setdefault(at, self.levels[at].start if at in self.levels else 1)
        self.counts[level] = self.counts[level] + 1 if level in self.counts else self.levels[level].start
        for at, deeper in self.levels.items():
            if at > level and level < deeper.restart:
                self.counts.pop(at, None)

    def printed(self, level: int) -> str:
        """The number of the last paragraph counted, and what stands between it and the text."""
        own = self.levels[level]
        if own.form == "bullet":
            return (PRIVATE.sub(BULLET, own.text) or BULLET) + " "
        label = PLACE.sub(lambda place: self._figure(int(place[1]) - 1, own.legal), own.text)
        return label if not label or own.glued or label.endswith(GLUED) else label + " "

    def _figure(self, level: int, legal: bool) -> str:
        form = self.levels[level].form if level in self.levels and not legal else "decimal"
        return written(self.counts.get(level, 1), form)


class Numbering:
    """The lists of a document (`root` of its numbering part, if it has one) and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions = {value(item, "abstractNumId") or "": item for item in children(root, "abstractNum")}
        self._instances = {value(item, "numId") or "": item for item in children(root, "num")}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._owners = {
            value(child(level, "pStyle"), "val"): number(value(level, "ilvl"), 0)
            for item in self._definitions.values()
            for level in children(item, "lvl")
        }

    def label(self, paragraph: Element) -> str:
        """The number before this paragraph, which comes next in reading order; "" where it has none."""
        instance, level = self._list_of(paragraph)
        found = self._opened(instance) if instance in self._instances else None
        if found is None or level not in found.levels:
            return ""
        found.count(level)
        return found.printed(level)

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        direct = child(paragraph, "pPr", "numPr")
        style = self._styles.of(paragraph)
        inherited = self._styles.numbering(style)
        instance = value(child(direct, "numId"), "val") or value(child(inherited, "numId"), "val") or ""
        level = value(child(direct, "ilvl"), "val")
        if direct is not None or level is not None:
            return instance, number(level, 0)
        owned = next((self._owners[name] for name in self._styles.chain(style) if name in self._owners), 0)
        return instance, number(value(child(inherited, "ilvl"), "val"), owned)

    def _opened(self, instance: str) -> _List:
        if instance not in self._lists:
            self._lists[instance] = self._begun(self._instances[instance])
        return self._lists[instance]

    def _begun(self, element: Element) -> _List:
        name = self._linked(value(child(element, "abstractNumId"), "val") or "")
        counts = self._counts.setdefault(name, {})
        levels = dict(map(_level, children(self._definitions.get(name), "lvl")))
        for override in children(element, "lvlOverride"):
            levels |= dict(map(_level, children(override, "lvl")))
            at, start = number(value(override, "ilvl"), 0), value(child(override, "startOverride"), "val")
            if start is not None and at in levels:
                levels[at] = replace(levels[at], start=number(start, 1))
                counts.pop(at, None)
        return _List({at: level for at, level in levels.items() if 0 <= at < LEVELS}, counts)

    def _linked(self, name: str) -> str:
        """The definition that a definition refers to by the name of a list style."""
        style = value(child(self._definitions.get(name), "numStyleLink"), "val")
        if style is None:
            return name
        owners = (key for key, item in self._definitions.items() if value(child(item, "styleLink"), "val") == style)
        return next(owners, name)


def _level(element: Element) -> tuple[int, _Level]:
    at = number(value(element, "ilvl"), 0)
    form = child(element, "numFmt")
    if form is None:
        form = child(element, "AlternateContent", "Fallback", "numFmt")
    return at, _Level(
        form=value(form, "val") or "decimal",
        text=value(child(element, "lvlText"), "val") or "",
        start=number(value(child(element, "start"), "val"), 1),
        restart=number(value(child(element, "lvlRestart"), "val"), at),
        legal=child(element, "isLgl") is not None,
        glued=value(child(element, "suff"), "val") == "nothing",
    )
