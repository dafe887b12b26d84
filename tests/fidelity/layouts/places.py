"""Places, organs and persons that do not exist."""

from random import Random
from typing import NamedTuple

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "明华建国志强秀英海燕文博思远雨桐晓东丽娟振宇浩然佳怡立新春梅永福玉兰"


class Place(NamedTuple):
    """A seat of government: its name, its code in numbers, its head's office, who is written to."""

    name: str
    code: str
    head: str
    addressees: str
    below: tuple[str, ...]


PLACES = (
    Place("云川市", "云", "市长", "各县、区人民政府，市政府各部门、各直属机构", ("白鹿县", "青岩区", "石门岭县")),
    Place("东岭省", "东", "省长", "各设区市人民政府，省政府各部门、各直属机构", ("云川市", "望海市", "宁溪市")),
    Place("北原自治区", "北原", "主席", "各盟行政公署、市人民政府，自治区各委、办、厅、局", ("松河盟", "柳泉市")),
    Place("白鹿县", "云白", "县长", "各乡（镇）人民政府，县直各单位", ("双桥镇", "金沙湾乡")),
    Place("青岩区", "云青", "区长", "各街道办事处，各镇人民政府，区属各单位", ("望江街道", "石榴街道")),
    Place("澜江自治州", "澜", "州长", "各县（市）人民政府，州级国家机关各部门", ("丹霞县", "柳泉县")),
    Place("望海市", "望", "市长", "各区县（自治县）人民政府，市政府有关部门，有关单位", ("松河区", "海棠区")),
    Place("金沙湾新区", "金沙", "主任", "各功能区管委会，各镇、街道，新区机关各部门", ("临港功能区",)),
    Place("宁溪市", "宁溪", "市长", "市辖各区人民政府，市直及驻市各单位", ("柳泉区", "南屏区")),
)
MINISTRIES = (
    "财政部",
    "教育部",
    "公安部",
    "民政部",
    "水利部",
    "农业农村部",
    "生态环境部",
    "国家统计局",
    "海关总署",
    "税务总局",
)


def government(place: Place) -> str:
    """The government of a place; of a new area its committee."""
    return place.name + ("管理委员会" if place.name.endswith("新区") else "人民政府")


def office(place: Place) -> str:
    """The office of the government."""
    kind = "办公厅" if place.name.endswith(("省", "自治区", "自治州", "市")) else "办公室"
    return government(place) + kind


def person(rng: Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
