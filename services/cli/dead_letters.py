"""How a dead letter is shown, to people and to programs."""

from collections.abc import Iterable
from datetime import datetime

from gazette.events import UNDECODABLE
from gazette.ports import DeadCause, DeadLetter
from services.api.answers import instant
from services.cli.console import give_table

BYTES = 400
SETTLED = {"replayed": "已重放 replayed", "discarded": "已丢弃 discarded"}
CAUSES = ("阶段 group", "事件 event", "原因 cause", "数量 count", "最早 first", "最近 last", "说明 message")
LETTERS = ("编号 id", "阶段 group", "公报 issue", "原因 cause", "次数 attempts", "时间 at UTC")
HISTORY = ("编号 id", "时间 at UTC", "原因 cause", "次数 attempts", "说明 message", "处理 settled")


def give_causes(causes: Iterable[DeadCause]) -> None:
    """A table, a row for each cause."""
    rows = [(one.group, one.type, one.cause, one.count, at(one.first), at(one.last), one.message) for one in causes]
    give_table("死信 dead letters", CAUSES, rows)


def give_letters(letters: Iterable[DeadLetter]) -> None:
    """A table, a row for each letter."""
    rows = [(one.id, one.group, one.envelope.key, one.cause, one.attempts, at(one.at)) for one in letters]
    give_table("", LETTERS, rows)


def give_history(history: Iterable[DeadLetter]) -> None:
    """What became of an event, time after time."""
    rows = [(one.id, at(one.at), one.cause, one.attempts, one.message, settled(one)) for one in history]
    give_table("历史 history", HISTORY, rows)


def letter_json(one: DeadLetter) -> dict[str, object]:
    """A dead letter for programs. Bytes that are no text are given with escapes."""
    return past_json(one) | {
        "group": one.group,
        "type": one.envelope.type,
        "event_id": one.envelope.id,
        "issue_id": one.envelope.key,
        "correlation_id": one.envelope.correlation_id,
        "data": one.envelope.data.decode(errors="backslashreplace"),
        "replayable": one.envelope.type != UNDECODABLE,
    }


def past_json(one: DeadLetter) -> dict[str, object]:
    """What was the matter and what was done, for programs."""
    return {
        "id": one.id,
        "at": instant(one.at),
        "cause": one.cause,
        "attempts": one.attempts,
        "message": one.message,
        "settled": one.settled,
        "settled_at": instant(one.settled_at) if one.settled_at else None,
        "settled_by": one.settled_by,
    }


def fields(letter: DeadLetter) -> list[tuple[str, object]]:
    """Names and values, for people."""
    envelope = letter.envelope
    where = "位置 topic-partition-offset" if envelope.type == UNDECODABLE else "事件编号 event id"
    return [
        ("编号 id", letter.id),
        ("阶段 group", letter.group),
        ("事件 event", envelope.type),
        (where, envelope.id),
        ("公报 issue", envelope.key),
        ("追踪号 correlation id", envelope.correlation_id),
        ("发生 told at UTC", at(envelope.time)),
        ("原因 cause", letter.cause),
        ("说明 message", letter.message),
        ("次数 attempts", letter.attempts),
        ("时间 at UTC", at(letter.at)),
        ("处理 settled", settled(letter)),
    ]


def settled(one: DeadLetter) -> str | None:
    """What people did about it, when and who; None where it is open."""
    if one.settled is None or one.settled_at is None:
        return None
    word = SETTLED[one.settled]
    return f"{word} {at(one.settled_at)} {one.settled_by}"


def data_of(letter: DeadLetter) -> str:
    """The beginning of the event; bytes that are no text as escapes."""
    data = letter.envelope.data
    more = f" … ({len(data)} bytes)" if len(data) > BYTES else ""
    return data[:BYTES].decode(errors="backslashreplace") + more


def at(moment: datetime) -> str:
    """A moment, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"
