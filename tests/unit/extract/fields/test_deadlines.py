"""Time limits and their last days."""

import pytest

from gazette.model import Document
from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said


def limits(found: Document) -> list[tuple[str, str, str | None]]:
    return [(str(one.kind), one.clause, one.date) for one in found.deadlines]


@pytest.mark.parametrize(
    ("printed", "clause", "day"),
    [
        ("各县于2020年6月30日前完成清淤。", "2020年6月30日前", "2020-06-30"),
        ("2020 年 2 月底前报送。", "2020年2月底前", "2020-02-29"),
        ("年底前完成。", "年底前", "2019-12-31"),
        ("6月底之前建成。", "6月底之前", "2019-06-30"),
        ("到2020年底，基本建成。", "2020年底", "2020-12-31"),
        ("于2020年第三季度末前完成。", "2020年第三季度末前", "2020-09-30"),
        ("每年6月底前报送。", "每年6月底前", None),
        ("于2020年5月前完成。", "2020年5月前", None),
        ("完成时间：2020年5月", "2020年5月", "2020-05-31"),
        ("完成时限：持续推进", "持续推进", None),
    ],
)
def test_a_limit_and_its_last_day(printed: str, clause: str, day: str | None) -> None:
    text = notice(f"现通知如下：\n\n{printed}")
    found = only(text)
    assert limits(found) == [("due", clause, day)]
    assert "".join(said(text, found.deadlines[0].place).split()) == clause


@pytest.mark.parametrize(
    "printed",
    [
        "截至2018年底，已清淤三处。",
        "目前进展良好，前期工作已完成。",
        "2018年前三季度有进步。",
        "2030年2月31日完成。",
        "山前村、底下村照办。",
        "河底清淤。",
    ],
)
def test_what_is_no_limit(printed: str) -> None:
    assert limits(read(f"现通知如下：\n\n{printed}")) == []


def test_no_such_day_has_no_date() -> None:
    assert limits(read("现通知如下：\n\n于2019年2月30日前完成。")) == [("due", "2019年2月30日前", None)]


def test_the_year_comes_from_the_document_and_is_less_sure() -> None:
    told, ours = (read(f"现通知如下：\n\n{printed}完成。").deadlines[0] for printed in ("2019年5月3日前", "5月3日前"))
    assert (told.date, ours.date) == ("2019-05-03", "2019-05-03")
    assert ours.confidence < told.confidence


@pytest.mark.parametrize(
    ("printed", "clause", "day"),
    [
        ("本办法自印发之日起施行，有效期5年。", "有效期5年", None),
        ("本通知有效期至2024年5月31日。", "有效期至2024年5月31日", "2024-05-31"),
    ],
)
def test_validity_is_of_the_text_itself_and_is_never_computed(printed: str, clause: str, day: str | None) -> None:
    assert limits(read(printed)) == [("valid", clause, day)]


def test_the_validity_of_a_licence_is_none_of_the_text() -> None:
    assert limits(read("许可证有效期4年，期满换证。")) == []


def test_a_day_to_apply_by() -> None:
    assert limits(read("申报截止时间为2019年6月3日。")) == [("closing", "截止时间为2019年6月3日", "2019-06-03")]


def test_columns_of_tables() -> None:
    rows = "序号\t任务\t完成时限\t牵头单位\n"
    rows += "1\t清淤\t3月31日前\t市水务局\n2\t护坡\t长期实施\t市水务局\n3\t巡查\t2021.10\t各县"
    assert limits(read(f"现通知如下：\n\n{rows}")) == [
        ("due", "3月31日前", "2019-03-31"),
        ("due", "长期实施", None),
        ("due", "2021.10", "2021-10-31"),
    ]
