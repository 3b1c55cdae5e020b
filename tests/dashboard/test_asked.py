"""A frame's name says what it is of, whatever the texts in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.asked import Asked, asked_by


@given(st.dictionaries(st.sampled_from(["line", "direction"]), st.text(min_size=1, max_size=12)))
def test_a_name_reads_back(subject: dict[str, str]) -> None:
    asked = Asked("line", "370602", "en", tuple(subject.items()))
    if len(asked.name) < 150:
        assert asked_by(asked.name) == asked


def test_a_name_as_a_page_makes_it() -> None:
    assert asked_by("line.city.zh.bGluZT01MSZkaXJlY3Rpb249MA") == Asked("line", "city", "zh", (("line", "51"), ("direction", "0")))
    assert Asked("overview", "city", "zh").name == "overview.city.zh"


NONE = (
    "vehicles",
    "overview.city",
    "overview.city.fr",
    "a.b.zh.c.d",
    "a.b.zh.*",
    "a.b.zh.A",
    "a.b.zh._-8",
    "../a.city.zh",
    "a.b.zh." + "A" * 161,
)


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_name_of_a_frame(name: str) -> None:
    assert asked_by(name) is None
