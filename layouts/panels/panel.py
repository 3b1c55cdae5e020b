"""What a kind of panel is: a spec, the columns it asks of its views, and a pure drawing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from dash import html
from dash.development.base_component import Component
from pydantic import BaseModel, ConfigDict, model_validator

from layouts import judge
from layouts.block import block
from layouts.context import Context, Rows
from layouts.words import Text, read, say

Needs = dict[str, tuple[str, ...]]  # view -> columns that the drawing reads


class Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = ""  # the scene sets it: the name of the panel's table
    title: Text | None = None
    over: str | None = None  # lies over this panel's cell instead of having its own (the time bar over the map)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, given: Any) -> Any:
        """All unknown keys in one sentence, each with the nearest known one."""
        if isinstance(given, Mapping) and (unknown := [str(key) for key in given if key not in cls.model_fields]):
            raise ValueError("; ".join(no_such("key", key, cls.model_fields) for key in unknown))
        return given


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """`no key 'veiw' (did you mean 'view'?)`."""
    near = get_close_matches(name, list(known), 1)
    return f"no {what} '{name}'" + (f" (did you mean '{near[0]}'?)" if near else "")


def unanswered(spec: Spec, view: str, context: Context) -> Component:
    """Instead of a panel whose view could not be computed: no rows would say that there is nothing."""
    title = read(spec.title, context.lang) if spec.title else judge.header(view, "title", context)
    said = say(context.lang, "why_failed", context.failed[view])
    return block("box unanswered", block("head", block("name", title, tag=html.H2)), block("none", said))


@dataclass(frozen=True)
class Panel:
    spec: type[Spec]
    needs: Callable[[Any], Needs]
    draw: Callable[[Any, Rows, Context], Component]
    most: int = 2000  # rows of a view; no list has room for more, and a row costs more to carry than to find
