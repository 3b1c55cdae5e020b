import orjson
import pytest
from dash import html
from dash.development.base_component import Component

from layouts.block import aged, block, go, span
from tests.layouts.rows import ago, context
from tests.layouts.tree import attribute, texts


def as_dash_sends(component: Component) -> bytes:
    return orjson.dumps(component, default=Component.to_plotly_json, option=orjson.OPT_SORT_KEYS)


def test_text_beside_elements_is_refused() -> None:
    with pytest.raises(TypeError, match="text beside elements"):
        block("a", "text", span("b", "c"))


def test_an_element_is_what_dash_makes_of_it() -> None:
    for title in ("a", None):
        made = block("mark", span("b", "c"), tag=html.Button, title=title, **go(row="1"))
        same = html.Button([html.Span("c", className="b")], className="mark", title=title, **go(row="1"))
        assert as_dash_sends(made) == as_dash_sends(same)


def test_what_is_no_attribute_is_refused_every_time() -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match="colour"):
            block("a", colour="red")


def test_strings_are_texts_whatever_is_in_them() -> None:
    assert texts(span("a", "<img src=x onerror=alert(1)>")) == ["<img src=x onerror=alert(1)>"]


def test_keys_of_a_gesture_are_escaped() -> None:
    assert go(row="a:b&c=d", card="") == {"data-go": "row=a%3Ab%26c%3Dd&card="}


def test_an_age_without_a_moment_does_not_tick() -> None:
    assert attribute(aged("age", None, context()), "data-age") == []
    assert texts(aged("age", None, context(), short=True)) == ["—"]
    assert texts(aged("age", ago(8), context("en"), short=True)) == ["8 s"]
