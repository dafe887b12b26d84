"""Many different issues made from the real samples: same length and shape, other numbers."""

from collections.abc import Iterator
from pathlib import Path

GAZETTES = Path(__file__).parents[1] / "tests" / "gazettes"
SAMPLES = ("pinggu-2022-4.txt", "pinggu-2021-2.txt")


def issues(count: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each issue; no two have the same bytes or document numbers."""
    texts = [(GAZETTES / name).read_text(encoding="utf-8") for name in SAMPLES]
    for number in range(count):
        text = texts[number % len(texts)]
        shifted = text.replace("〔2021〕", f"〔2021〕{number}").replace("〔2022〕", f"〔2022〕{number}")
        yield f"issue-{number}.txt", shifted.encode()


def lone_documents(count: int) -> Iterator[tuple[str, bytes]]:
    """Files with one short made-up document each."""
    for number in range(1, count + 1):
        lines = (
            f"江岭市人民政府关于做好第{number}批水利工程管理工作的通知",
            f"江政发〔2020〕{number}号",
            "各县人民政府，市政府各部门：",
            *("为加强水利工程管理，保障工程安全，现就有关事项通知如下，请认真贯彻执行。" * 4 for _ in range(8)),
            "江岭市人民政府",
            "2020年5月1日",
        )
        yield f"document-{number}.txt", "\n\n".join(lines).encode()
