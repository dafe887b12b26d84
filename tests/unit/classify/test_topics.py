import pytest

from services.classify.topics import BODY, subject, topics
from services.classify.vocabulary import Lexicon, lexicon, read

SMALL = """
[neutral]
names = "红楼梦"
[weights]
certain = 6.0
sure = 3.0
title = 1.5
words = 1.0
faint = 0.2
[scoring]
title_share = 0.6
title_weight = 3.0
threshold = 0.1
part_of_first = 0.2
most = 2
subclass_share = 0.5
kept_words = 2
[[classes]]
name = "颜色"
faint = "红楼"
title = "彩色"
[[classes.subclasses]]
name = "红"
sure = "红色 大红 大红色"
[[classes.subclasses]]
name = "蓝"
words = "蓝色 天蓝"
[[classes]]
name = "形状"
sure = "圆形 方形"
[[classes]]
name = "其他"
"""


@pytest.fixture
def small() -> Lexicon:
    return read(SMALL)


def test_the_longest_word_wins_and_nothing_is_counted_twice(small: Lexicon) -> None:
    assert small.body.find("大红色和红色，大红") == {"大红色": 1, "红色": 1, "大红": 1}


def test_neutral_words_hide_what_they_hold(small: Lexicon) -> None:
    assert topics("关于红楼的通知", "", small)[0].name == "颜色"
    assert topics("关于红楼梦的通知", "", small)[0].name == "其他"


def test_words_for_titles_do_not_count_in_the_body(small: Lexicon) -> None:
    assert topics("关于彩色的通知", "", small)[0].name == "颜色"
    assert topics("关于某事的通知", "彩色", small)[0].name == "其他"


def test_the_title_weighs_more_than_the_body_and_shares_sum_up(small: Lexicon) -> None:
    first, second = topics("关于圆形的通知", "红色\n红色\n大红", small)
    assert (first.name, first.score, first.words) == ("形状", 0.6, ("圆形",))
    assert (second.name, second.score, second.subclass) == ("颜色", 0.4, "红")


def test_a_title_with_faint_words_alone_leaves_it_to_the_body(small: Lexicon) -> None:
    assert [t.name for t in topics("关于红楼的通知", "圆形", small)] == ["形状"]


def test_repetition_adds_less_and_less(small: Lexicon) -> None:
    assert topics("", "圆形" + "，红色" * 3, small)[0].score == pytest.approx(2 / 3, abs=1e-4)


def test_words_broken_over_lines_count(small: Lexicon) -> None:
    assert topics("关于圆\n 形的通知", "", small)[0].name == "形状"
    assert topics("", "圆\n形", small)[0].name == "形状"


def test_no_word_at_all_is_the_last_class(small: Lexicon) -> None:
    assert [(t.name, t.score, t.words) for t in topics("关于某事的通知", "一二三", small)] == [("其他", 0.0, ())]


def test_only_the_beginning_of_a_long_body_is_read(small: Lexicon) -> None:
    assert topics("", "字" * BODY + "圆形", small)[0].name == "其他"


def test_a_subclass_needs_its_share_of_what_points_at_subclasses(small: Lexicon) -> None:
    assert topics("", "红色 蓝色 天蓝", small)[0].subclass == "红"
    assert topics("", "红楼", small)[0].subclass is None


@pytest.mark.parametrize("word", ["圆形 圆形", "圆"])
def test_a_word_that_cannot_work_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="圆"):
        read(SMALL.replace("圆形 方形", word))


def test_the_subject_stands_behind_the_organ() -> None:
    assert subject("甲市水利局 关于\n城市供水的通知") == "城市供水的通知"
    assert subject("城市供水条例") == "城市供水条例"


def test_the_scheme_is_complete() -> None:
    themes = lexicon().themes
    assert len(themes) == 22
    assert list(themes)[-1] == "其他"
    assert sum(map(len, themes.values())) == 103


def test_every_subclass_has_a_word_that_decides() -> None:
    for theme, subclasses in lexicon().themes.items():
        words = {e.subclass for e in lexicon().title.entries.values() if e.theme == theme and e.weight > 1}
        assert set(subclasses) <= words


def test_organs_and_chance_neighbours_say_nothing() -> None:
    assert topics("", "各区人民政府，市教育局、市水利局：", lexicon())[0].name == "其他"


def test_words_are_found_in_traditional_characters() -> None:
    simple = topics("关于河道环境保护和污水处理的通知", "各单位要加强污水处理厂运行管理，保护水环境质量。", lexicon())
    traditional = topics(
        "關於河道環境保護和污水處理的通知", "各單位要加強污水處理廠運行管理，保護水環境質量。", lexicon()
    )
    assert simple[0].name != "其他"
    assert traditional == simple
