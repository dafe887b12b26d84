"""Figures of what was read from another file than the annotated text: lines are carried over by their content."""

from copy import deepcopy

from gazette.model import Extraction
from services.classify.classify import classify
from services.parse import to_json
from tests.fidelity.instrument import Case, Tally, score


def figures(case: Case, extraction: Extraction) -> dict[str, float]:
    """Figure → value; `aligned` is the share of the annotated lines that were found. Differences are printed."""
    tally = Tally()
    alignment = score.Alignment(case.text, extraction.text)
    gold = alignment.gold(deepcopy(case.gold))
    tally.add(Case(case.name, case.text, gold), {**to_json(extraction, *classify(extraction)), "text": extraction.text})
    print("\n".join(tally.misses))
    return {**tally.figures, "aligned": alignment.found / max(1, alignment.asked)}
