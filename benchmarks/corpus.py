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
