"""Invented documents that every search index is asked about."""

from dataclasses import replace

from gazette.model import order_key
from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import IndexedDocument, SearchRequest


def made(number: int, title: str, text: str = "", **fields: object) -> IndexedDocument:
    """A document whose id and order follow from its number and date."""
    issued = fields.get("issued_date")
    identifier = f"{number * 0x1F3D5B79A1C3E5 % 2**64:016x}"
    key = order_key(issued if isinstance(issued, str) else None, identifier)
    plain = IndexedDocument(identifier, f"{number % 5:016x}", 1, key, title=title, text=text)
    return replace(plain, **fields)  # type: ignore[arg-type]


def numbered(code: str, year: int, serial: int) -> dict[str, object]:
    return {"doc_number": f"{code}〔{year}〕{serial}号", "doc_number_key": f"{code}{year}-{serial}"}


NORTH, SOUTH, OFFICE = "北岭市人民政府", "南溪县人民政府", "北岭市人民政府办公室"

CORPUS = (
    made(
        1,
        "关于印发《北岭市水库管理办法》的通知",
        "现将《北岭市水库管理办法》印发给你们，请认真贯彻执行。\n水库的运行单位应当每年检修一次。",
        **numbered("岭政发", 2021, 26),
        issuers=(NORTH,),
        doc_type="通知",
        topics=("水利", "农业"),
        issued_date="2021-03-05",
        cited_keys=("国办发2020-27",),
    ),
    made(
        2,
        "关于孙一凡等同志任免职务的通知",
        "孙一凡同志任北岭市水务局局长；\n免去周五的北岭市水务局副局长职务。",
        **numbered("岭政任", 2021, 3),
        issuers=(NORTH,),
        doc_type="通知",
        topics=("人事",),
        issued_date="2021-03-05",
        persons=("孙一凡", "周五"),
    ),
    made(
        3,
        "关于废止部分文件的决定",
        "决定废止下列文件：\n1. 关于加强水库巡查的通知（岭政发〔2011〕8号）",
        **numbered("岭政发", 2022, 1),
        issuers=(NORTH,),
        doc_type="决定",
        issued_date="2022-01-10",
        cited_keys=("岭政发2011-8",),
    ),
    made(
        4,
        "关于加强水库巡查的通知",
        "各乡镇要加强水库巡查，汛期每日两次。",
        **numbered("岭政发", 2011, 8),
        issuers=(NORTH,),
        doc_type="通知",
        topics=("水利",),
        legal_status="repealed",
        issued_date="2011-06-01",
    ),
    made(
        5,
        "南溪县人民政府令",
        "《南溪县集市管理规定》已经讨论通过，现予公布。",
        doc_number="南溪县人民政府令第7号",
        doc_number_key="南溪县人民政府令-7",
        issuers=(SOUTH,),
        doc_type="命令（令）",
        topics=("商贸",),
        issued_date="2019-12-31",
    ),
    made(
        6,
        "关于同意设立北岭ABC产业园的批复",
        "同意设立ABC产业园。园区面积12.5公顷，PM2.5年均浓度不高于35μg/m<sup>3</sup>。",
        **numbered("岭政函", 2020, 115),
        issuers=(NORTH,),
        doc_type="批复",
        topics=("工业",),
        issued_date="2020-01-01",
    ),
    made(
        7,
        "关于开展ａｂｃ试点的函",
        "请贵局支持ＡＢＣ试点工作。",
        **numbered("岭政办函", 2020, 12),
        issuers=(OFFICE,),
        doc_type="函",
        issued_date="2020-12-31",
    ),
    made(
        8,
        "政府工作报告",
        "各位代表：过去一年，全市粮食总产量稳步提高，\n水库\n除险加固全部完成。",
        issuers=(NORTH,),
        topics=("综合",),
    ),
    made(
        9,
        "关于水污染防治的意见",
        "统筹水库、河湖和地下水。\n第一章　总 则\n本意见所称**水**体……",
        **numbered("岭政办发", 2023, 9),
        issuers=(OFFICE, NORTH),
        doc_type="意见",
        topics=("环境", "水利"),
        issued_date="2023-05-20",
        legal_status="in_force",
        cited_keys=("国办发2020-27", "岭政发2021-26"),
    ),
    made(
        10,
        "关于集市管理的通告",
        "自即日起，集市一律迁入新址。联系人：周五。",
        **numbered("南政通", 2022, 4),
        issuers=(SOUTH,),
        doc_type="通告",
        topics=("商贸",),
        issued_date="2022-07-15",
        persons=(),
    ),
    made(
        11,
        "关于周五同志任职的通知",
        "周五同志任南溪县商务局局长，试用期一年。",
        **numbered("南政任", 2022, 5),
        issuers=(SOUTH,),
        doc_type="通知",
        topics=("人事",),
        issued_date="2022-07-15",
        persons=("周五",),
    ),
    made(
        12,
        "2023年度重点工程清单",
        "序号\t工程\t牵头单位\n1\t东河水库\t水务局\n2\t西山公路\t交通局",
        issuers=(OFFICE,),
        issued_date="2023-02-01",
        topics=("综合",),
    ),
    made(
        13,
        "关于转发国办发〔2020〕27号文件的通知",
        "经市政府同意，现予转发。",
        **numbered("岭政办发", 2020, 44),
        issuers=(OFFICE,),
        doc_type="通知",
        issued_date="2020-10-09",
        cited_keys=("国办发2020-27",),
    ),
    made(
        14,
        "关于水 库 移民安置的请示",
        "现将移民安置有关事项请示如下。",
        **numbered("南政请", 2020, 2),
        issuers=(SOUTH,),
        doc_type="请示",
        topics=("水利",),
        issued_date="2020-06-30",
    ),
    made(15, "公报", "公", issuers=("公共资源局",), doc_type="公报", issued_date="2018-01-01"),
    made(
        16,
        "⼼理健康服务⽅案",
        "关于𠮷祥社区的说明；Ⅻ类事项；〇六号。",
        doc_number="２０２１年方案",
        issuers=(SOUTH,),
        issued_date="2021-09-09",
    ),
)


def ids(index: SearchIndex, query: str = "", **changes: object) -> list[str]:
    """What a query finds, in its order; `changes` are fields of the request."""
    request = replace(SearchRequest(parse(query), limit=100), **changes)  # type: ignore[arg-type]
    return [hit.document.id for hit in index.search(request).hits]
