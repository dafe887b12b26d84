"""What pages of an OFD file use by number: fonts, pictures, colours, styles of drawing."""

from collections.abc import Iterator
from contextlib import suppress

from gazette.errors import RejectedError
from services.extract.formats.elements import Element, child, value
from services.extract.formats.ofd_document import ROOT, Document
from services.extract.formats.package import path

LONGEST_CHAIN = 8


class Resources:
    """The resources of a page; parts of them that are lost or damaged are left out."""

    def __init__(self, document: Document, page: Element) -> None:
        self._package = document.package
        self._found: dict[tuple[str, str | None], tuple[Element, str, str]] = {}
        for part in document.resources_of(page):
            with suppress(RejectedError):
                self._take(part)

    def element(self, kind: str, name: str | None) -> Element | None:
        """The resource of a kind with this ID."""
        found = self._found.get((kind, name))
        return found[0] if found else None

    def file(self, kind: str, name: str | None, key: str) -> bytes | None:
        """The file that a resource names in its element `key`."""
        if (kind, name) not in self._found:
            return None
        element, part, folder = self._found[kind, name]
        named = child(element, key)
        place = ((named.text if named is not None else None) or "").strip()
        for base in (path(part, f"{folder}/x"), part, ROOT):
            if place and path(base, place) in self._package:
                with suppress(RejectedError):
                    return self._package.read(path(base, place))
        return None

    def styles(self, *elements: Element) -> Iterator[Element]:
        """Elements, each with the styles that it refers to, in the order in which they count."""
        for element in elements:
            yield element
            name = value(element, "DrawParam")
            for _ in range(LONGEST_CHAIN):
                style = self.element("DrawParam", name)
                if style is None:
                    break
                yield style
                name = value(style, "Relative")

    def _take(self, part: str) -> None:
        root = self._package.xml(part)
        folder = value(root, "BaseLoc") or "."
        for group in root:
            for item in group:
                tag = item.tag
                if isinstance(tag, str):
                    self._found[tag.rpartition("}")[2], value(item, "ID")] = item, part, folder
