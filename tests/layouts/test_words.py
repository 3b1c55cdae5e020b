import re
from pathlib import Path

import pytest

from layouts import words
from layouts.columns import COLUMNS
from layouts.words import LANGS, SAID, VALUES, WORDS, agreed, counted, pick, say

SOURCES = Path(words.__file__).parent


@pytest.mark.parametrize("key", WORDS)
def test_every_word_is_there_in_both_languages_with_the_same_blanks(key: str) -> None:
    zh, en = WORDS[key]
    assert zh.strip()
    assert en.strip()
    assert zh.count("{}") == en.count("{}")
    assert not re.search(r"[\u4e00-\u9fff]", en), "an English word with Chinese in it"


def test_every_column_is_named_in_both_languages() -> None:
    assert [name for name, column in COLUMNS.items() if not column.zh or not column.en] == []


def test_no_word_lies_unused() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    assert [key for key in SAID if f'"{key}"' not in source] == []


def test_a_word_has_one_place() -> None:
    assert SAID.keys() & VALUES.keys() == set()


@pytest.mark.parametrize("lang", LANGS)
def test_figures_go_into_the_blanks(lang: words.Lang) -> None:
    assert "7" in say(lang, "rail_open", 7)


def test_pick_reads_one_language_of_a_header() -> None:
    assert pick("分 | min", "zh") == "分"
    assert pick("分 | min", "en") == "min"
    assert pick("%", "en") == "%"
    assert pick(None, "zh") == ""
    assert pick("a|b", "en") == "a|b", "only ` | ` parts languages"


def test_what_is_counted_agrees_with_its_figure() -> None:
    assert [agreed(f"{figure} bus(es) · {other} trip(s)") for figure, other in ((1, 2), (21, 1), (0, 0))] == [
        "1 bus · 2 trips",
        "21 buses · 1 trip",
        "0 buses · 0 trips",
    ]
    assert [counted(figure, "pair(s)") for figure in ("1", "11", "1.5", "1,201", "0", "—")] == ["pair", *["pairs"] * 5]
    assert counted("1", "km/h") == "km/h" and counted("12", "处") == "处" and counted("81.4", "%") == "%"
    assert agreed("Seymour (east), 1 lane") == "Seymour (east), 1 lane"
    assert [say("en", "lanes_closed", 1, total) for total in (1, 2)] == ["1 of 1 lane closed", "1 of 2 lanes closed"]


@pytest.mark.parametrize("name", ["Line 1 (s)", "1 stop(es)", "Depot(s)", "{}", "1"])
def test_a_name_of_a_feed_stays_as_it_is_written(name: str) -> None:
    assert say("en", "lanes_closed", name, 2) == f"{name} of 2 lanes closed"
    assert say("en", "open_segment_of", name) == f"Open {name}"


def test_no_plural_of_the_wall_s_own_words_is_left_open() -> None:
    assert [key for key, (_, en) in WORDS.items() if re.search(r"\(e?s\)", say("en", key, *[2] * 9))] == []
