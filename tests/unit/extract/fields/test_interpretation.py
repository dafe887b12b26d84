"""The body that interprets."""

import pytest

from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, said


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("本办法由市水务局负责解释。", "市水务局"),
        ("本办法由市水务局、市财政局按职责分工负责解释。", "市水务局、市财政局"),
        ("本实施细则具体应用中的问题由市水务局负责解释，自印发之日起施行。", "市水务局"),
        ("第二十条　本规定由市人民政府办公室解释。", "市人民政府办公室"),
        ("本预案由市应急委办公室会同市水务局负责解释。", "市应急委办公室会同市水务局"),
    ],
)
def test_the_body_and_its_place(clause: str, body: str) -> None:
    text = notice(f"请认真执行。\n\n{clause}")
    found = only(text)
    assert found.interpreted_by == body
    assert said(text, found.provenance["interpreted_by"].place) == body


@pytest.mark.parametrize("clause", ["由市水务局做好政策解释工作。", "由各县负责解释说明。", "各县要加强宣传解释。"])
def test_explaining_to_people_is_no_interpretation(clause: str) -> None:
    assert only(notice(clause)).interpreted_by is None
