"""责任单位, 牵头单位, 配合单位: bodies with their role, from labels, from closing brackets and from tables."""

import re
from collections.abc import Iterator
from functools import lru_cache

from gazette.fields import Duty, Role
from services.extract.parsing.repair import Line
from services.extract.parsing.scope import Scope
from services.extract.parsing.tables import TABLES, Row
from services.extract.parsing.terms import ORGAN_ENDS
from services.extract.parsing.values import printed

LABELLED, BRACKETED, TABULAR, TORN = 0.97, 0.93, 0.95, 0.6
MOST = 2000
ROLES = (
    (Role.LEAD, "牵头|主办|组织"),
    (Role.SUPPORTING, "配合|协办|协同|协助|参与|参加|支持"),
    (Role.RESPONSIBLE, "责任|主责|负责|承办|实施|落实|主管|完成|办理"),
)
KIND = "|".join(words for _, words in ROLES)
UNIT = r"(?:单位|部门|机构|处室|科室|主体|地区)"
LABEL = re.compile(rf"(?P<role>{KIND}){UNIT}\s?(?:及人员)?[：:]\s?")
HEAD = re.compile(rf"(?:主要)?(?P<role>{KIND})(?:及配合)?{UNIT}(?:及责任人)?")
BRACKET = re.compile(r"[（(]([^（()）]{2,300}?(?:[（(][^（()）]{1,20}[）)][^（()）]{0,100}?)*)[）)][。；;]?\s*$")
CLOSES = re.compile(
    r"(?P<bodies>[^，,；;。：:]{2,200}?)(?:按(?:照)?(?:各自)?职责(?:分工)?|分别|共同|具体|等)*(?P<role>牵头|负责|配合|参与|参加|协办|主办|承办|协助|落实)(?:负责|落实|组织|实施|配合)*"
)
STOP = re.compile(r"[。；;）)\n]|[，,]\s?(?=.{0,6}[：:])")
PARTS = re.compile(r"[、，,；;\s]+|<[^<>]{1,20}>|等?(?:和|及|以及|与)(?=各)|会同")
INNER = re.compile(r"[（(][^（()）\n]{1,60}[）)]")
EDGES = re.compile(r"^由|等(?:部门|单位|有关部门|有关单位|相关部门|相关单位)?$")
SHORT_BRACKET = re.compile(r"[（(][^（()）]{1,40}[）)]")
NONE = re.compile(r"[-—–－/\\\s]*|无|同上")
ACTION = re.compile(
    r"^(?:有关部门|排在|以下|下同|完成|做好|加强|推进|开展|组织|负责|配合|根据|按|对|在|将|把|制定|建立|每|各类|具体|第)|[《》\d：:]|。|工作$|任务$|事项$|的$"
)
WHOLE = re.compile(
    rf"(?:{ORGAN_ENDS}|街道|乡镇?|镇|办|企业|单位|部门|机构|个人|村|队|校|协|联|园|委员)(?:[（(][^（()）]+[）)])?$"
)
LONGEST_BODY, SHORTEST_BODY = 36, 2


def duties(scope: Scope) -> tuple[Duty, ...]:
    """Every statement in the order of the text."""
    found: list[Duty] = []
    for line in scope.running():
        found += _labelled(line)
        found += _bracketed(line)
    for row in scope.rows():
        found += _of_row(row)
    found.sort(key=lambda one: (one.place.start_line, one.place.start))
    return tuple(found[:MOST])


def role_of(word: str) -> Role | None:
    """The role that a word names."""
    return next((role for role, words in ROLES if re.search(words, word)), None)


def bodies(text: str) -> tuple[str, ...]:
    """The bodies that a list names, as printed; what is a task and no body is left out."""
    parts = (printed(part).strip("；;。，,、“”") for part in PARTS.split(_closed(text)))
    found = []
    for part in parts:
        name = EDGES.sub("", part) if "由" in part or "等" in part else part
        if SHORTEST_BODY <= len(name) <= LONGEST_BODY and not ACTION.search(name) and not NONE.fullmatch(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _closed(text: str) -> str:
    """The text with brackets opened in it closed off, so that 规划（含…、…） is not torn apart."""
    return SHORT_BRACKET.sub(lambda bracket: bracket[0].replace("、", "\u00b7"), text) if "、" in text else text


def _labelled(line: Line) -> Iterator[Duty]:
    """责任单位：甲、乙."""
    if "：" not in line.text and ":" not in line.text:
        return
    labels = list(LABEL.finditer(line.text))
    ends = [*(label.start() for label in labels[1:]), len(line.text)]
    for label, high in zip(labels, ends, strict=False):
        said = INNER.sub(lambda inner: "\u3000" * len(inner[0]), line.text[label.end() : high])
        stop = STOP.search(said)
        end = label.end() + (stop.start() if stop else len(said))
        names = bodies(line.text[label.end() : end])
        role = role_of(label["role"])
        if names and role:
            torn = end == len(line.text) and not WHOLE.search(names[-1])
            yield Duty(role, names, line.place(label.start(), end), TORN if torn else LABELLED)


def _bracketed(line: Line) -> Iterator[Duty]:
    """（甲牵头，乙、丙配合） at the end of a paragraph."""
    if not line.text.rstrip("。；; ").endswith(("）", ")")):
        return
    bracket = BRACKET.search(line.text, max(0, len(line.text) - 400))
    if bracket is None or LABEL.search(bracket[1]):
        return
    for found in CLOSES.finditer(bracket[1]):
        names, role = bodies(found["bodies"]), role_of(found["role"])
        start = bracket.start(1) + found.start("bodies")
        if names and role:
            yield Duty(role, names, line.place(start, bracket.start(1) + found.end()), BRACKETED)


def _of_row(row: Row) -> Iterator[Duty]:
    for column, role in _columns(row.heads):
        cell = row.cell(column)
        names = bodies(cell.text) if cell else ()
        if cell and names:
            yield Duty(role, names, row.place(cell), TORN if row.ragged else TABULAR)


@lru_cache(maxsize=TABLES)
def _columns(heads: tuple[str, ...]) -> tuple[tuple[int, Role], ...]:
    """Columns that name bodies, with their role."""
    named = ((column, HEAD.fullmatch(head)) for column, head in enumerate(heads))
    roles = ((column, role_of(found["role"])) for column, found in named if found)
    return tuple((column, role) for column, role in roles if role)
