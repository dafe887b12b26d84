"""Whether a confidence means something: values by band of confidence, right and wrong, over damaged texts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tests.fidelity.instrument import Case, Parsed, score

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
VALUES = ("title", "doc_number", "issuer", "addressees", "issued_date")
Bands = Mapping[str, Counter[tuple[float, bool]]]


def values(case: Case, said: Parsed) -> Iterator[tuple[str, float, bool]]:
    """(key, confidence, whether right) of each value that has a confidence; `start_line` is the boundary itself."""
    pairs = score.pair_documents(case.gold["documents"], said["documents"])
    truth = {id(found): wanted for wanted, found in pairs if found is not None}
    for found in said["documents"]:
        wanted = truth.get(id(found))
        yield "start_line", found["provenance"]["start_line"]["confidence"], wanted is not None
        for key in VALUES:
            if found[key] is not None and key in found["provenance"] and wanted is not None:
                yield key, found["provenance"][key]["confidence"], _is_right(key, found, wanted)


def _is_right(key: str, found: Parsed, wanted: dict[str, Any]) -> bool:
    same = score.COMPARE.get(key, score.squeeze)
    accepted = [same(wanted[name]) for name in (key, f"{key}_alt") if name in wanted]
    return same(found[key]) in accepted


class Calibration:
    """Counts by key and band."""

    def __init__(self) -> None:
        self.counts: defaultdict[str, Counter[tuple[float, bool]]] = defaultdict(Counter)

    def add(self, case: Case, said: Parsed) -> None:
        """Count the values of one text."""
        for key, confidence, right in values(case, said):
            band = max(edge for edge in EDGES if edge <= confidence)
            self.counts[key][band, right] += 1
            self.counts["all"][band, right] += 1

    def share(self, low: float, high: float = 2.0) -> float:
        """Which share of the values with a confidence in this stretch is right."""
        counted = [(n, outcome) for (band, outcome), n in self.counts["all"].items() if low <= band < high]
        return sum(n for n, outcome in counted if outcome) / max(1, sum(n for n, _ in counted))

    def shares(self, key: str = "all") -> Mapping[float, tuple[int, float]]:
        """Band → how many values it has and which share of them is right."""
        counted = self.counts[key]
        sizes = {band: counted[band, True] + counted[band, False] for band in EDGES}
        return {band: (size, counted[band, True] / size) for band, size in sizes.items() if size}
