"""`gazette dead`: events that no attempt could handle, by cause; what became of them; once more, or away."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazette.errors import NotFoundError, SettingsError
from gazette.events import UNDECODABLE
from gazette.ports import DeadCause, DeadFilter
from services.api.pages.operations_wording import OUTCOMES
from services.api.status import cause_answer
from services.cli.carrying import carry_out, person
from services.cli.console import give_fields, give_json, remark, say
from services.cli.dead_letters import (
    data_of,
    fields,
    give_causes,
    give_history,
    give_letters,
    letter_json,
    past_json,
)
from services.cli.start import held, load_settings
from services.cli.wording import STATUSES

SHOWN = 20
RAW = (
    "日志中的原始记录不是事件，无法重放，只能查看或丢弃。 "
    "A raw record that is no event: it can be looked at and discarded, not replayed."
)
UNKNOWN = "没有编号为 {0} 的死信。 There is no dead letter {0}; see `gazette dead list`."


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which dead letters a command line names."""

    ids: Sequence[int]
    group: str | None = None
    type: str | None = None
    cause: str | None = None

    def filter(self) -> DeadFilter:
        """The same for the catalogue."""
        return DeadFilter(self.group, self.type, self.cause, tuple(self.ids))

    def check(self, *, every: bool) -> None:
        """SettingsError where nothing is named, or everything and something."""
        is_named = bool(self.ids) or any((self.group, self.type, self.cause))
        if is_named == every:
            raise SettingsError(
                "请给出编号、--group、--type、--cause，或用 --all。 "
                "Name ids, --group, --type or --cause, or say --all. `gazette dead list` shows them."
            )


def list_dead(data: Path | None, chosen: Chosen, *, as_json: bool) -> None:
    """Open dead letters by group, type and cause; of a choice the first ones too."""
    wanted = chosen.filter()
    with held(data) as backends, backends.catalogue.reading() as tables:
        causes = [one for one in tables.dead_letters.causes() if _fits(one, wanted)]
        letters = tables.dead_letters.page(wanted, SHOWN)
        count = tables.dead_letters.count(wanted)
    if as_json:
        give_json({"causes": [cause_answer(one) for one in causes], "letters": [letter_json(one) for one in letters]})
        return
    give_causes(causes)
    give_letters(letters)
    if count > len(letters):
        say(f"共 {count} 条，仅列出前 {len(letters)} 条。 {count} in all; these are the first {len(letters)}.")
    if not letters:
        say("没有死信。 There is no dead letter.", "green")


def show_dead(data: Path | None, number: int, *, as_json: bool) -> None:
    """One dead letter with its history and its event."""
    with held(data) as backends, backends.catalogue.reading() as tables:
        letter = tables.dead_letters.get(number)
        if letter is None:
            raise NotFoundError(
                f"没有编号为 {number} 的死信。 There is no dead letter {number}; see `gazette dead list`."
            )
        history = tables.dead_letters.history(letter)
        issue = tables.issues.get(letter.envelope.key)
    if as_json:
        give_json(letter_json(letter) | {"history": [past_json(one) for one in history]})
        return
    state = f"{STATUSES[issue.status]} {issue.file_name}" if issue else None
    give_fields([*fields(letter), ("公报状态 issue status", state)])
    give_history(history)
    say("内容 data", "bold")
    say(data_of(letter))
    if letter.envelope.type == UNDECODABLE:
        remark(RAW, "yellow")


def replay_dead(data: Path | None, chosen: Chosen, *, every: bool, as_json: bool) -> None:
    """Send once more, each to the group that failed."""
    chosen.check(every=every)
    settings = load_settings(data)
    named = {"group": chosen.group, "type": chosen.type, "cause": chosen.cause, "ids": list(chosen.ids)}
    with held(data) as backends:
        _check_held(backends.catalogue.reading, chosen)
        arguments = {name: value for name, value in named.items() if value}
        result = carry_out(backends, settings, "replay", arguments, "重放死信 replay").result
    if as_json:
        give_json(dict(result))
        return
    for outcome, count in result.items():
        say(f"{' '.join(OUTCOMES[outcome])}: {count}")
    if not result:
        say("没有符合条件的死信。 No open dead letter is like that.")


def discard_dead(data: Path | None, chosen: Chosen, *, every: bool) -> None:
    """Take them off the list; they are kept as history for a while."""
    chosen.check(every=every)
    with held(data) as backends:
        _check_held(backends.catalogue.reading, chosen)
        with backends.catalogue.transaction() as tables:
            count = tables.dead_letters.discard(chosen.filter(), person())
    say(f"已丢弃 discarded: {count}")


def _check_held(reading: Any, chosen: Chosen) -> None:
    with reading() as tables:
        unknown = [number for number in chosen.ids if tables.dead_letters.get(number) is None]
    if unknown:
        raise NotFoundError(UNKNOWN.format(", ".join(map(str, unknown))))


def _fits(one: DeadCause, wanted: DeadFilter) -> bool:
    return (wanted.group or one.group, wanted.type or one.type, wanted.cause or one.cause) == (
        one.group,
        one.type,
        one.cause,
    )
