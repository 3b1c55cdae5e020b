"""What stands over a contour: which corridor, and how long it takes now, on a free road and as usual."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from layouts.block import block, span
from layouts.compared import days_before
from layouts.context import Context
from layouts.figures import NONE, number, share
from layouts.words import Text, joined, read, say, worded

Row = dict[str, Any]


def name_of(now: Row, title: Text | None, context: Context) -> str:
    """The corridor with its direction; the scene's own title where there is none."""
    if not now:
        return read(title, context.lang) if title else say(context.lang, "contour")
    return joined(context.text(now, "name") or str(now["corridor_id"]), worded(context.lang, now["direction"]))


def figures(now: Row, context: Context) -> Iterator[Component]:
    """rows: of `corridor_now`; figures that are not known are left out, but for the one of now."""
    lang = context.lang
    band = (now.get("p10"), now.get("p90"))
    told = (
        (say(lang, "travel_now"), _minutes(now.get("travel_s"), context) or NONE, "figure now"),
        (say(lang, "free_travel"), _minutes(now.get("free_s"), context), "figure"),
        (say(lang, "usual_band"), f"{_minutes(band[0], context)}–{_minutes(band[1], context)}" if None not in band else "", "figure"),
        *((day[:1].upper() + day[1:], _minutes(then, context), "figure") for then, day in days_before(now, context)),
        (say(lang, "ratio"), number(now["ratio"], lang, 2) if now.get("ratio") is not None else "", "figure"),
        (say(lang, "length"), f"{number(now['length_km'], lang, 1)} km" if now.get("length_km") is not None else "", "figure"),
        (say(lang, "observed"), share(now.get("coverage"), lang) if now.get("coverage") is not None else "", "figure"),
    )
    for of, is_, name in told:
        if is_:
            yield block(name, span("of", of), span("is", is_))
    yield block("figure driven", span("of", say(lang, "driven_upward")))


def _minutes(seconds: float | None, context: Context) -> str:
    unit = say(context.lang, "minutes")
    return "" if seconds is None else f"{number(seconds / 60, context.lang)} {unit}"
