"""Titles of hundreds of characters: number and addressees are enough, on one line or on many."""

import pytest

from tests.unit.extract.issues import FLOODS, PERSONS, extract

ADDRESSED = "各县、区人民政府，市政府各部门：\n为做好防汛工作，现将有关事项通知如下。\n"
SIGNED = "云川市人民政府办公室\n2019年5月6日\n"
NUMBER = "云政办发〔2019〕20号"
AUTHORS = "江南省发展和改革委员会 江南省水利厅 江南省应急管理厅 江南省住房和城乡建设厅 江南省财政厅 江南省交通运输厅"


def nested(depth: int) -> str:
    """A notice of a notice of a notice."""
    title = "关于加强河道水库水闸管理工作和城市防汛排涝应急处置工作的通知"
    for _ in range(depth):
        title = f"江南省水利厅江南省应急管理厅关于转发{title}的通知"
    return f"云川市人民政府办公室{title.removeprefix('江南省水利厅江南省应急管理厅')}"


JOINT = f"{AUTHORS} 云川市应急管理局 云川市水务局关于印发《防汛工作三年行动方案（2019—2021年）》的通知"
LISTED = [
    "云川",
    "望海",
    "宁溪",
    "松河",
    "柳泉",
    "丹霞",
    "金沙",
    "石门",
    "白鹿",
    "青岩",
    "临港",
    "南屏",
    "北原",
    "东岭",
    "海棠",
    "双桥",
]
PLACES = f"国务院办公厅关于同意将{'市、'.join(LISTED)}市列为历史文化名城的复函"


def cut(text: str, width: int) -> str:
    return "\n".join(text[k : k + width] for k in range(0, len(text), width))


@pytest.mark.parametrize("title", [nested(2), nested(4), nested(9), JOINT, PLACES])
@pytest.mark.parametrize("width", [400, 40, 30, 21])
@pytest.mark.parametrize("head", ["{title}\n{number}\n", "{number}\n{title}\n", "{title}\n\n（{number}）\n\n"])
def test_a_long_title_between_other_documents(title: str, width: int, head: str) -> None:
    made = head.format(title=cut(title, width), number=NUMBER) + ADDRESSED + SIGNED
    titles = {d.doc_number: d.title for d in extract(f"{PERSONS}\n{made}\n{FLOODS}").documents}
    assert len(titles) == 3
    assert titles[NUMBER] == "".join(title.split())


def test_organs_one_below_the_other() -> None:
    title = JOINT.replace(" ", "\n")
    (document,) = extract(f"{title}\n{NUMBER}\n{ADDRESSED}{SIGNED}").documents
    assert document.title == "".join(JOINT.split())


def test_what_stands_above_a_title_is_no_part_of_it() -> None:
    rows = "清水河管理站\n大河水库\n东山水闸\n"
    made = f"{nested(1)}\n{NUMBER}\n{ADDRESSED}{SIGNED}"
    titles = [d.title for d in extract(f"{PERSONS}{rows}\n{made}").documents]
    assert titles[1] == nested(1)


def test_a_long_paragraph_without_a_stop_is_no_title() -> None:
    made = FLOODS.replace("一、落实责任。", "各地要把防汛工作" + "落实到每一座水库和每一条河道" * 12 + "的通知\n")
    assert len(extract(made).documents) == 1
