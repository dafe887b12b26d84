"""The operators' page: what it shows, what its buttons write, and who may press them."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from gazette.errors import UnavailableError
from gazette.events import UNDECODABLE, now, unwrap
from gazette.model import IssueStatus, Step
from gazette.ports import Beat, CommandState, Progress
from services.api.backends import ApiLimits
from services.api.pages import operations_wording as words_of
from services.index import compare, stored
from tests.made_up import issue
from tests.service.command_line import CommandLine
from tests.service.operators import HTML, Room, room_on
from tests.service.test_pages import EVIL, Attributes, words

MOBILE = "13812345678"
ACTS: Mapping[str, Mapping[str, Any]] = {
    "retry": {"issue": issue(1).id},
    "retry-all": {},
    "replay": {"cause": "OSError"},
    "discard": {"cause": "OSError", "until": 99},
    "reindex": {},
    "reconcile": {},
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with room_on(tmp_path / "data") as room:
        yield room


def beat(role: str = "extract", **fields: Any) -> Beat:
    made = {"member": role, "role": role, "host": "elsewhere", "pid": 7, "started_at": now(), "at": now()}
    return Beat(**made | fields)


# -- what is shown ---------------------------------------------------------------------------------------------


def test_an_empty_system_is_well(room: Room) -> None:
    html = room.page()
    assert html.count('class="agrees"') == 3
    assert "没有正在运行的角色" in words(html)


def test_everything_in_trouble_is_shown_with_its_reason(tmp_path: Path) -> None:
    with room_on(tmp_path / "data", stuck_seconds=0.000001) as room:
        stuck, failed = room.hold(1, status=IssueStatus.EXTRACTING), room.failed(2)
        room.bury(2, "KeyError")
        with room.backends.catalogue.transaction() as tables:
            tables.timeline.add(Step(stuck.id, now(), "extract", "x", "retry", 2, message="the store is away"))
            tables.work.beat(beat(problem="It stands still.", version="9.9.9"))
        shown = words(room.page())
    assert re.search(rf"{stuck.file_name} .*提取中 .*the store is away", shown)
    assert re.search(rf"{failed.file_name} .*Gave up: boom", shown)
    assert re.search(r"KeyError .*boom", shown)
    assert re.search(r"提取 extract .*It stands still\. 9\.9\.9", shown)
    assert "nobody does ingest, classify, index" in shown


def test_the_same_is_told_by_page_command_line_and_api(room: Room, tmp_path: Path) -> None:
    room.failed(1)
    room.bury(2)
    over_http = room.client.get("/api/v1/status").json()
    result = CommandLine(tmp_path / "data").run("status", "--json")
    printed = json.loads(result.stdout)
    passing = {"at", "oldest_seconds"}
    assert {k: v for k, v in printed.items() if k not in passing} == {
        k: v for k, v in over_http.items() if k not in passing
    }
    assert over_http["dead_letters"][0]["cause"] == "OSError"


def test_hostile_names_are_text(room: Room) -> None:
    held = room.failed(1, file_name=EVIL, reason=EVIL, reason_code=EVIL)
    room.bury(1, EVIL, type=EVIL)
    with room.backends.catalogue.transaction() as tables:
        tables.work.beat(beat(problem=EVIL, host=EVIL, version=EVIL))
        tables.commands.ask("replay", {"cause": EVIL}, EVIL)
        taken = tables.commands.take(("replay",), "one")
        assert taken is not None
        tables.commands.report(taken.id, "one", Progress(1, 2, EVIL))
    for path in ("/operations", "/operations/now", "/operations/dead", "/operations/discard", "/operations/repair"):
        html = room.page(path)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert not re.search(r"<script(?![^>]*\ssrc=)", html)
        assert not {name for name in Attributes(html).names if name == "style" or name.startswith("on")}
    assert "&lt;script&gt;alert" in room.page()
    assert f"/issues/{held.id}" in room.page()


def test_personal_data_are_masked(room: Room, tmp_path: Path) -> None:
    room.failed(1, file_name=f"联系电话{MOBILE}.txt")
    room.bury(1, f"ValueError 电话{MOBILE}")
    refused = tmp_path / "data" / "objects" / "refused"
    refused.mkdir(parents=True)
    (refused / f"手机{MOBILE}.txt").write_bytes(b"x")
    for path in ("/operations", "/operations/dead", "/api/v1/status"):
        assert MOBILE not in room.page(path)
    assert "手机●" in room.page()


def test_commands_show_how_far_they_are_and_what_they_came_to(room: Room) -> None:
    finding = {"fault": "index_missing", "count": 12, "repaired": 5, "examples": []}
    with room.backends.catalogue.transaction() as tables:
        for name, result in (("reconcile", {"findings": [finding]}), ("replay", {"late": 3})):
            number = tables.commands.ask(name, {}, "李@host").id
            tables.commands.take((name,), "one")
            tables.commands.end(number, "one", CommandState.DONE, "", result)
        number = tables.commands.ask("reindex", {}, "李@host").id
        tables.commands.take(("reindex",), "one")
        tables.commands.report(number, "one", Progress(250, 1000, "写入 writing"))
    html, shown = room.page(), words(room.page())
    assert 'value="0.25"' in html
    assert "250 / 1,000" in shown
    assert "索引缺失 missing in the index 12，已修复 5" in shown
    assert "no effect 3" in shown


def test_a_backend_that_is_away_is_said_and_the_page_goes_on_asking(tmp_path: Path) -> None:
    def away() -> Any:
        raise UnavailableError("the catalogue does not answer")

    with room_on(tmp_path / "data", look=away) as room:
        assert "the catalogue does not answer" in room.page(status=503)
        assert 'hx-get="/operations/now"' in room.page("/operations/now")
        assert room.client.get("/api/v1/status").status_code == 503


def test_live_parts_hold_what_the_page_holds(room: Room) -> None:
    room.failed(1)
    live = room.page("/operations/now")
    assert live.count('id="now"') == live.count('id="troubles"') == live.count("hx-swap-oob") == 1
    assert "hx-swap-oob" not in room.page()


def test_every_word_of_a_result_is_known() -> None:
    codes = {*compare.Fault, stored.BYTES_MISSING, stored.TEXT_MISSING, stored.ORPHANED}
    assert set(map(str, codes)) == set(words_of.FAULTS)


# -- what is done ----------------------------------------------------------------------------------------------


def test_a_failed_issue_begins_anew(room: Room) -> None:
    held = room.failed(1)
    assert f'value="{held.id}"' in room.page()
    told = room.page(room.act("retry", issue=held.id))
    assert "已重新开始处理 1 期公报" in told
    assert room.status(1) is IssueStatus.RECEIVED


def test_only_what_may_succeed_is_retried_with_all(room: Room) -> None:
    for serial in (1, 2):
        room.failed(serial)
    room.failed(3, retryable=False)
    assert "number=2" in room.act("retry-all")
    assert [room.status(serial) for serial in (1, 2, 3)] == [IssueStatus.RECEIVED] * 2 + [IssueStatus.FAILED]


@pytest.mark.parametrize("wrong", ["", "0" * 16, "../.."])
def test_an_issue_that_is_not_held_is_told(room: Room, wrong: str) -> None:
    reply = room.client.post("/operations/retry", data={"issue": wrong}, headers=HTML)
    assert reply.status_code in {404, 422}


@pytest.mark.parametrize(
    ("form", "arguments"),
    [
        ({"cause": "OSError"}, {"cause": "OSError"}),
        ({"group": "extract"}, {"group": "extract"}),
        ({"group": "extract", "type": "t", "cause": "c"}, {"group": "extract", "type": "t", "cause": "c"}),
        ({"id": 7}, {"ids": [7]}),
        ({"every": "true"}, {}),
    ],
)
def test_a_replay_is_asked_for_as_by_the_command_line(
    room: Room, form: dict[str, object], arguments: dict[str, Any]
) -> None:
    assert room.act("replay", **form) == "/operations?done=asked&number=1#commands"
    assert room.act("replay", **form).endswith("number=1#commands"), "the same is not asked for twice"
    asked = room.commands()
    assert [(one.name, one.arguments, one.asked_by) for one in asked] == [("replay", arguments, "web@127.0.0.1")]


@pytest.mark.parametrize("form", [{}, {"every": "true", "cause": "x"}, {"id": "seven"}])
def test_a_replay_says_what_it_means(room: Room, form: dict[str, str]) -> None:
    assert room.client.post("/operations/replay", data=form).status_code == 422
    assert room.commands() == []


@pytest.mark.parametrize(
    ("name", "form", "asked"),
    [
        ("reindex", {}, ("reindex", {})),
        ("reconcile", {}, ("reconcile", {"repair": False})),
        ("reconcile", {"repair": "true"}, ("reconcile", {"repair": True})),
    ],
)
def test_upkeep_is_asked_for(room: Room, name: str, form: dict[str, str], asked: tuple[str, Any]) -> None:
    room.act(name, **form)
    assert [(one.name, one.arguments) for one in room.commands()] == [asked]


def test_what_is_discarded_was_confirmed(room: Room) -> None:
    for serial in (1, 2):
        room.bury(serial)
    room.bury(3, "KeyError")
    form = room.page("/operations/discard?cause=OSError")
    assert "丢弃 2 条死信？" in words(form)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    room.bury(4)
    told = room.page(room.act("discard", **fields))
    assert "已丢弃 2 条死信" in told
    assert [one.cause for one in room.letters()] == ["KeyError", "OSError"], "what came later is left"
    assert room.client.get("/operations/discard?id=99", headers=HTML).status_code == 404


@pytest.mark.parametrize("form", [{"until": 9}, {"cause": "OSError"}])
def test_nothing_is_discarded_unsaid(room: Room, form: dict[str, object]) -> None:
    room.bury(1)
    assert room.client.post("/operations/discard", data=form).status_code == 422
    assert len(room.letters()) == 1


def test_letters_are_listed_with_their_history_page_by_page(room: Room) -> None:
    first = room.bury(1)
    with room.backends.catalogue.transaction() as tables:
        assert tables.dead_letters.replay(room.letters()[0].id or 0, "李@host")
    room.bury(1, id=first.id)
    for serial in range(2, 24):
        room.bury(serial)
    html = room.page("/operations/dead?group=extract&cause=OSError")
    assert html.count('<li id="letter-') == 20
    assert "已重放 replayed 李@host" in html
    following = re.search(r'rel="next" href="([^"]+)"', html)
    assert following
    assert room.page(following[1].replace("&amp;", "&")).count('<li id="letter-') == 3


def test_a_record_that_is_no_event_can_only_be_discarded(room: Room) -> None:
    room.bury(1, "undecodable", type=UNDECODABLE)
    for path in ("/operations", f"/operations/dead?type={UNDECODABLE}"):
        html = room.page(path)
        assert "/operations/replay" not in html
        assert "/operations/discard" in html


def test_replayed_event_is_the_one_that_failed(room: Room) -> None:
    sent = room.bury(1)
    assert unwrap(room.letters()[0].envelope) == unwrap(sent)


# -- who may -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTS)
def test_no_page_of_another_site_may_act(room: Room, name: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert room.client.post(f"/operations/{name}", data=ACTS[name], headers=headers).status_code == 403
    assert room.commands() == []


@pytest.mark.parametrize("name", ACTS)
def test_operators_alone_act(room: Room, name: str) -> None:
    room.failed(1)
    room.bury(1)
    through_proxy = room.client.post(f"/operations/{name}", data=ACTS[name], headers={"X-Forwarded-For": "1.2.3.4"})
    from_elsewhere = room.elsewhere().post(f"/operations/{name}", data=ACTS[name])
    assert (through_proxy.status_code, from_elsewhere.status_code) == (403, 403)
    assert "GAZETTE_OPERATOR_NETWORKS" in from_elsewhere.json()["detail"]
    assert (room.commands(), len(room.letters()), room.status(1)) == ([], 1, IssueStatus.FAILED)


def test_others_look_without_buttons(room: Room) -> None:
    room.failed(1)
    room.bury(1)
    for path in ("/operations", "/operations/dead?cause=OSError", "/operations/discard?cause=OSError"):
        reply = room.elsewhere().get(path, headers=HTML)
        assert reply.status_code == 200
        assert "<form" not in reply.text
    assert "GAZETTE_OPERATOR_NETWORKS" in room.elsewhere().get("/operations", headers=HTML).text


def test_a_network_can_be_trusted_with_it(tmp_path: Path) -> None:
    limits = ApiLimits(operators=(ip_network("10.1.0.0/16"), ip_network("fd00::/8")))
    with room_on(tmp_path / "data", limits=limits) as room:
        assert room.elsewhere().post("/operations/reindex").status_code == 303
        assert "<form" in room.elsewhere().get("/operations", headers=HTML).text


# -- the last hour ---------------------------------------------------------------------------------------------


def test_samples_are_taken_while_the_gateway_runs_and_are_bounded(room: Room) -> None:
    room.failed(1)
    with room.client:
        while len(room.figures.samples) < 5:
            pass
        first = room.client.get("/api/v1/status/figures").json()
        later = room.client.get("/api/v1/status/figures", params={"after": first["at"][-1]}).json()
    assert len(first["at"]) == first["kept"] == 5
    assert first["issues"]["failed"] == [1] * 5
    assert set(first["lag"]) == set(first["handled"]) == {"extract", "classify", "index"}
    assert first["outbox"] == [None] * 5, "the log reads the outbox itself"
    assert all(at > first["at"][-1] for at in later["at"])


def test_a_moment_without_an_answer_is_a_gap(tmp_path: Path) -> None:
    with room_on(tmp_path / "data") as room:
        look = room.figures.look
        room.figures.take()
        room.figures.look = _away
        room.figures.take()
        room.figures.look = look
        room.figures.take()
        told = room.figures.answer()
    assert told["issues"]["failed"] == told["lag"]["index"] == told["delayed"] == [0, None, 0]


def test_handled_events_are_counted_in_the_minute_before(room: Room) -> None:
    envelope = room.bury(1)
    with room.backends.catalogue.transaction() as tables:
        tables.work.begin("index", envelope)
        tables.work.finish("index", envelope.id)
    assert room.client.get("/api/v1/status").json()["handled"] == {"extract": 0, "classify": 0, "index": 1}
    with room.backends.catalogue.reading() as tables:
        assert tables.census.handled(now() + timedelta(minutes=1)) == {}


def _away() -> Any:
    raise UnavailableError("away")
