"""More kinds of documents, told in another voice than those of `pieces`."""

from collections.abc import Sequence
from datetime import date
from random import Random

from tests.fidelity.layouts.pieces import Enclosed, Kind, Piece, a_day
from tests.fidelity.layouts.places import MINISTRIES, Place, government, office, person
from tests.fidelity.layouts.subjects import MORE, SUBJECTS, Subject

INNER = str.maketrans("《》", "〈〉")


def of_department(rng: Random, place: Place, year: int) -> Piece:
    """A department's notice whose title does not say who issued it."""
    subject = rng.choice(SUBJECTS)
    signer, name = place.name + subject.office, f"{place.name}{subject.text}"
    return Piece(
        f"关于印发《{name}》的通知", (f"为加强{subject.matter}，我们制定了《{name}》，现印发给你们，请遵照执行。",), "通知", (signer,),
        a_day(rng, year), f"{place.code}{subject.office[0]}规〔{year}〕{rng.randint(1, 40)}号", addressees="各有关单位",
        enclosed=(Enclosed(name, tuple(f"{n}. {text}" for n, text in enumerate(_said(rng, subject), 1))),),
    )  # fmt: skip


def adopted(rng: Random, place: Place, year: int) -> Piece:
    """A decision of the standing committee: when it was adopted stands below the title, nobody signs."""
    subject, day = rng.choice(SUBJECTS), a_day(rng, year)
    congress = f"{place.name}人民代表大会常务委员会"
    body = (
        f"（{year}年{day.month}月{day.day}日{congress}第{rng.randint(1, 40)}次会议通过）",
        f"{congress}听取和审议了{place.name}人民政府关于{subject.matter}情况的报告，决定如下：",
        *_said(rng, subject),
        "本决定自公布之日起施行。",
    )
    return Piece(
        f"{congress}关于加强{subject.matter}工作的决定",
        body,
        "决定",
        (),
        None,
        facts={"effective_clause": "自公布之日起施行", "issued_date": day.isoformat()},
    )


def congress_announcement(rng: Random, place: Place, year: int) -> Piece:
    """第N号 公告 of the standing committee with the regulation that it promulgates."""
    subject, serial = rng.choice(SUBJECTS), rng.randint(1, 60)
    signer, name = f"{place.name}人民代表大会常务委员会", f"{place.name}{subject.matter}条例"
    clause = f"自{year + 1}年5月1日起施行"
    articles = [f"第{n}条　{text}" for n, text in zip("一二三四五六", _said(rng, subject), strict=False)]
    return Piece(
        f"{signer}公告", (f"《{name}》已由{signer}通过，现予公布，{clause}。",), "公告", (signer,), a_day(rng, year),
        f"{signer}公告第{serial}号", f"第{serial}号", enclosed=(Enclosed(name, ("第一章　总　则", *articles)),),
        facts={"effective_clause": clause},
    )  # fmt: skip


def passed_on(rng: Random, place: Place, year: int) -> Piece:
    """批转: the inner text has its author above its title."""
    subject, day = rng.choice(SUBJECTS), a_day(rng, year)
    author = place.name + subject.office
    inner = f"{author}关于{subject.matter}的实施意见"
    body = (f"{government(place)}同意{author}《关于{subject.matter}的实施意见》，现批转给你们，请认真遵照执行。",)
    enclosed = Enclosed(inner, _said(rng, subject), None, (author,), date(year, 1, 5))
    return Piece(
        f"{government(place)}批转{author}关于{subject.matter}的实施意见的通知", body, "通知", (government(place),), day,
        f"{place.code}政〔{year}〕{rng.randint(1, 60)}号", addressees=place.addressees, enclosed=(enclosed,),
    )  # fmt: skip


def amending_order(rng: Random, place: Place, year: int) -> Piece:
    """A 令 that amends, signed 市　长　X Y."""
    subject, serial = rng.choice(SUBJECTS), rng.randint(100, 300)
    name = f"{place.name}{subject.text}"
    listed = f"{government(place)}关于修改《{name}》的决定"
    head, who = place.head, person(rng)
    return Piece(
        f"{government(place)}令", (f"现公布《{listed.translate(INNER)}》，自公布之日起施行。",), "命令（令）", (government(place),), a_day(rng, year),
        f"{government(place)}令第{serial}号", f"第 {serial} 号", signatory=(head, who),
        enclosed=(Enclosed(listed, (f"{government(place)}决定对《{name}》作如下修改：", *[f"{n}、{t}" for n, t in zip("一二三", _said(rng, subject), strict=False)])),),
        facts={"effective_clause": "自公布之日起施行"},
    )  # fmt: skip


def answer(rng: Random, place: Place, year: int) -> Piece:
    """To a delegate, by name."""
    subject, signer, who = rng.choice(SUBJECTS), office(place), person(rng)
    return Piece(
        f"{signer}关于市人大第{rng.randint(100, 400)}号建议的答复", (f"您提出的关于{subject.matter}的建议收悉，现答复如下：", *_said(rng, subject), "感谢您对政府工作的关心和支持。"),
        "函", (signer,), a_day(rng, year), f"{place.code}政办函〔{year}〕{rng.randint(1, 200)}号", addressees=f"{who}代表",
    )  # fmt: skip


def minutes(rng: Random, place: Place, year: int) -> Piece:
    subject, day = rng.choice(SUBJECTS), a_day(rng, year)
    body = (
        f"{year}年{day.month}月{max(1, day.day - 3)}日，{place.head}主持召开专题会议，研究{subject.matter}有关问题。纪要如下：",
        *[f"会议议定：{text}" for text in _said(rng, subject)],
        f"出席：{'、'.join(person(rng) for _ in range(5))}",
    )
    return Piece(
        f"{government(place)}关于{subject.matter}的专题会议纪要", body, "纪要", (office(place),), day, f"{place.code}政纪〔{year}〕{rng.randint(1, 60)}号",
    )  # fmt: skip


def without_mark(rng: Random, place: Place, year: int) -> Piece:
    """Appointments below a head line, names alone."""
    names = [person(rng) for _ in range(3)]
    offices = [place.name + subject.office for subject in rng.sample(SUBJECTS, 3)]
    rows = [
        {"person": n, "action": a, "position": f"{o}副局长", "effective_from": None, "note": None}
        for n, a, o in zip(names, ("appoint", "appoint", "remove"), offices, strict=True)
    ]
    body = (
        f"经研究，{government(place)}决定：",
        f"{names[0]}任{offices[0]}副局长；",
        f"{names[1]}任{offices[1]}副局长；",
        f"免去{names[2]}{offices[2]}副局长职务。",
    )
    return Piece(
        f"{government(place)}关于{names[0]}等{len(names)}名同志职务任免的通知", body, "通知", (government(place),), a_day(rng, year),
        f"{place.code}政干〔{year}〕{rng.randint(1, 50)}号", addressees=place.addressees, facts={"personnel": rows},
    )  # fmt: skip


def reading(rng: Random, place: Place, year: int) -> Piece:
    """An explanation of a policy: no number, nobody signs, no kind among the fifteen."""
    del year
    subject = rng.choice(SUBJECTS)
    body = ("一、出台背景", *_said(rng, subject)[:2], "二、主要内容", *_said(rng, subject)[2:])
    return Piece(f"《{place.name}{subject.text}》政策解读", body, None, (), None)


def of_ministries(rng: Random, place: Place, year: int) -> Piece:
    """Two or three ministries sign one notice."""
    del place
    signers, subject = tuple(rng.sample(MINISTRIES, rng.choice((2, 3)))), rng.choice(SUBJECTS)
    body = (
        f"现就{subject.matter}有关问题明确如下：",
        *[f"{m}、{s}" for m, s in zip("一二三四", _said(rng, subject), strict=False)],
    )
    return Piece(
        f"{'　'.join(signers)}关于{subject.matter}有关问题的通知", body, "通知", signers, a_day(rng, year),
        f"{signers[0][0]}{signers[1][0]}发〔{year}〕{rng.randint(1, 90)}号", addressees="各省、自治区、直辖市人民政府，国务院有关部委、有关直属机构",
    )  # fmt: skip


def ministry_order(rng: Random, place: Place, year: int) -> Piece:
    """令 of a ministry, signed by its minister."""
    del place
    subject, signer, serial = rng.choice(SUBJECTS), rng.choice(MINISTRIES[:5]), rng.randint(10, 99)
    name, clause = f"{subject.matter}监督管理办法", f"自{year + 1}年1月1日起施行"
    articles = [f"第{n}条　{text}" for n, text in zip("一二三四五六", _said(rng, subject), strict=False)]
    return Piece(
        f"中华人民共和国{signer}令", (f"《{name}》已经部务会议审议通过，现予公布，{clause}。",), "命令（令）", (f"中华人民共和国{signer}",),
        a_day(rng, year), f"中华人民共和国{signer}令第{serial}号", f"第{serial}号", signatory=("部长", person(rng)),
        enclosed=(Enclosed(name, tuple(articles)),), facts={"effective_clause": clause},
    )  # fmt: skip


def _said(rng: Random, subject: Subject) -> tuple[str, ...]:
    said = [*subject.sentences, *rng.sample(MORE, 2)]
    rng.shuffle(said)
    return tuple(said)


OTHER: Sequence[Kind] = (
    of_department, adopted, congress_announcement, passed_on, amending_order, answer, minutes, without_mark, of_ministries,
)  # fmt: skip
