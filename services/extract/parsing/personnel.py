"""Appointments and removals, one row a person and position; only in documents whose title speaks of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gazette.model import Action, Personnel
from services.extract.parsing import shapes
from services.extract.parsing.places import PROVINCES
from services.extract.parsing.repair import Line
from services.extract.parsing.signature import title_organ

GATE = re.compile(r"任免|任职|免职|任命|免去|聘任|聘用|人事|解聘")
NAME = rf"[{shapes.HAN}]{{2,4}}?|[{shapes.HAN}]{{1,8}}(?:·[{shapes.HAN}]{{1,8}}){{1,3}}?"
NAMES = rf"(?P<who>(?:{NAME})(?:、(?:{NAME}))*?)"
POST = r"(?P<post>.{2,80})"

NOMINATE = re.compile(rf"(?:同意|建议|提名|推荐)(?P<who>{NAME})(?:同志)?(?:担任|任|为)(?P<post>.+)")
REMOVE = re.compile(
    rf"(?:决定|同意|批准)?(?:免去|免)(?P<who>其|(?:{NAME})(?=同志|的|兼任)|)(?:同志)?(?:的|兼任的|所兼的?|兼任)?{POST}"
)
NO_LONGER = re.compile(rf"(?:同意)?(?P<who>其|{NAME})?(?:同志)?(?:不再|辞去)(?:担任|兼任)?{POST}")
APPOINT = re.compile(rf"(?:决定|兹)?(?:任命|聘任|聘请)?{NAMES}(?:同志)?(?:担任|兼任|任|为)(?![免职务期]){POST}")
ALSO = re.compile(rf"(?:并)?兼(?:任)?{POST}")
COMRADE = re.compile(rf"{NAMES}同志(?:的)?{POST}")
HEAD_APPOINT = re.compile(r"(?:任命|聘任|任职|任)(?:下列|以下)?(?:人员|同志)?(?:的?职务)?[：:]$")
HEAD_REMOVE = re.compile(r"(?:免去|免职|免|解聘)(?:下列|以下)?(?:人员|同志)?(?:的?职务)?[：:]$")
SINCE = re.compile(r"(?:任职时间|任期|聘期|试用期|时间)?(?:从|自)(\d{4})年(\d{1,2})月(\d{1,2})日起")
BRACKET = re.compile(r"[（(]([^（）()]{1,40})[）)]")
CLAUSE_END = re.compile(r"[；;。]")
COMMA = re.compile(r"[，,](?![^（(]*[）)])")
LEAD = re.compile(r"^(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])")
SHORTEST_ITEM = 5
CLOSING = re.compile(r"^(?:以上|上述|特此)")
SKIP = re.compile(r"^(?:以上|上述|特此|按照|根据|经|请|任免)")
PLACE_START = re.compile(rf"(?:{PROVINCES}|中国|中华|国家|首都|全国|国务院)")
LOCAL_START = re.compile(r"[^省市县区州盟旗乡镇]{1,5}(?:省|市|县|区|州|盟|旗|镇|乡|街道)|市|区|县|省")


@dataclass
class _State:
    """What a row inherits from the lines above it."""

    organ: str
    action: Action | None = None
    person: str | None = None
    last: Action | None = None
    clause: list[Personnel] = field(default_factory=list)


def personnel(lines: Sequence[Line], low: int, high: int, title: str) -> tuple[Personnel, ...]:
    """Rows of the body `lines[low:high]`; empty where the title is not about persons."""
    if not GATE.search(title):
        return ()
    state = _State(title_organ(title) or "")
    rows: list[Personnel] = []
    for line in lines[low:high]:
        if not line.row and len(line.bare) <= shapes.LONGEST_ADDRESSEE * 2:
            rows += _of_line(line, state)
    return tuple(rows)


def _of_line(line: Line, state: _State) -> Iterator[Personnel]:
    text = LEAD.sub("", line.bare)
    if CLOSING.match(text):
        return
    if HEAD_REMOVE.search(text):
        state.action = Action.REMOVE
        return
    if HEAD_APPOINT.search(text):
        state.action = Action.APPOINT
        return
    for clause in CLAUSE_END.split(text):
        state.clause = []
        for segment in COMMA.split(clause):
            _read(segment, line.first, state)
        yield from state.clause


def _read(segment: str, line: int, state: _State) -> None:
    """Add the rows of one segment to the clause, or a date to the rows that are there."""
    since = SINCE.search(segment)
    if since is not None:
        day = shapes.iso(since[1], since[2], since[3])
        state.clause = [replace(row, effective_from=day) for row in state.clause]
        return
    if not segment:
        return
    found = _matched(segment, state)
    if found is None:
        return
    action, who, post, note = found
    if who:
        state.person = who
    state.last = action
    for person in (state.person or "").split("、"):
        if person:
            state.clause.append(_row(person, action, post, note, line))


def _matched(segment: str, state: _State) -> tuple[Action, str | None, str, str | None] | None:
    """Action, person (None: the one before), position as printed, and a note that the wording gives."""
    for pattern, action in ((NO_LONGER, Action.REMOVE), (REMOVE, Action.REMOVE), (NOMINATE, Action.NOMINATE)):
        found = pattern.fullmatch(segment)
        if found:
            who, post = found["who"], found["post"]
            if not who and action is Action.REMOVE and pattern is REMOVE:
                who, post = _cut(post, state.organ)
            return action, None if who in ("其", "", None) else who, post, None
    found = ALSO.fullmatch(segment)
    if found and state.person and state.last:
        return state.last, None, found["post"], "兼"
    found = APPOINT.fullmatch(segment)
    if found and not SKIP.match(segment):
        return Action.APPOINT, found["who"], found["post"], None
    return _item(segment, state)


def _item(segment: str, state: _State) -> tuple[Action, str | None, str, str | None] | None:
    """A line below 任命： or 免去： that has no verb of its own."""
    if state.action is None or SKIP.match(segment) or len(segment) < SHORTEST_ITEM:
        return None
    found = COMRADE.fullmatch(segment)
    who, post = (found["who"], found["post"]) if found else _cut(segment, state.organ)
    return (state.action, who, post, None) if who and post else None


def _cut(segment: str, organ: str) -> tuple[str, str]:
    """A name glued to an office: cut where the office begins, with the issuer's own place, a province or a place."""
    own = organ[:3]
    for test in (lambda rest: bool(own) and rest.startswith(own), PLACE_START.match, LOCAL_START.match):
        for length in (3, 2, 4):
            if len(segment) > length + 2 and test(segment[length:]):
                return segment[:length], segment[length:]
    return (segment[:3], segment[3:]) if len(segment) > SHORTEST_ITEM + 1 else ("", "")


def _row(person: str, action: Action, post: str, note: str | None, line: int) -> Personnel:
    notes = [note] if note else []
    notes += [found for found in BRACKET.findall(post) if found]
    position = BRACKET.sub("", post)
    position = position.removesuffix("人选").removesuffix("职务").removesuffix("的")
    if position.startswith("兼"):
        position, notes = position.removeprefix("兼").removeprefix("任"), ["兼", *notes]
    return Personnel(person, action, position, None, "，".join(notes) or None, line)
