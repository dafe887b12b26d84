"""A PDF file of one page, put together from objects."""

HEAD = b"%PDF-1.7\n"


class PdfFile:
    """Objects of a file, numbered from 1 as they come; whoever refers to one adds it before."""

    def __init__(self) -> None:
        self._objects: list[tuple[bytes, bytes | None]] = []

    def add(self, dictionary: str, stream: bytes | None = None) -> int:
        """The number of a new object; `dictionary` is what stands between its `<<` and `>>`."""
        length = f"/Length {len(stream)}" if stream is not None else ""
        self._objects.append((f"<<{dictionary}{length}>>".encode("ascii"), stream))
        return len(self._objects)

    def page(self, size: tuple[float, float], resources: str, content: str) -> bytes:
        """The file with a page of this size (points) as its only one."""
        text = self.add("", content.encode("ascii"))
        pages = text + 2
        box = f"/MediaBox[0 0 {size[0]:.4f} {size[1]:.4f}]"
        page = self.add(f"/Type/Page/Parent {pages} 0 R{box}/Resources<<{resources}>>/Contents {text} 0 R")
        self.add(f"/Type/Pages/Kids[{page} 0 R]/Count 1")
        return self._whole(self.add(f"/Type/Catalog/Pages {pages} 0 R"))

    def _whole(self, root: int) -> bytes:
        pieces, places, at = [HEAD], [], len(HEAD)
        for number, (head, stream) in enumerate(self._objects, 1):
            places.append(at)
            body = (b"\nstream\n", stream, b"\nendstream") if stream is not None else ()
            added = (b"%d 0 obj\n" % number, head, *body, b"\nendobj\n")
            pieces += added
            at += sum(map(len, added))
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        size = len(places) + 1
        tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root {root} 0 R>>\nstartxref\n{at}\n"
        return b"".join([*pieces, tail.encode("ascii"), b"%%EOF\n"])
