"""OFD, the Chinese standard of fixed layout (GB/T 33190): pages of placed characters, read as lines."""

from services.extract.formats.elements import Element, children, value
from services.extract.formats.furniture import set_apart
from services.extract.formats.ofd_document import Document, documents
from services.extract.formats.ofd_objects import Objects, objects
from services.extract.formats.package import Package
from services.extract.formats.pages import Page, compose
from services.extract.formats.reading_order import Sheet, lines, usual_gutter
from services.extract.formats.refused import too_many_pages
from services.extract.formats.source import Source
from services.extract.limits import USUAL, Limits

MEDIA_TYPE = "application/ofd"
SAMPLE = 24


def read(data: bytes, limits: Limits = USUAL) -> Source:
    """Read a file. RejectedError `damaged`, `encrypted`, `too_deep`, `too_large_expanded`, `too_many_pages`."""
    readers = [_Reader(document) for document in documents(Package(data, limits))]
    leaves = [(reader, leaf) for reader in readers for leaf in reader.document.leaves]
    if len(leaves) > limits.pages:
        raise too_many_pages(len(leaves), limits.pages)
    gutter = usual_gutter(reader.sheet(leaf) for reader, leaf in leaves[:: max(1, len(leaves) // SAMPLE)])
    pages = [reader.page(leaf, number, gutter) for number, (reader, leaf) in enumerate(leaves, 1)]
    turned = sum(reader.turned for reader in readers)
    notes = (f"有 {turned} 个字符不是横排正立（水印或旋转的文字），未读取。",) if turned else ()
    return compose(set_apart(pages), MEDIA_TYPE, notes)


class _Reader:
    """Reads the pages of one document; `turned` counts characters that do not stand upright."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._shown: dict[str | None, Objects] = {}
        self.turned = 0

    def sheet(self, leaf: Element) -> Sheet:
        """What stands on a page itself."""
        root = self.document.content(leaf)
        shown = objects(root)
        return Sheet(shown.glyphs, shown.rules, self.document.size(root)[0])

    def page(self, leaf: Element, number: int, gutter: float | None) -> Page:
        """One page; what comes from a template is furniture, save where there is no other page."""
        root = self.document.content(leaf)
        width, height = self.document.size(root)
        shown = objects(root)
        self.turned += shown.turned
        backgrounds = [self._template(value(item, "TemplateID")) for item in children(root, "Template")]
        printed = [glyph for background in backgrounds for glyph in background.glyphs]
        if len(self.document.leaves) == 1:
            return Page(number, width, height, lines(Sheet([*printed, *shown.glyphs], shown.rules, width)))
        text = lines(Sheet(shown.glyphs, shown.rules, width), gutter)
        return Page(number, width, height, text, lines(Sheet(printed, (), width)))

    def _template(self, name: str | None) -> Objects:
        if name not in self._shown:
            found = self.document.template(name)
            self._shown[name] = objects(found) if found is not None else Objects((), ())
        return self._shown[name]
