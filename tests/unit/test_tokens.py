"""The tokeniser: what a token is, and that folding keeps every offset."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from gazette.tokens import LONGEST_TOKEN, fold, pattern, tokens

CASES = {
    "水库管理": "水 库 管 理",
    "国办发〔2020〕27号": "国 办 发 2020 27 号",
    "PM2.5、m³": "pm2 5 m³",
    "ＡＢＣ１２３": "abc123",
    "北岭ABC园": "北 岭 abc 园",
    "二〇二一年々": "二 〇 二 一 年 々",
    "⼼⽅": "心 方",
    "\uf900": "豈",
    "𠮷𡃁": "𠮷 𡃁",
    "Ⅻ类": "ⅻ 类",
    "ÉÀ é": "éà é",
    "Привет, Ελλάς": "привет ελλάς",
    "١٢٣": "١٢٣",
    "snake_case": "snake case",
    "甲\n乙\t丙　丁": "甲 乙 丙 丁",
    "——……《》（）！🇨🇳😀\ufffd": "",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=[f"{text[:12]!a}" for text in CASES])
def test_tokens(text: str, expected: str) -> None:
    assert tokens(text) == tuple(expected.split())


def test_long_runs_are_cut() -> None:
    assert [len(token) for token in tokens("x" * 150)] == [LONGEST_TOKEN, LONGEST_TOKEN, 150 - 2 * LONGEST_TOKEN]


@pytest.mark.parametrize("odd", ["İ", "ß", "ﬁ", "ŉ", "ΐ", "ẞ"])
def test_what_would_grow_in_lower_case_does_not(odd: str) -> None:
    assert len(fold(odd)) == 1


@given(st.text())
def test_folding_keeps_offsets_and_is_done_once(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert fold(text[: len(text) // 2]) + fold(text[len(text) // 2 :]) == folded


@given(st.text())
def test_width_and_case_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)

    assert tokens(wide) == tokens(text)
    assert all(tokens(letter.upper()) == tokens(letter) for letter in text if letter.isascii())


@given(
    st.text(st.sampled_from("水库，。 \nAaＡ1１b⼼心")), st.lists(st.sampled_from("水库a1b心"), min_size=1, max_size=3)
)
def test_the_pattern_finds_tokens_in_a_row_and_nothing_else(text: str, letters: list[str]) -> None:
    wanted, held = tokens(" ".join(letters)), tokens(text)
    in_a_row = any(held[at : at + len(wanted)] == wanted for at in range(len(held)))

    found = regex.search(pattern(wanted), text, regex.V1)

    assert (found is not None) == in_a_row
    assert found is None or tokens(found[0]) == wanted
