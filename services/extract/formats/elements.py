"""Elements of XML by their local names: makers differ in namespaces, not in names."""

from lxml import etree

Element = etree._Element


def local(element: Element) -> str:
    """Its name without namespace; "" of a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element | None, name: str) -> str | None:
    """An attribute."""
    if element is None:
        return None
    for key, content in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(content)
    return None


def number(text: str | None, default: int) -> int:
    """A whole number, or the default where it is none or absurd."""
    try:
        found = int(text) if text else default
    except ValueError:
        return default
    return found if abs(found) < 1 << 31 else default


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of a name, and so on down the path."""
    for name in path:
        element = next((inner for inner in element if local(inner) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """All children of a name."""
    return [inner for inner in element if local(inner) == name] if element is not None else []
