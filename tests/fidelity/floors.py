"""What must be reached: figures from 0 to 1 by table. Tests ask them of one seed, `make fidelity` of three."""

from collections.abc import Iterable, Iterator, Mapping

SAMPLES: Mapping[str, float] = (
    dict.fromkeys(("kind", "issue", "boundary", "end", "title", "doc_number", "doc_type", "issuer", "addressees"), 1.0)
    | dict.fromkeys(("issued_date", "toc", "discrepancies"), 1.0)
    | dict.fromkeys(("personnel", "repeals", "cites", "enclosures", "effective_clause"), 0.95)
    | dict.fromkeys(("cite_title", "repeal_title", "personnel_detail", "enclosure_label"), 0.95)
    | {"outline": 0.97, "outline_level": 0.95, "outline_text": 0.95, "doubt_spared": 0.95}
)
MUTATIONS: Mapping[str, float] = {
    "boundary": 0.98, "end": 0.95, "doc_number": 0.96, "title": 0.96, "issuer": 0.96, "issued_date": 0.96,
    "enclosures": 0.92, "cites": 0.92,
}  # fmt: skip
"""Means over the kinds."""
WORST: Mapping[str, float] = {"boundary": 0.9}
DOUBT: Mapping[str, float] = {"doubt_caught": 0.8, "doubt_spared": 0.95}
"""Over all values of all mutated texts together."""
ROWS: Mapping[str, float] = {"right": 0.97, "doubt_caught": 0.5, "doubt_spared": 0.95}
"""Of all rows of the fields that the annotations lack, over all mutated texts together."""
DAMAGES: Mapping[str, float] = {"boundary": 0.95}
LAYOUTS: Mapping[str, float] = {"boundary": 0.97}
SCANNED: Mapping[str, float] = dict.fromkeys(("boundary", "doc_number", "issued_date"), 0.95)
"""Printed, scanned at 200 dpi with noise and half a degree askew, and recognised."""
MOST_WRONG_ROWS = 1
NUMBERS = 0.999
SURE_BAND, SURE_SHARE, DOUBTED_SHARE = 0.9, 0.97, 0.7
"""Of values with a confidence from `SURE_BAND` on, this share is right at least; of the doubted ones, at most."""


def below(table: str, figures: Mapping[str, float], floors: Mapping[str, float]) -> Iterator[str]:
    """Sentences about the figures that miss their floor, or were not measured at all."""
    for name, floor in floors.items():
        value = figures.get(name)
        if value is None or value < floor:
            yield f"{table}: {name} is {'not measured' if value is None else f'{value:.4f}'}, floor {floor}"


def sentences(*several: Iterable[str]) -> list[str]:
    """All of them."""
    return [one for each in several for one in each]
