"""What a document brings out."""

import pytest

from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said

TEXT = "云川市河道管理办法"
BEHIND = f"{TEXT}\n\n第一条　为保护河道，制定本办法。\n\n第二条　各县执行。"
TITLE = f"云川市人民政府关于印发《{TEXT}》的通知"


@pytest.mark.parametrize(
    ("body", "verb"),
    [
        (f"现将《{TEXT}》印发给你们，请认真执行。", "印发"),
        (f"《{TEXT}》已经市政府同意，现印发给你们，请遵照执行。", "印发"),
        (f"《{TEXT}》经第3次常务会议审议通过，现予公布。", "公布"),
        (f"现公布《{TEXT}》，自2019年5月1日起施行。", "公布"),
        (f"市水务局制定的《{TEXT}》已经市政府同意，现转发给你们。", "转发"),
    ],
)
def test_each_way_to_say_it(body: str, verb: str) -> None:
    text = notice(body, BEHIND, TITLE)
    (one,) = only(text).promulgates
    assert (one.title, one.verb) == (TEXT, verb)
    assert text.split("\n")[(one.start_line or 0) - 1] == TEXT
    assert said(text, one.place) == f"《{TEXT}》"


def test_the_title_alone_is_less_sure() -> None:
    whole = read(f"现将《{TEXT}》印发给你们。", BEHIND, TITLE).promulgates[0]
    (named,) = read("现予以印发，请执行。", BEHIND, "云川市人民政府关于印发河道管理办法的通知").promulgates
    assert (named.title, named.verb) == ("河道管理办法", "印发")
    assert named.confidence < whole.confidence


def test_what_others_brought_out_is_not_brought_out_here() -> None:
    assert read("国务院印发的《水十条》已经公布，《河道条例》公布后各地积极落实。请做好宣传。").promulgates == ()
