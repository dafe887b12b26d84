"""What only the tantivy adapter promises: its folder, several processes, a process that is killed."""

import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from gazette.adapters.embedded import tantivy_folder, tantivy_index, tantivy_schema
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.errors import SettingsError, UnavailableError
from gazette.query import parse
from gazette.search import SearchRequest
from gazette.tokens import ENGINE_PATTERN, fold, tokens
from tests.contract.search_corpus import made

ROOT = Path(__file__).parents[2]
PROCESSES = 5

WRITER = """
    import os, signal, sys
    from pathlib import Path
    from gazette.adapters.embedded.tantivy_index import TantivyIndex
    from tests.contract.search_corpus import made

    path, first, last, stop = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

    def landmark(name):
        if name == stop and written == last - 1:
            os.kill(os.getpid(), signal.SIGKILL)

    index = TantivyIndex(path, landmark=landmark)
    for written in range(first, last):
        index.write([made(written, "水库", revision=2)])
        print(written, flush=True)
        sys.stdin.readline()
"""

READER = """
    import json, sys
    from pathlib import Path
    from gazette.adapters.embedded.tantivy_index import TantivyIndex
    from gazette.query import parse
    from gazette.search import SearchRequest

    index = TantivyIndex(Path(sys.argv[1]), writable=False)
    print(json.dumps(index.search(SearchRequest(parse("水库"))).total), flush=True)
"""


def command(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]


@contextmanager
def running(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        command(script, *arguments), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def total(index: TantivyIndex) -> int:
    return index.search(SearchRequest(parse("水库"))).total


def say(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def heard(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def test_five_processes_can_begin_on_nothing_at_once(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "there"
    children = [
        subprocess.Popen(command(READER, path), cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    answers = [(child.communicate()[0].strip(), child.returncode) for child in children]

    assert answers == [("0", 0)] * PROCESSES
    assert sorted(entry.name for entry in path.iterdir()) == ["CURRENT", tantivy_folder.FIRST]


def test_another_process_sees_each_write_when_it_returns(tmp_path: Path) -> None:
    reader = TantivyIndex(tmp_path, writable=False)
    with running(WRITER, tmp_path, 1, 26, "never") as writer:
        for number in range(1, 26):
            assert heard(writer) == str(number)
            assert total(reader) == number
            say(writer)
    done = subprocess.run(command(READER, tmp_path), cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout) == 25


def test_killed_between_adding_and_committing(tmp_path: Path) -> None:
    with running(WRITER, tmp_path, 1, 4, "index-added") as writer:
        for number in (1, 2):
            assert heard(writer) == str(number)
            say(writer)
        assert heard(writer) == ""
        assert writer.wait() == -signal.SIGKILL

    index = TantivyIndex(tmp_path)
    assert total(index) == 2
    index.write([made(1, "旧", revision=1), made(3, "水库", revision=2)])
    assert total(index) == 3


def test_a_second_writer_is_told_and_can_write_once_the_first_has_let_go(tmp_path: Path) -> None:
    first, second = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    first.write([made(1, "水库")])

    with pytest.raises(UnavailableError, match="another process is writing"):
        second.write([made(2, "水库")])
    assert total(second) == 1
    first.close()
    second.write([made(2, "水库")])
    assert total(first) == 2


def test_an_index_opened_for_reading_writes_nothing(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path, writable=False)

    with pytest.raises(SettingsError, match="only reads"):
        index.write([made(1, "水库")])
    assert total(index) == 0


def test_a_failed_write_changes_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    def stumble(name: str) -> None:
        if stumbling:
            raise RuntimeError(name)

    index = TantivyIndex(tmp_path, landmark=stumble)
    stumbling = False
    index.write([made(1, "水库")])
    stumbling = True
    with pytest.raises(RuntimeError, match="index-added"):
        index.write([made(1, "集市", revision=2), made(2, "水库")])
    assert total(index) == 1

    stumbling = False
    index.write([made(3, "公路")])
    assert sorted(hit.document.title for hit in index.search(SearchRequest()).hits) == ["公路", "水库"]


def test_another_folder_becomes_current_for_all_who_have_it_open(tmp_path: Path) -> None:
    reader, writer = TantivyIndex(tmp_path / "index"), TantivyIndex(tmp_path / "index")
    writer.write([made(1, "水库")])
    fresh = TantivyIndex(tmp_path / "fresh")
    fresh.write([made(2, "水库"), made(3, "水库")])
    fresh.close()

    (tmp_path / "fresh" / tantivy_folder.FIRST).rename(tmp_path / "index" / f"v{tantivy_schema.FORMAT}.2")
    tantivy_folder.make_current(tmp_path / "index", f"v{tantivy_schema.FORMAT}.2")

    assert (total(reader), total(writer)) == (2, 2)
    writer.write([made(4, "水库")])
    assert (total(reader), total(writer)) == (3, 3)


def damage_version(path: Path) -> None:
    (path / "CURRENT").write_text("v999.1")


def damage_current(path: Path) -> None:
    (path / "CURRENT").write_bytes(b"\xff../../elsewhere")


def damage_folder(path: Path) -> None:
    (path / tantivy_folder.FIRST).rename(path / "gone")


def damage_meta(path: Path) -> None:
    (path / tantivy_folder.FIRST / "meta.json").write_text("{}")


def damage_segments(path: Path) -> None:
    for segment in (path / tantivy_folder.FIRST).glob("*.store"):
        segment.unlink()


@pytest.mark.parametrize("damage", [damage_version, damage_current, damage_folder, damage_meta, damage_segments])
def test_what_cannot_be_used_is_refused_with_the_mend(tmp_path: Path, damage: object) -> None:
    index = TantivyIndex(tmp_path)
    index.write([made(1, "水库")])
    index.close()
    assert callable(damage)
    damage(tmp_path)

    broken = TantivyIndex(tmp_path)
    for attempt in (broken.check, broken.count, lambda: total(broken), lambda: broken.write([made(2, "水库")])):
        with pytest.raises(UnavailableError, match="reindex") as caught:
            attempt()
        assert str(tmp_path) in str(caught.value)


def test_a_panic_of_the_engine_stays_an_exception(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panicking(searcher: Any, _: SearchRequest) -> None:
        searcher.search(tantivy.Query.phrase_query(tantivy_schema.schema(), "title_words", ["水"]))

    index = TantivyIndex(tmp_path)
    index.write([made(1, "水库")])
    monkeypatch.setattr(tantivy_index, "page", panicking)

    with pytest.raises(UnavailableError, match=r"damaged.*reindex"):
        index.search(SearchRequest())


def test_a_vanished_folder_is_unavailable(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "index")
    (tmp_path / "index").rename(tmp_path / "elsewhere")

    for attempt in (index.check, lambda: index.search(SearchRequest()), lambda: index.write([made(1, "水库")])):
        with pytest.raises(UnavailableError, match="search index"):
            attempt()


ASSIGNED = st.characters(exclude_categories=["Cn", "Co", "Cs"])
LETTERS = st.characters(categories=["L", "N", "S", "M"])


@given(st.text(ASSIGNED | LETTERS))
def test_the_engine_cuts_as_we_do(text: str) -> None:
    """Of characters that Python knows; of the very newest, engines know fewer than `regex`."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(ENGINE_PATTERN)).build()

    assert tuple(analyzer.analyze(fold(text))) == tokens(text)


@pytest.mark.parametrize("text", ["水库ABC 12.5", "ａｂｃⅫ〇𠮷々", "x" * 200, "١٢٣ é́ ǅ İ ㈠①", "⼼⽅ 豈 🇨🇳 ー"])
def test_the_engine_sees_the_tokens_that_we_see(tmp_path: Path, text: str) -> None:
    index = TantivyIndex(tmp_path)
    index.write([made(1, text)])

    words = [word for word in tokens(text) if word]
    assert words
    assert index.search(SearchRequest(parse(f'title:"{text}"'))).total == 1
    for word in words:
        assert index.search(SearchRequest(parse(f'title:"{word}"'))).total == 1, word
