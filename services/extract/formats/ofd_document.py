"""OFD packages (GB/T 33190) as documents: where the parts of their pages lie, and how large the pages are."""

from collections.abc import Iterator

from services.extract.formats.elements import Element, child, children, value
from services.extract.formats.ofd_objects import POINTS, box, is_visible
from services.extract.formats.package import Package, path
from services.extract.formats.refused import encrypted

ROOT = "/OFD.xml"
A4 = (210.0 * POINTS, 297.0 * POINTS)


def documents(package: Package) -> list["Document"]:
    """All documents of a package; most hold one. RejectedError `damaged`, `encrypted`, and what of reading parts."""
    if any(name.rpartition("/")[2].startswith(("encrypt", "decrypt")) for name in package.names):
        raise encrypted()
    return [Document(package, part) for part in _parts(package)]


def _parts(package: Package) -> Iterator[str]:
    for body in children(package.xml(ROOT), "DocBody"):
        root = child(body, "DocRoot")
        if root is not None and root.text:
            yield path(ROOT, root.text.strip())


class Document:
    """One document of a package: its pages in order, its templates, the parts that hold its resources."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self._part = package, part
        root = package.xml(part)
        common = child(root, "CommonData")
        self._size = _size(child(common, "PageArea"), A4)
        self._templates = {value(item, "ID"): item for item in children(common, "TemplatePage")}
        self.leaves = children(child(root, "Pages"), "Page")
        self._resources = [item for name in ("PublicRes", "DocumentRes") for item in children(common, name)]
        self._annotations = child(root, "Annotations")

    def content(self, item: Element) -> Element:
        """The root of a page or a template."""
        return self.package.xml(self._located(value(item, "BaseLoc")))

    def template(self, name: str | None) -> Element | None:
        """The root of a template."""
        found = self._templates.get(name)
        return self.content(found) if found is not None else None

    def size(self, page: Element) -> tuple[float, float]:
        """Width and height of a page, in points."""
        return _size(child(page, "Area"), self._size)

    def resources_of(self, page: Element) -> list[str]:
        """The parts that hold what a page uses, its own last."""
        return [self._located(item.text) for item in (*self._resources, *children(page, "PageRes"))]

    def appearances(self, leaf: Element) -> Iterator[Element]:
        """How the annotations look that lie on a page."""
        if self._annotations is None:
            return
        part = self._located(self._annotations.text)
        for item in children(self.package.xml(part), "Page"):
            named = child(item, "FileLoc")
            if named is not None and value(item, "PageID") == value(leaf, "ID"):
                beside = path(part, (named.text or "").strip())
                root = self.package.xml(beside if beside in self.package else self._located(named.text))
                for note in filter(is_visible, children(root, "Annot")):
                    yield from children(note, "Appearance")

    def _located(self, place: str | None) -> str:
        place = (place or "").strip()
        beside = path(self._part, place)
        return beside if beside in self.package else path(ROOT, place)


def _size(area: Element | None, otherwise: tuple[float, float]) -> tuple[float, float]:
    physical = child(area, "PhysicalBox")
    _, _, width, height = box(physical.text if physical is not None else None)
    return (width * POINTS, height * POINTS) if width > 0 and height > 0 else otherwise
