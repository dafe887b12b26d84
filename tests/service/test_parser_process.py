"""The parsing child: limits, deaths, replacement. A scripted parser obeys the word in the file that it is given."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazette.errors import RejectedError, TransientError
from services.extract.child import DIE_IN_PARSE
from services.extract.child_handle import resident_mb
from services.extract.limits import Limits
from services.extract.runner import COMMAND, ParserProcess

OBEDIENT = r"""
import os, sys, time
from gazette.errors import RejectedError, TooLargeError
from gazette.model import Document, Extraction, Place, Provenance
from services.extract import child

def parse(data, name, report, limits, desk):
    word = data.decode()
    if word == "refuse":
        raise TooLargeError("encrypted", f"{name} is encrypted", f"{name} 已加密")
    if word == "raise":
        raise ValueError("an odd table")
    if word == "exit":
        os._exit(3)
    if word == "sleep":
        time.sleep(600)
    if word == "eat":
        hoard = [bytearray(os.urandom(1) * 20_000_000) for _ in range(40)]
        time.sleep(600)
    if word == "chatter":
        print("a library prints this")
        os.write(1, b"\0" * 200_000)
    for page in range(3):
        report(page + 1, 3)
    place = Provenance(Place(1, 0, 1, 4), 0.5, "rule")
    found = Document("〔题〕", 1, 2, provenance={"title": place}, doubtful=("title",))
    return Extraction(text=word, documents=(found,), notes=(name,))

child.end_with_parent()
child.serve(sys.stdin.buffer, child.claim_stdout(), parse, False)
"""
CHILD = (sys.executable, "-c", OBEDIENT)
NOTICE = """某市人民政府关于做好防汛工作的通知

某政发〔2020〕3号

各区人民政府：

　　现将有关事项通知如下。

某市人民政府

2020年5月6日
"""


def ignore(_done: int, _of: int) -> None:
    pass


def order(folder: Path, word: str) -> Path:
    path = folder / "order"
    path.write_text(word, encoding="utf-8")
    return path


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


def gone(pid: int, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def test_an_extraction_comes_back_whole_with_its_progress(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    with ParserProcess(Limits(), command=CHILD) as parser:
        found = parser.parse(order(tmp_path, "good"), "期.txt", lambda done, of: heard.append((done, of)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert (found.text, found.notes) == ("good", ("期.txt",))
    assert found.documents[0].title == "〔题〕"
    assert found.documents[0].doubtful == ("title",)
    assert found.documents[0].provenance["title"].place.end == 4


def test_a_name_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe")
    path.write_text("good", encoding="utf-8")
    with ParserProcess(Limits(), command=CHILD) as parser:
        assert parser.parse(path, "\udcff.txt", ignore).notes == ("?.txt",)


def test_a_large_answer_comes_back_whole(tmp_path: Path) -> None:
    text = "长文" * 1_000_000
    with ParserProcess(Limits(), command=CHILD) as parser:
        assert parser.parse(order(tmp_path, text), "long.txt", ignore).text == text


def test_jobs_share_one_child_until_it_is_replaced(tmp_path: Path) -> None:
    path = order(tmp_path, "good")
    pids = []
    with ParserProcess(Limits(jobs=10), command=CHILD) as parser:
        for _ in range(12):
            parser.parse(path, "a", ignore)
            pids.append(parser.pid)
    assert len(set(pids[:9])) == 1
    assert pids[9] is None
    assert pids[10] == pids[11] != pids[0]
    assert gone(pids[0])
    assert gone(pids[11])


def test_a_rejection_keeps_its_words_and_the_child(tmp_path: Path) -> None:
    with ParserProcess(Limits(), command=CHILD) as parser:
        with pytest.raises(RejectedError, match=r"a\.pdf is encrypted") as refused:
            parser.parse(order(tmp_path, "refuse"), "a.pdf", ignore)
        assert (refused.value.code, refused.value.chinese) == ("encrypted", "a.pdf 已加密")
        pid = parser.pid
        assert parser.parse(order(tmp_path, "good"), "b", ignore).text == "good"
        assert parser.pid == pid


@pytest.mark.parametrize(
    ("word", "why"), [("raise", "exit code 1, last words: ValueError: an odd table"), ("exit", "exit code 3")]
)
def test_a_death_is_told_and_the_next_file_gets_a_new_child(tmp_path: Path, word: str, why: str) -> None:
    with ParserProcess(Limits(), command=CHILD) as parser:
        with pytest.raises(TransientError, match=why):
            parser.parse(order(tmp_path, word), "odd.txt", ignore)
        assert parser.pid is None
        assert parser.parse(order(tmp_path, "good"), "b", ignore).text == "good"


def test_a_child_that_died_between_jobs_is_noticed(tmp_path: Path) -> None:
    with ParserProcess(Limits(), command=CHILD) as parser:
        parser.parse(order(tmp_path, "good"), "a", ignore)
        assert parser.pid
        os.kill(parser.pid, signal.SIGKILL)
        assert gone(parser.pid)
        with pytest.raises(TransientError, match="died while reading b"):
            parser.parse(order(tmp_path, "good"), "b", ignore)
        assert parser.parse(order(tmp_path, "good"), "c", ignore).text == "good"


@pytest.mark.parametrize(
    ("word", "limits", "code"),
    [("sleep", Limits(seconds=1), "too_slow"), ("eat", Limits(seconds=120, memory_mb=200), "too_large_in_memory")],
)
def test_a_breach_ends_the_child(tmp_path: Path, word: str, limits: Limits, code: str) -> None:
    pids: list[int | None] = []
    with ParserProcess(limits, lambda _: pids.append(parser.pid), CHILD) as parser:
        with pytest.raises(RejectedError, match=r"big\.txt") as refused:
            parser.parse(order(tmp_path, word), "big.txt", ignore)
        assert refused.value.code == code
        assert pids[0]
        assert gone(pids[0])
        assert parser.parse(order(tmp_path, "good"), "b", ignore).text == "good"


def test_memory_is_read_with_and_without_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    here = resident_mb(os.getpid())
    monkeypatch.setattr(sys, "platform", "darwin")
    assert here > 1
    assert here / 2 < resident_mb(os.getpid()) < here * 2
    assert resident_mb(2**30) == 0


def test_what_libraries_print_does_not_mix_with_answers(tmp_path: Path) -> None:
    with ParserProcess(Limits(), command=CHILD) as parser:
        assert parser.parse(order(tmp_path, "chatter"), "a", ignore).text == "chatter"


def test_an_answer_that_is_none_is_a_death(tmp_path: Path) -> None:
    liar = (
        sys.executable,
        "-c",
        r"import sys; sys.stdout.write('\0' * 7 + '\3xyz'); sys.stdout.flush(); sys.stdin.read()",
    )
    with ParserProcess(Limits(), command=liar) as parser, pytest.raises(TransientError):
        parser.parse(order(tmp_path, "good"), "a", ignore)


def test_a_child_is_not_kept_when_the_listener_fails(tmp_path: Path) -> None:
    def fail(_done: int, _of: int) -> None:
        raise KeyError

    with ParserProcess(Limits(), command=CHILD) as parser:
        with pytest.raises(KeyError):
            parser.parse(order(tmp_path, "good"), "a", fail)
        assert parser.parse(order(tmp_path, "another"), "b", ignore).text == "another"


def test_the_landmark_is_passed_when_the_job_is_out(tmp_path: Path) -> None:
    passed: list[str] = []
    with ParserProcess(Limits(), passed.append, CHILD) as parser:
        parser.parse(order(tmp_path, "good"), "a", ignore)
    assert passed == ["parsing"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a busy child ends with its job")
@pytest.mark.parametrize("word", ["good", "sleep"])
def test_the_child_ends_with_a_killed_parent_idle_or_busy(tmp_path: Path, word: str) -> None:
    path = order(tmp_path, word)
    script = (
        "import sys, time; from pathlib import Path; from services.extract.runner import ParserProcess\n"
        "from services.extract.limits import Limits\n"
        "p = ParserProcess(Limits(), lambda _: print(p.pid, flush=True), (sys.executable, '-c', sys.argv[2]))\n"
        "p.parse(Path(sys.argv[1]), 'a', lambda *_: None); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script, path, OBEDIENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        time.sleep(0.5)
        assert alive(pid)
        parent.kill()
    assert gone(pid)


def test_the_real_child_parses_a_file(tmp_path: Path) -> None:
    with ParserProcess(Limits()) as parser:
        found = parser.parse(order(tmp_path, NOTICE), "notice.txt", ignore)
        assert [d.doc_number for d in found.documents] == ["某政发〔2020〕3号"]
        pid = parser.pid
        assert [parser.parse(order(tmp_path, NOTICE), "n", ignore) for _ in range(9)][8].documents
        assert parser.pid == pid


def test_the_real_child_can_be_made_to_die_in_the_middle(tmp_path: Path) -> None:
    parser = ParserProcess(Limits(), command=(*COMMAND, DIE_IN_PARSE))
    with parser, pytest.raises(TransientError, match="exit code -9"):
        parser.parse(order(tmp_path, NOTICE), "notice.txt", ignore)
