"""Who signed, against the body whose code the number has."""

import pytest

from services.extract.parse import parse
from services.extract.parsing.agency import is_anothers


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("国发〔2020〕1号", "国务院"),
        ("国发〔2020〕1号", "国务院、中央军委"),
        ("国办发〔1996〕25号", "国务院办公厅、中央军委办公厅"),
        ("国令第707号", "中华人民共和国国务院"),
        ("國發〔2020〕1號", "國務院"),
        ("京政发〔2020〕1号", "北京市人民政府"),
        ("新政发〔2020〕1号", "新宁县人民政府"),
        ("青政〔2020〕1号", "青田县人民政府"),
        ("云政办发〔2020〕1号", "云川市人民政府办公厅"),
        ("吉政发〔2020〕1号", "吉林市人民政府"),
        ("教高厅〔2020〕1号", "教育部办公厅"),
        ("教高〔2009〕4号", "安徽省教育厅"),
        ("财税〔2020〕1号", "财政部、税务总局"),
        ("人社厅发〔2020〕1号", "人力资源社会保障部办公厅"),
        ("国粮发〔2010〕190号", "国家粮食局"),
        ("应急〔2020〕1号", "应急管理厅"),
        ("建质〔2020〕1号", "住房城乡建设厅"),
        ("财政部令第5号", "中华人民共和国财政部"),
        ("临政发〔2020〕1号", "国务院"),
        ("没有文号", "国务院"),
    ],
)
def test_who_may_sign_so(number: str, issuer: str) -> None:
    assert not is_anothers(number, issuer)


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("国发〔2020〕1号", "国务院办公厅"),
        ("国办发〔2020〕1号", "国务院"),
        ("国办发〔2020〕1号", "财政部、教育部"),
        ("国发〔2020〕1号", "国务完"),
        ("京政发〔2020〕1号", "北京市人民政府办公厅"),
        ("京政办发〔2020〕1号", "北京市人民政府"),
        ("京政发〔2020〕1号", "北京市人民攻府"),
        ("人社部发〔2020〕1号", "人力资源社会保障郜"),
    ],
)
def test_who_may_not(number: str, issuer: str) -> None:
    assert is_anothers(number, issuer)


def forwarded(number: str, signed: str) -> bytes:
    lines = (
        "国务院办公厅转发水利部关于加强河道管理意见的通知",
        number,
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
        "水利部《关于加强河道管理的意见》已经国务院同意，现转发给你们，请认真贯彻执行。",
        signed,
        "2016年3月5日",
    )
    return "\n\n".join(lines).encode()


@pytest.mark.parametrize(("signed", "doubtful"), [("国务院办公厅", False), ("水利部", True)])
def test_an_issuer_under_the_code_of_another_is_doubtful(signed: str, doubtful: bool) -> None:
    [found] = parse(forwarded("国办发〔2016〕12号", signed), "x.txt").documents
    assert found.issuer == signed
    assert ("issuer" in found.doubtful) is doubtful
    assert (found.provenance["issuer"].confidence <= 0.5) is doubtful
