"""Reading drawn trees: what they say, and what carries a class."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def walk(component: Component) -> Iterator[Component]:
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child, Component):
            yield from walk(child)


def texts(component: Component) -> list[str]:
    """Every text on the way down, empty ones left out."""
    found = (getattr(node, "children", None) for node in walk(component))
    return [text for text in found if isinstance(text, str) and text]


def classed(component: Component, name: str) -> list[Any]:
    """Every element that has the class."""
    return [node for node in walk(component) if name in str(getattr(node, "className", "")).split()]


def said(component: Component, name: str) -> list[str]:
    """What the elements of a class say, each in one line; silent ones left out."""
    return [line for node in classed(component, name) if (line := " ".join(texts(node)))]


def attribute(component: Component, name: str) -> list[str]:
    held = (vars(node) for node in walk(component))
    return [props[name] for props in held if name in props]
