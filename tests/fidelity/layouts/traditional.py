"""In traditional characters: 篇 sections, days of the Republic, numbers of the form 字第…號."""

from dataclasses import replace
from datetime import date
from random import Random

from tests.fidelity.layouts.pieces import Enclosed, Piece
from tests.fidelity.layouts.sheet import Manner, Sheet, entry

CITIES = ("雲川縣", "望海市", "東嶺縣")
OFFICES = {
    "財政經濟篇": ("財字", "財政處"),
    "教育文化篇": ("教字", "教育處"),
    "農業環保篇": ("農字", "農業處"),
    "衛生勞動篇": ("衛字", "衛生局"),
}
MATTERS = {
    "財政經濟篇": ("地方稅減免", "公有財產管理", "電子採購"),
    "教育文化篇": ("學生助學金發給", "古蹟維護補助", "社區圖書館設置"),
    "農業環保篇": ("農地災害救助", "廢棄物清理收費", "漁港使用管理"),
    "衛生勞動篇": ("身心障礙者就業獎勵", "餐飲衛生管理", "長期照顧機構設立"),
}
HEADS = ("縣長", "市長")


def republican(day: date) -> str:
    return f"中華民國{day.year - 1911}年{day.month}月{day.day}日"


def by_section(rng: Random) -> Sheet:
    """Contents and body by 篇; number and day below the title, the head of government signs orders."""
    city, volume, serial, day = rng.choice(CITIES), rng.randint(10, 60), rng.randint(1, 250), date(2019, 6, 26)
    name = f"{city}政府公報"
    cover = {
        "name": name,
        "year": 2019,
        "number": serial,
        "total_number": None,
        "publication_date": day.isoformat(),
        "publisher": None,
    }
    sheet = Sheet(issue=cover)
    sheet.put(name, f"第{volume}卷　第{serial}期", republican(day), "", "目　錄", "")
    made = [(section, piece) for section in OFFICES for piece in _pieces(rng, city, section)]
    for page, (section, piece) in enumerate(made, 1):
        if page == 1 or made[page - 2][0] != section:
            sheet.put(f"【{section}】")
        row = entry(piece, page, section, numbered=False)
        sheet.put(f"{row['title']}………………{page}")
        sheet.toc.append(row)
    sheet.blank(2)
    for k, (section, piece) in enumerate(made):
        if k == 0 or made[k - 1][0] != section:
            sheet.put(f"【{section}】", "")
        sheet.document(piece, Manner(day=republican, gap=1))
    return sheet


def _pieces(rng: Random, city: str, section: str) -> list[Piece]:
    kinds = [_order, _announcement, _letter]
    rng.shuffle(kinds)
    return [kind(rng, city, section, matter) for kind, matter in zip(kinds, MATTERS[section], strict=True)]


def _order(rng: Random, city: str, section: str, matter: str) -> Piece:
    name = f"{city}{matter}辦法"
    articles = (
        "第一條　為辦理" + matter + "，特訂定本辦法。",
        f"第二條　本辦法之主管機關為{city}政府。",
        "第三條　本辦法自發布日施行。",
    )
    return Piece(
        f"{city}政府令", (f"訂定「{name}」。", f"附「{name}」"), "命令（令）", (f"{city}政府",), _day(rng), _number(rng, city, section),
        signatory=(HEADS[city.endswith("市")], rng.choice(("林宏達", "陳美鳳", "張文雄"))), enclosed=(Enclosed(name, articles),),
    )  # fmt: skip


def _announcement(rng: Random, city: str, section: str, matter: str) -> Piece:
    body = (
        f"主旨：公告{matter}申請期間。",
        f"依據：{matter}要點第三點。",
        "公告事項：",
        "一、申請期間自即日起至七月三十一日止。",
        "二、逾期不予受理。",
    )
    return Piece(f"{city}政府公告", body, "公告", (f"{city}政府",), _day(rng), _number(rng, city, section))


def _letter(rng: Random, city: str, section: str, matter: str) -> Piece:
    body = (f"主旨：修正「{matter}注意事項」，並自即日生效，請查照。", f"說明：依據本府{matter}會議決議辦理。")
    made = Piece(f"{city}政府函", body, "函", (f"{city}政府",), _day(rng), _number(rng, city, section))
    return replace(made, addressees="本府各單位、各鄉鎮市公所")


def _day(rng: Random) -> date:
    return date(2019, rng.randint(1, 6), rng.randint(1, 25))


def _number(rng: Random, city: str, section: str) -> str:
    return f"{city[0]}府{OFFICES[section][0]}第{rng.randint(1080000000, 1089999999)}號"


def labelled(rng: Random) -> Sheet:
    """發文日期 and 發文字號 in lines of their own below the title; kind set apart from the organ; no brackets at sections."""
    city, serial, day = rng.choice(CITIES), rng.randint(1, 40), date(2021, 11, 3)
    name = f"{city}政府公報"
    cover = {
        "name": name,
        "year": 2021,
        "number": serial,
        "total_number": None,
        "publication_date": day.isoformat(),
        "publisher": None,
    }
    sheet = Sheet(issue=cover)
    sheet.put(name, f"110年冬字第{serial}期", f"出版日期：{republican(day)}", "", "目錄")
    made = [piece for section in OFFICES for piece in _pieces(rng, city, section)]
    for page, piece in enumerate(made, 1):
        row = entry(piece, page * 2, numbered=False)
        sheet.put(f"{row['title']}.......................{page * 2}")
        sheet.toc.append(row)
    sheet.blank(2)
    for piece in made:
        sheet.document(_labelled(piece), Manner(gap=1))
        sheet.documents[-1] |= {
            "doc_number": piece.number,
            "issued_date": piece.day.isoformat() if piece.day else None,
            "addressees": None,
        }
        sheet.documents[-1]["issuer"] = "".join(piece.signers) if piece.signatory else None
    return sheet


def _labelled(piece: Piece) -> Piece:
    """Day and number go above the text; at its end stands the head's name alone."""
    assert piece.day is not None
    organ, kind = piece.signers[0], piece.title.removeprefix(piece.signers[0])
    signed = ["　".join(piece.signatory)] if piece.signatory else []
    lines = [f"發文日期：{republican(piece.day)}", f"發文字號：{piece.number}"]
    if piece.addressees:
        lines.append(f"受文者：{piece.addressees}")
    return replace(
        piece, title=f"{organ}　{kind}", number=None, day=None, addressees=None, body=(*lines, *piece.body, *signed)
    )
