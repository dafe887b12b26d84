import pytest

from gazette.model import DOC_TYPES, Document, Enclosure
from services.classify.doc_type import doc_type, instrument, is_speech


@pytest.mark.parametrize("word", [name for name in DOC_TYPES if name != "命令（令）"])
def test_every_type_ends_a_title(word: str) -> None:
    assert doc_type(f"甲市人民政府关于城市供水有关事项的{word}") == word
    assert doc_type(f"# **甲市人民政府关于城市供水\n  有关事项的{word[:1]} {word[1:]}**（试行）") == word


@pytest.mark.parametrize(
    ("title", "number", "expected"),
    [
        ("中华人民共和国国务院令", "国令第700号", "命令（令）"),
        ("甲省人民政府令（第12号）", None, "命令（令）"),
        ("甲省人民政府令第12号", None, "命令（令）"),
        ("关于给某部队授予称号的命令", None, "命令（令）"),
        ("甲税法实施条例", "国令第700号", "命令（令）"),
        ("关于《甲规划》的复函", "乙函〔2019〕3号", "函"),
        ("关于某节水建议的复函", None, "函"),
        ("对某次会议第12号建议的答复", "国办函〔2006〕1号", "函"),
        ("对某次会议第12号建议的答复", None, None),
        ("关于甲请示的批复", None, "批复"),
        ("关于印发《甲区十四五规划》的通知", None, "通知"),
        ("关于印发〈甲区意见〉的通知(2020年修订)", None, "通知"),
        ("关于印发甲区意见》的通知", None, "通知"),
        ("甲省人民政府关于乙的决定》", None, "决定"),
        ("关于转发乙厅甲意见的通知 某政发[2020]3号", None, "通知"),
        ("《甲区关于乙的意见》", None, "意见"),
        ("甲区政府工作报告", None, None),
        ("政府工作报告（2021年1月8日在甲县第一届人民代表大会上）", None, None),
        ("关于2021年计划执行情况的报告", None, "报告"),
        ("2021年度政府信息公开报告", None, None),
        ("甲区国民经济和社会发展第十四个五年规划", None, None),
        ("甲区关于乙的意见的起草说明", None, None),
        ("甲市供水管理办法", "甲政发〔2020〕1号", None),
        ("听证通知书", None, None),
        ("某军区司令", None, None),
    ],
)
def test_type_of_a_title(title: str, number: str | None, expected: str | None) -> None:
    assert doc_type(title, number) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲区人民政府关于印发《乙实施意见》的通知", "实施意见"),
        ("甲区人民政府印发《乙三年行动计划（2020-2022年）》的通知", "行动计划"),
        ("关于印发国家粮食应急预案的函", "应急预案"),
        ("关于转发乙厅关于加强丙工作指导意见的通知", "指导意见"),
        ("关于印发《<甲条例>实施细则（试行）》的通知", "实施细则"),
        ("关于公布第三批文物保护单位名单的通知", "名单"),
        ("关于落实《甲市关于下放乙职权的决定》的通知", None),
        ("关于修改《甲条例》的决定", None),
        ("关于《甲公布办法》的批复", None),
        ("甲区关于加快乙发展的实施意见", "实施意见"),
        ("甲区关于加快乙发展的意见", None),
        ("甲区关于加快乙发展的若干意见", None),
        ("甲市供水管理暂行办法", "暂行办法"),
        ("甲市总体规划（2020—2035年）", "总体规划"),
        ("甲区政府工作报告", "政府工作报告"),
        ("甲市人民检察院工作报告", "工作报告"),
        ("关于干部任免职的通知", None),
    ],
)
def test_instrument_of_a_title(title: str, expected: str | None) -> None:
    assert instrument(Document(title, 1, 9)) == expected


def test_an_order_promulgates_its_unlabelled_enclosure() -> None:
    attachments = (Enclosure("甲清单", 3, "附件1"), Enclosure("甲市供水条例", 2))
    assert instrument(Document("甲市人民政府令", 1, 9, enclosures=attachments)) == "条例"
    assert instrument(Document("甲市人民政府令", 1, 9)) is None


def test_a_report_with_a_subject_is_no_speech() -> None:
    assert is_speech("甲县人民政府工作报告")
    assert not is_speech("甲县人民政府关于某年工作报告")
