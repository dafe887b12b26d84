"""A made-up notice around a few lines, and what stands at a place."""

from gazette.fields import Place
from gazette.model import Document
from tests.unit.extract.issues import only

SUBJECT = "关于加强河道管理工作"


def notice(body: str, behind: str = "", title: str = f"云川市人民政府{SUBJECT}的通知") -> str:
    """A notice of 2019-04-12 with this body, and what is printed behind its signature."""
    parts = (title, "云政发〔2019〕11号", "各县、区人民政府：", body, "云川市人民政府", "2019年4月12日", behind)
    return "\n\n".join(parts) + "\n"


def read(body: str, behind: str = "", title: str = f"云川市人民政府{SUBJECT}的通知") -> Document:
    return only(notice(body, behind, title))


def said(text: str, place: Place | None) -> str:
    """What stands at a place of a text."""
    assert place is not None
    lines = text.split("\n")[place.start_line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end]
    lines[0] = lines[0][place.start :]
    return "\n".join(lines)
