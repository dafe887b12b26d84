"""What styles of a word processor say of paragraphs and runs, as far as it shows in the text."""

from collections.abc import Iterator

from services.extract.formats.elements import Element, child, children, value

OFF = ("0", "false", "off")
LEADERS = ("dot", "middleDot", "hyphen")
LONGEST_CHAIN = 50


class Styles:
    """The styles of a document (`root` of its styles part, if it has one)."""

    def __init__(self, root: Element | None) -> None:
        styles = children(root, "style")
        self._styles = {value(style, "styleId") or "": style for style in styles}
        defaults = (s for s in styles if value(s, "type") == "paragraph" and value(s, "default") not in (None, *OFF))
        self._default = value(next(defaults, None), "styleId") or ""

    def of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value(child(paragraph, "pPr", "pStyle"), "val") or self._default

    def chain(self, style: str) -> Iterator[str]:
        """A style and those that it is based on."""
        name: str | None = style
        for _ in range(LONGEST_CHAIN):
            if name not in self._styles:
                return
            yield name
            name = value(child(self._styles[name], "basedOn"), "val")

    def numbering(self, style: str) -> Element | None:
        """The nearest `numPr`."""
        found = (child(self._styles[name], "pPr", "numPr") for name in self.chain(style))
        return next((element for element in found if element is not None), None)

    def leads(self, paragraph: Element) -> bool:
        """Whether tabs of this paragraph are drawn as dots, as on a page of contents."""
        owners = [paragraph, *(self._styles[name] for name in self.chain(self.of(paragraph)))]
        return any(value(tab, "leader") in LEADERS for owner in owners for tab in children(_tabs(owner), "tab"))

    def hides(self, run: Element, paragraph_style: str) -> bool:
        """Whether a run is hidden text."""
        properties = child(run, "rPr")
        direct = child(properties, "vanish")
        if direct is not None:
            return is_on(direct)
        names = [*self.chain(value(child(properties, "rStyle"), "val") or ""), *self.chain(paragraph_style)]
        found = (child(self._styles[name], "rPr", "vanish") for name in names)
        return next((is_on(element) for element in found if element is not None), False)


def is_on(toggle: Element) -> bool:
    """A property that is there is on, unless it says otherwise."""
    return value(toggle, "val") not in OFF


def _tabs(owner: Element) -> Element | None:
    return child(owner, "pPr", "tabs")
