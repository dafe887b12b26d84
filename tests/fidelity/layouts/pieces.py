"""Made-up documents of every kind, free of any layout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from tests.fidelity.layouts.places import MINISTRIES, Place, government, office, person
from tests.fidelity.layouts.subjects import LEADS, MORE, SUBJECTS, Subject

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What is printed behind the signature; `signers` and `day` where it is signed itself."""

    title: str
    body: tuple[str, ...]
    label: str | None = None
    signers: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A document: what it says, and what is true of it. `number_line` is the number as it is printed below the title."""

    title: str
    body: tuple[str, ...]
    doc_type: str | None
    signers: tuple[str, ...]
    day: date | None
    number: str | None = None
    number_line: str | None = None
    addressees: str | None = None
    signatory: tuple[str, str] | None = None
    enclosed: tuple[Enclosed, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def a_day(rng: Random, year: int) -> date:
    return date(year, rng.randint(1, 12), rng.randint(1, 28))


def prose(rng: Random, subject: Subject, parts: int) -> tuple[str, ...]:
    """Numbered sections with what is said of the matter, and what is said of every matter."""
    said = [*subject.sentences, *rng.sample(MORE, 4)]
    rng.shuffle(said)
    lines = []
    for mark, lead in zip(NUMERALS, rng.sample(LEADS, parts), strict=False):
        lines.append(f"{mark}、{lead}")
        lines += [f"（{n}）{text}" for n, text in zip(NUMERALS, rng.sample(said, rng.randint(1, 3)), strict=False)]
    return tuple(lines)


def articles(rng: Random, subject: Subject, effective: str) -> tuple[str, ...]:
    """A regulation with chapters and articles of its own."""
    said = [*subject.sentences, *rng.sample(MORE, 3)]
    lines = ["第一章　总则", f"第一条　为了规范{subject.matter}，根据有关法律、法规，制定本规定。"]
    lines += [f"第{n}条　{text}" for n, text in zip("二三四五六七八", said, strict=False)]
    lines[4:4] = ["第二章　管理与监督"]
    return (*lines, "第三章　附则", f"第九条　本规定{effective}。")


def table(rng: Random, subject: Subject) -> tuple[str, ...]:
    rows = [f"{n}\t{subject.matter}第{n}项\t{subject.office}\t{rng.randint(3, 12)}月底前" for n in range(1, 7)]
    return ("序号\t任务\t责任单位\t完成时限", *rows)


def notice(rng: Random, place: Place, year: int) -> Piece:
    subject, signer = rng.choice(SUBJECTS), rng.choice((government(place), office(place)))
    opening = f"为切实做好{subject.matter}工作，经研究，现就有关事项通知如下："
    return Piece(
        f"{signer}关于做好{subject.matter}工作的通知",
        (opening, *prose(rng, subject, rng.randint(2, 4)), "特此通知。"),
        "通知",
        (signer,),
        a_day(rng, year),
        _number(rng, place, year, "政办发" if signer == office(place) else "政发"),
        addressees=place.addressees,
    )


def promulgation(rng: Random, place: Place, year: int) -> Piece:
    subject, signer = rng.choice(SUBJECTS), government(place)
    name = f"{place.name}{subject.text}"
    opening = rng.choice(
        (f"现将《{name}》印发给你们，请认真贯彻执行。", f"《{name}》已经{place.head}办公会议审议通过，现予印发。")
    )
    enclosed = [Enclosed(name, prose(rng, subject, 4))]
    body = [opening]
    if rng.random() < 0.5:
        listed = f"{subject.matter}任务分工表"
        enclosed.append(Enclosed(listed, table(rng, subject), "附件"))
        enclosed[0] = Enclosed(name, (*prose(rng, subject, 3), f"附件：{listed}"))
    return Piece(
        f"{signer}关于印发《{name}》的通知" if rng.random() < 0.7 else f"{signer}关于印发{name}的通知",
        tuple(body),
        "通知",
        (signer,),
        a_day(rng, year),
        _number(rng, place, year, rng.choice(("政发", "政规"))),
        addressees=place.addressees,
        enclosed=tuple(enclosed),
    )


def appointments(rng: Random, place: Place, year: int) -> Piece:
    signer, names = government(place), [person(rng) for _ in range(4)]
    posts = [place.name + _post(subject.office) for subject in rng.sample(SUBJECTS, 4)]
    body = (
        f"经{place.name}人民政府研究决定：",
        f"任命{names[0]}为{posts[0]}；",
        f"任命{names[1]}为{posts[1]}。",
        f"免去{names[2]}的{posts[2]}职务；",
        f"免去{names[3]}的{posts[3]}职务。",
    )
    rows = [
        {"person": name, "action": action, "position": post, "effective_from": None, "note": None}
        for name, action, post in zip(names, ("appoint", "appoint", "remove", "remove"), posts, strict=True)
    ]
    return Piece(
        f"{signer}关于{names[0]}等任免职的通知", body, "通知", (signer,), a_day(rng, year),
        _number(rng, place, year, "政任"), addressees=place.addressees, facts={"personnel": rows},
    )  # fmt: skip


def announcement(rng: Random, place: Place, year: int) -> Piece:
    """公告: to everybody, so to nobody by name."""
    subject, signer = rng.choice(SUBJECTS), government(place)
    body = (
        f"根据有关法律法规规定，现将{subject.matter}有关事项公告如下：",
        *[f"{mark}、{text}" for mark, text in zip(NUMERALS, subject.sentences, strict=False)],
        "特此公告。",
    )
    numbered = rng.random() < 0.5
    title = f"{signer}关于{subject.matter}的公告" if rng.random() < 0.6 else f"{signer}公告"
    number = f"{signer}公告{year}年第{rng.randint(1, 40)}号" if numbered else None
    line = number[len(signer) + 2 :] if number and title.endswith(signer + "公告") else number
    return Piece(title, body, "公告", (signer,), a_day(rng, year), number, line)


def public_notice(rng: Random, place: Place, year: int) -> Piece:
    subject, signer = rng.choice(SUBJECTS), government(place)
    body = (
        f"为保障公共安全和群众生命财产安全，决定加强{subject.matter}管理，现通告如下：",
        *[f"{mark}、{text}" for mark, text in zip(NUMERALS, subject.sentences, strict=False)],
        "本通告自发布之日起施行。",
    )
    number = _number(rng, place, year, "政通") if rng.random() < 0.5 else None
    return Piece(
        f"{signer}关于加强{subject.matter}管理的通告", body, "通告", (signer,), a_day(rng, year), number,
        facts={"effective_clause": "自发布之日起施行"},
    )  # fmt: skip


def reply(rng: Random, place: Place, year: int) -> Piece:
    subject, signer, below = rng.choice(SUBJECTS), government(place), rng.choice(place.below)
    asked = f"{below}人民政府关于审批{subject.text}的请示"
    cited = f"{below[0]}政文〔{year}〕{rng.randint(2, 90)}号"
    body = (
        f"《{asked}》（{cited}）收悉。经研究，现批复如下：",
        f"一、原则同意《{below}{subject.text}》，请认真组织实施。",
        f"二、{rng.choice(subject.sentences)}",
        "三、你单位要会同有关部门加强指导，确保目标任务如期完成。",
        "此复。",
    )
    return Piece(
        f"{signer}关于{below}{subject.text}的批复", body, "批复", (signer,), a_day(rng, year),
        _number(rng, place, year, "政函"), addressees=f"{below}人民政府",
        facts={"cites": [{"title": asked, "doc_number": cited}]},
    )  # fmt: skip


def letter(rng: Random, place: Place, year: int) -> Piece:
    subject, signer = rng.choice(SUBJECTS), office(place)
    body = (
        f"你局关于商请支持{subject.matter}工作的来函收悉。经{place.head}同意，现函复如下：",
        *subject.sentences,
        "专此函复。",
    )
    return Piece(
        f"{signer}关于同意建立{subject.matter}工作联席会议制度的函", body, "函", (signer,), a_day(rng, year),
        _number(rng, place, year, "政办函"), addressees=f"{place.name}{subject.office}",
    )  # fmt: skip


def repealing(rng: Random, place: Place, year: int) -> Piece:
    """A decision with a catalogue of the texts that it repeals."""
    signer = government(place)
    rows = [
        {"title": f"{place.name}{s.text}", "doc_number": _number(rng, place, year - k - 5, "政发")}
        for k, s in enumerate(rng.sample(SUBJECTS, 6))
    ]
    opening = f"经清理，{signer}决定废止{len(rows)}件规范性文件。本决定自公布之日起施行。"
    catalogue = tuple(f"{n}. 《{row['title']}》（{row['doc_number']}）" for n, row in enumerate(rows, 1))
    listed = f"{signer}决定废止的规范性文件目录"
    return Piece(
        f"{signer}关于废止部分规范性文件的决定", (opening, f"附件：{listed}"), "决定", (signer,), a_day(rng, year),
        _number(rng, place, year, "政发"), addressees=place.addressees if rng.random() < 0.5 else None,
        enclosed=(Enclosed(listed, catalogue, "附件"),),
        facts={"repeals": rows, "effective_clause": "自公布之日起施行"},
    )  # fmt: skip


def order(rng: Random, place: Place, year: int) -> Piece:
    """令: to nobody, signed by a person, with the regulation that it promulgates."""
    subject, day = rng.choice(SUBJECTS), a_day(rng, year)
    name = f"{place.name}{subject.matter}规定"
    clause = f"自{year + 1}年1月1日起施行"
    body = (
        f"《{name}》已经{year}年{rng.randint(1, day.month)}月3日{government(place)}第{rng.randint(2, 60)}次常务会议通过，现予公布，{clause}。",
    )
    serial = rng.randint(20, 400)
    return Piece(
        f"{government(place)}令", body, "命令（令）", (government(place),), day, f"{government(place)}令第{serial}号", f"第{serial}号",
        signatory=(place.head, person(rng)), enclosed=(Enclosed(name, articles(rng, subject, clause)),),
        facts={"effective_clause": clause},
    )  # fmt: skip


def joint(rng: Random, place: Place, year: int) -> Piece:
    """Several issuers, all of whom sign."""
    subject = rng.choice(SUBJECTS)
    signers = tuple(place.name + s.office for s in rng.sample(SUBJECTS, 8))
    signers = tuple(dict.fromkeys(signers))[: rng.choice((2, 3))]
    opening = f"为进一步推进{subject.matter}，现提出如下意见："
    return Piece(
        f"{'　'.join(signers)}关于推进{subject.matter}的意见", (opening, *prose(rng, subject, 3)), "意见", signers, a_day(rng, year),
        f"{place.code}财联〔{year}〕{rng.randint(2, 99)}号", addressees=f"各{place.below[0][-1]}有关部门，各有关单位",
    )  # fmt: skip


def forwarding(rng: Random, place: Place, year: int) -> Piece:
    """转发: the text that is forwarded has a head and a signature of its own."""
    subject, signer, day = rng.choice(SUBJECTS), office(place), a_day(rng, year)
    author = place.name + subject.office
    inner = f"关于加强{subject.matter}工作的意见"
    body = (f"{author}《{inner}》已经{government(place)}同意，现转发给你们，请结合实际，认真贯彻落实。",)
    enclosed = Enclosed(inner, prose(rng, subject, 3), None, (author,), date(year, max(1, day.month - 1), 9))
    return Piece(
        f"{signer}转发{author}{inner}的通知", body, "通知", (signer,), day, _number(rng, place, year, "政办发"),
        addressees=place.addressees, enclosed=(enclosed,),
    )  # fmt: skip


def circular(rng: Random, place: Place, year: int) -> Piece:
    subject, signer = rng.choice(SUBJECTS), government(place)
    names = [person(rng) for _ in range(12)]
    body = (
        f"近年来，各级各部门扎实推进{subject.matter}，涌现出一批先进典型。经研究，决定对下列单位和个人予以通报表扬。",
        rng.choice(subject.sentences),
    )
    lists = (
        "一、先进单位",
        *(f"{p}人民政府" for p in place.below),
        "二、先进个人",
        "　".join(names[:6]),
        "　".join(names[6:]),
    )
    listed = f"{subject.matter}先进单位和个人名单"
    return Piece(
        f"{signer}关于表扬{subject.matter}先进单位和个人的通报", (*body, f"附件：{listed}"), "通报", (signer,), a_day(rng, year),
        _number(rng, place, year, "政字"), addressees=place.addressees, enclosed=(Enclosed(listed, lists, "附件"),),
    )  # fmt: skip


def unnumbered(rng: Random, place: Place, year: int) -> Piece:
    """A notice that has no number."""
    made = notice(rng, place, year)
    return Piece(made.title, made.body, made.doc_type, made.signers, made.day, addressees=made.addressees)


def ministry(rng: Random, place: Place, year: int) -> Piece:
    """A ministry's notice with annexes, in national manner."""
    del place
    subject, signer = rng.choice(SUBJECTS), rng.choice(MINISTRIES)
    lists = [f"{subject.matter}申报表", f"{subject.matter}情况统计表"]
    code = signer.removeprefix("国家")[0]
    body = (
        f"为贯彻落实党中央、国务院决策部署，做好{year}年{subject.matter}工作，现将有关事项通知如下：",
        *prose(rng, subject, 3),
        f"附件：1. {lists[0]}",
        f"2. {lists[1]}",
    )
    return Piece(
        f"{signer}关于开展{year}年{subject.matter}工作的通知", body, "通知", (signer,), a_day(rng, year),
        f"{code}办函〔{year}〕{rng.randint(1, 300)}号", addressees="各省、自治区、直辖市、计划单列市有关厅（局），新疆生产建设兵团有关局",
        enclosed=tuple(Enclosed(title, table(rng, subject), f"附件{n}") for n, title in enumerate(lists, 1)),
    )  # fmt: skip


def state_council(rng: Random, place: Place, year: int) -> Piece:
    """国务院令, signed by the premier."""
    del place
    subject, day = rng.choice(SUBJECTS), a_day(rng, year)
    name, serial = f"{subject.matter}条例", rng.randint(500, 799)
    clause = f"自{year + 1}年3月1日起施行"
    body = (
        f"《{name}》已经{year}年{day.month}月{max(1, day.day - 2)}日国务院第{rng.randint(1, 200)}次常务会议通过，现予公布，{clause}。",
    )
    title = "中华人民共和国国务院令"
    return Piece(
        title, body, "命令（令）", ("国务院",), day, f"{title}第{serial}号", f"第{serial}号",
        signatory=("总理", person(rng)), enclosed=(Enclosed(name, articles(rng, subject, clause)),), facts={"effective_clause": clause},
    )  # fmt: skip


def _post(organ: str) -> str:
    return f"{organ}主任" if organ.endswith("会") else f"{organ}长"


Kind = Callable[[Random, Place, int], Piece]
LOCAL: Sequence[Kind] = (
    notice, promulgation, appointments, announcement, public_notice, reply, letter, repealing, order, joint, forwarding, circular,
    unnumbered,
)  # fmt: skip


def _number(rng: Random, place: Place, year: int, style: str) -> str:
    return f"{place.code}{style}〔{year}〕{rng.randint(1, 130)}号"
