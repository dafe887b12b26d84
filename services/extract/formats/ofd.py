"""OFD, the Chinese standard of fixed layout (GB/T 33190): pages of placed characters, read as lines."""

from collections.abc import Iterator

from services.extract.formats.elements import Element, child, children, value
from services.extract.formats.furniture import set_apart
from services.extract.formats.ofd_objects import POINTS, Objects, box, objects
from services.extract.formats.package import Package, path
from services.extract.formats.pages import Page, compose
from services.extract.formats.reading_order import Sheet, lines, usual_gutter
from services.extract.formats.refused import encrypted, too_many_pages
from services.extract.formats.source import Source
from services.extract.limits import USUAL, Limits

MEDIA_TYPE = "application/ofd"
ROOT = "/OFD.xml"
A4 = (210.0 * POINTS, 297.0 * POINTS)
SAMPLE = 24


def read(data: bytes, limits: Limits = USUAL) -> Source:
    """Read a file. RejectedError `damaged`, `encrypted`, `too_deep`, `too_large_expanded`, `too_many_pages`."""
    package = Package(data, limits)
    if any(name.rpartition("/")[2].startswith(("encrypt", "decrypt")) for name in package.names):
        raise encrypted()
    documents = [_Document(package, part) for part in _parts(package)]
    leaves = [(document, leaf) for document in documents for leaf in document.leaves]
    if len(leaves) > limits.pages:
        raise too_many_pages(len(leaves), limits.pages)
    gutter = usual_gutter(document.sheet(leaf) for document, leaf in leaves[:: max(1, len(leaves) // SAMPLE)])
    pages = [document.page(leaf, number, gutter) for number, (document, leaf) in enumerate(leaves, 1)]
    turned = sum(document.turned for document in documents)
    notes = (f"有 {turned} 个字符不是横排正立（水印或旋转的文字），未读取。",) if turned else ()
    return compose(set_apart(pages), MEDIA_TYPE, notes)


def _parts(package: Package) -> Iterator[str]:
    for body in children(package.xml(ROOT), "DocBody"):
        root = child(body, "DocRoot")
        if root is not None and root.text:
            yield path(ROOT, root.text.strip())


class _Document:
    """One document of a package; most packages hold one."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        root = package.xml(part)
        common = child(root, "CommonData")
        self._size = _size(child(common, "PageArea"), A4)
        self._templates = {value(item, "ID"): item for item in children(common, "TemplatePage")}
        self._shown: dict[str | None, Objects] = {}
        self.leaves = children(child(root, "Pages"), "Page")
        self.turned = 0

    def sheet(self, leaf: Element) -> Sheet:
        """What stands on a page itself."""
        root = self._content(leaf)
        shown = objects(root)
        return Sheet(shown.glyphs, shown.rules, self._size_of(root)[0])

    def page(self, leaf: Element, number: int, gutter: float | None) -> Page:
        """One page; what comes from a template is furniture, save where there is no other page."""
        root = self._content(leaf)
        width, height = self._size_of(root)
        shown = objects(root)
        self.turned += shown.turned
        backgrounds = [self._template(value(item, "TemplateID")) for item in children(root, "Template")]
        printed = [glyph for background in backgrounds for glyph in background.glyphs]
        if len(self.leaves) == 1:
            return Page(number, width, height, lines(Sheet([*printed, *shown.glyphs], shown.rules, width)))
        text = lines(Sheet(shown.glyphs, shown.rules, width), gutter)
        return Page(number, width, height, text, lines(Sheet(printed, (), width)))

    def _size_of(self, page: Element) -> tuple[float, float]:
        return _size(child(page, "Area"), self._size)

    def _template(self, name: str | None) -> Objects:
        if name not in self._shown:
            found = self._templates.get(name)
            self._shown[name] = objects(self._content(found)) if found is not None else Objects((), ())
        return self._shown[name]

    def _content(self, item: Element) -> Element:
        place = (value(item, "BaseLoc") or "").strip()
        beside = path(self._part, place)
        return self._package.xml(beside if beside in self._package else path(ROOT, place))


def _size(area: Element | None, otherwise: tuple[float, float]) -> tuple[float, float]:
    physical = child(area, "PhysicalBox")
    _, _, width, height = box(physical.text if physical is not None else None)
    return (width * POINTS, height * POINTS) if width > 0 and height > 0 else otherwise
