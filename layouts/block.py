"""One way to build an element: its child is either one text or elements, never mixed, so that a frame can change texts in place."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from layouts.context import Context
from layouts.figures import age, ago, iso


def block(name: str, *children: Component | str, tag: type[Component] = html.Div, **attributes: Any) -> Component:
    if any(isinstance(child, str) for child in children) and len(children) > 1:
        raise TypeError(f"{name}: text beside elements; wrap the text in an element")
    content: Any = children[0] if children and isinstance(children[0], str) else list(children)
    made = object.__new__(tag)
    vars(made).update(_checked(tag, *attributes), children=content, className=name, **attributes)
    return made


@cache
def _checked(tag: type[Component], *names: str) -> dict[str, Any]:
    """What an element of these attributes says of itself. Dash looks at their names with every element that it makes, which is half of
    drawing a frame; once is enough. Raises TypeError for what is no attribute."""
    return vars(tag(**dict.fromkeys(names, "")))


def span(name: str, *children: Component | str, **attributes: Any) -> Component:
    return block(name, *children, tag=html.Span, **attributes)


def go(**keys: str) -> dict[str, Any]:
    """The attribute that makes an element a gesture: these keys go into the URL, an empty value takes its key out."""
    return data(go=_address(tuple(keys.items())))


@lru_cache(10_000)  # a list leads to the same places at every refresh
def _address(keys: tuple[tuple[str, str], ...]) -> str:
    return urlencode(keys)


def data(**values: str) -> dict[str, Any]:
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def label(text: str) -> dict[str, Any]:
    """What a screen reader says where there is only a sign."""
    return {"aria-label": text}


def busy() -> dict[str, Any]:
    """What a screen reader hears of a part whose content is on its way."""
    return {"aria-busy": "true"}


def button(name: str, *children: Component | str, keys: Mapping[str, str], **attributes: Any) -> Component:
    return block(name, *children, tag=html.Button, type="button", **go(**keys), **attributes)


def current() -> dict[str, Any]:
    """What a screen reader hears of the one that is chosen among its like."""
    return {"aria-current": "true"}


def aged(name: str, moment: Any, context: Context, short: bool = False) -> Component:
    """An age that the page keeps counting between frames; empty when there is no moment."""
    seconds = context.age_s(moment)
    if seconds is None:
        return span(name, "—" if short else "")
    text = age(seconds, context.lang) if short else ago(seconds, context.lang)
    return span(name, text, **data(age=iso(moment), age_form="short" if short else "ago"))


def mark(state: str) -> Component:
    """The shape of a state; CSS draws it, so it is there in every font."""
    return span(f"mark {state}")


def tap(name: str, *children: Component | str, keys: Mapping[str, str], **attributes: Any) -> Component:
    """A whole card or row as a gesture: a div (or what `tag` says), because a button may not hold headings."""
    return block(name, *children, role="button", tabIndex="0", **go(**keys), **attributes)
