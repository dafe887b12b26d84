"""Issues that name one another: the annotated texts, issues that hold what these name, and acts of a made-up place.

What must be true of them is written down here from the annotations and by hand, not computed by what is tested.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gazette.model import DocumentRecord, Extraction, LegalStatus
from services.extract.identity import assign
from services.extract.parse import parse

GAZETTES = Path(__file__).parent / "gazettes"
SAMPLES = ("pinggu-2021-2", "pinggu-2022-4", "pinggu-work-report-2023")
NOW_AND_THEN = {"repeals": "2021-07-01", "lapses": "2021-04-26"}
"""Days of the two acts in the annotated texts that end others: the dates under which they were issued."""

ORGAN = "江岭市人民政府"
BASES = {
    1: "管理渡口",
    2: "管理集市",
    3: "管理仓库",
    4: "管理码头",
    5: "管理渠道",
    6: "管理驿站",
}


def act(serial: int, subject: str, body: str, behind: str = "", kind: str = "通知", year: int = 2021) -> str:
    """A document of the made-up place, issued on 1 March of its year."""
    head = f"{ORGAN}关于{subject}的{kind}\n\n江政发〔{year}〕{serial}号\n\n各县区人民政府：\n\n"
    return f"{head}{body}\n\n{ORGAN}\n\n{year}年3月1日\n\n{behind}\n\n"


def number(serial: int, year: int = 2015) -> str:
    return f"江政发〔{year}〕{serial}号"


HELD = "".join(act(k, what, f"为{what}，现通知如下。", year=2015) for k, what in BASES.items())
ENDING = act(
    30,
    "加强渡口管理",
    f"《关于管理渡口的通知》（{number(1)}）自2021年5月1日起废止，《关于管理集市的通知》（{number(2)}）自本通知印发之日起停止执行。",
)
LISTING = act(
    31,
    "公布规范性文件清理结果",
    "市政府决定公布清理结果，自本通知印发之日起执行。",
    f"附件1\n\n继续有效的文件目录\n\n1. 关于管理仓库的通知（{number(3)}）\n\n2. 关于管理渡口的通知（{number(1)}）\n\n"
    f"附件2\n\n宣布失效的文件目录\n\n1. 关于管理码头的通知（{number(4)}）",
)
CHANGING = act(
    32,
    "修改《关于管理渠道的通知》",
    f"对《关于管理渠道的通知》（{number(5)}）作如下修改：\n\n一、将第二条修改为“略”。",
    kind="决定",
)
RESTING = act(
    33,
    "做好驿站工作",
    f"根据《关于管理驿站的通知》（{number(6)}，以下简称《通知》），现就有关事项通知如下：\n\n一、照《通知》办理。",
)


@dataclass(frozen=True)
class Truth:
    """Number of a held document → status, day, number of the act; and who names whom: (source, kind, target)."""

    standings: dict[str, tuple[LegalStatus, str | None, str | None]] = field(default_factory=dict)
    edges: frozenset[tuple[str, str, str]] = frozenset()


def texts() -> dict[str, bytes]:
    """Every issue by name."""
    found = {name: (GAZETTES / f"{name}.txt").read_bytes() for name in SAMPLES}
    for way in ("repeals", "cites"):
        numbers = sorted({row["doc_number"] for document in golds() for row in document[way]} - own_numbers())
        found[f"what they {way}"] = "".join(made(one, k) for k, one in enumerate(numbers, 1)).encode()
    made_up = {"held": HELD, "ending": ENDING, "listing": LISTING, "changing": CHANGING, "resting": RESTING}
    return found | {name: text.encode() for name, text in made_up.items()}


def made(printed: str, k: int) -> str:
    """A document that has this number, whoever issued it."""
    return (
        f"{ORGAN}关于第{k}件事的通知\n\n{printed}\n\n各县区人民政府：\n\n请遵照执行。\n\n{ORGAN}\n\n2020年12月1日\n\n"
    )


def golds() -> list[dict[str, list[dict[str, str]]]]:
    """Every annotated document."""
    loaded = (json.loads((GAZETTES / f"{name}.json").read_text("utf-8")) for name in SAMPLES)
    return [document for gold in loaded for document in gold["documents"]]


def own_numbers() -> set[str]:
    return {str(document["doc_number"]) for document in golds() if document.get("doc_number")}


def truth() -> Truth:
    """What must hold when all have arrived."""
    standings, edges = {}, set()
    for document in golds():
        source = str(document.get("doc_number"))
        lapsing = len(document["repeals"]) > 2  # the one with the catalogue says 宣布失效
        for row in document["repeals"]:
            value = LegalStatus.LAPSED if lapsing else LegalStatus.REPEALED
            day = NOW_AND_THEN["lapses" if lapsing else "repeals"]
            standings[row["doc_number"]] = (value, day, source)
            edges.add((source, "lapses" if lapsing else "repeals", row["doc_number"]))
        edges |= {(source, "cites", row["doc_number"]) for row in document["cites"]}
    return Truth(standings | STANDINGS, frozenset(edges | EDGES))


STANDINGS = {
    number(1): (LegalStatus.REPEALED, "2021-05-01", number(30, 2021)),
    number(2): (LegalStatus.REPEALED, "2021-03-01", number(30, 2021)),
    number(3): (LegalStatus.IN_FORCE, "2021-03-01", number(31, 2021)),
    number(4): (LegalStatus.LAPSED, "2021-03-01", number(31, 2021)),
    number(5): (LegalStatus.AMENDED, "2021-03-01", number(32, 2021)),
    number(6): (LegalStatus.UNKNOWN, None, None),
}
EDGES = {
    (number(30, 2021), "repeals", number(1)),
    (number(30, 2021), "repeals", number(2)),
    (number(31, 2021), "continues", number(3)),
    (number(31, 2021), "continues", number(1)),
    (number(31, 2021), "lapses", number(4)),
    (number(32, 2021), "amends", number(5)),
    (number(32, 2021), "cites", number(5)),
    (number(33, 2021), "basis", number(6)),
    (number(33, 2021), "cites", number(6)),
}


@cache
def extracted(content: bytes) -> Extraction:
    """What a text holds; read once."""
    return parse(content, "")


def records(issue_id: str, content: bytes) -> list[DocumentRecord]:
    """Its documents as a catalogue holds them."""
    return assign(issue_id, extracted(content).documents, ())[0]
