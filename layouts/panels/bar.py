"""The top bar: whose wall, how the city is and why, where to go, which feeds are alive, what time it is."""

from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from layouts.block import aged, block, button, data, label, mark, span, tap
from layouts.context import Context, Rows
from layouts.figures import clock, day, iso, local
from layouts.panels.panel import Needs, Panel, Spec
from layouts.words import Lang, read, say

_CALM = ("LIVE",)
_FAULTS = {"disk_full": "store_disk_full", "damaged": "store_damaged"}
_GRAVEST = ("DOWN", "STALE", "DEGRADED", "LATE")
_OTHER: dict[Lang, tuple[Lang, str, str]] = {
    "zh": ("en", "en", "English"),
    "en": ("zh", "", "中文"),
}  # its code, in the address, its name for itself


class BarSpec(Spec):
    kind: Literal["bar"]
    stage: str | None = "city_stage"
    feeds: str = "feed_status"
    lamps: int = 3  # on a screen of ordinary width; a wider one shows them all


def needs(spec: BarSpec) -> Needs:
    feeds = {spec.feeds: ("feed", "title_zh", "title_en", "state", "content_time")}
    return feeds | ({spec.stage: ("stage", "reason_zh", "reason_en")} if spec.stage else {})


def draw(spec: BarSpec, rows: Rows, context: Context) -> Component:
    stage = [_stage(next(iter(rows.get(spec.stage, [])), {}), context)] if spec.stage else []
    return block(
        "top",
        block("city", block("name", read(context.city, context.lang), tag=html.H1), _trail(context)),
        *stage,
        block("scenes", *(_tab(name, context) for name in context.scenes), tag=html.Nav),
        _lamps(spec, rows, context),
        _clock(context),
        *_troubles(context),
    )


def _troubles(context: Context) -> list[Component]:
    """What is wrong with the wall itself: with its store, its views, the last edit of the city's files."""
    said = [say(context.lang, _FAULTS[fault]) for fault in context.faults]
    if context.failed:
        said.append(say(context.lang, "views_failed", ", ".join(sorted(context.failed))))
    if context.refused:
        more = len(context.refused) - 1
        edit = say(context.lang, "edit_refused", context.refused[0])
        said.append(edit + (say(context.lang, "edit_refused_more", more) if more else ""))
    return [block("refused", " · ".join(said), role="status")] if said else []


def _trail(context: Context) -> Component:
    """The subtitle for the whole city; the way back to it from a district."""
    if context.scope is None:
        return block("trail", span("here", read(context.subtitle, context.lang)))
    way_back = button("step", say(context.lang, "city"), keys={"scope": ""})
    return block("trail", way_back, span("sep", "›"), span("here", context.district(context.scope)), tag=html.Nav)


def _stage(row: dict[str, Any], context: Context) -> Component:
    stage = row.get("stage")
    word, why = (f"stage_{stage}", context.text(row, "reason")) if stage else ("stage_none", say(context.lang, "stage_none_why"))
    return block(
        f"stage level-{stage or 'none'}",
        span("level", str(stage or "?")),
        block("judged", span("word", say(context.lang, word)), span("why", why)),
    )


def _tab(scene: str, context: Context) -> Component:
    here = " chosen" if scene == context.scene else ""
    return button(f"scene-tab{here}", read(context.scenes[scene], context.lang), keys={"scene": scene, "card": ""})


def _lamps(spec: BarSpec, rows: Rows, context: Context) -> Component:
    """As many as there is room for, the gravest first, in the city's own order; the rest as a count that says whether all is well."""
    feeds = rows.get(spec.feeds, [])
    shown = {row["feed"] for row in sorted(feeds, key=_gravity)[: spec.lamps]}
    lamps = [_lamp(row, row["feed"] not in shown, context) for row in feeds]
    return tap("lamps", *lamps, *_left(feeds, shown, context), keys={"card": spec.id}, **label(say(context.lang, "feeds")))


def _gravity(row: dict[str, Any]) -> int:
    if row["state"] in _CALM:
        return len(_GRAVEST) + 1
    return _GRAVEST.index(row["state"]) if row["state"] in _GRAVEST else len(_GRAVEST)


def _left(feeds: list[dict[str, Any]], shown: set[str], context: Context) -> list[Component]:
    """The lamps without room: how many of them are not well or, where all of them are, how many there are."""
    left = [row for row in feeds if row["feed"] not in shown]
    ill = sum(row["state"] not in _CALM for row in left)
    if ill:
        return [span("more abnormal", say(context.lang, "more_abnormal", ill))]
    return [span("more", say(context.lang, "more_feeds", len(left)))] if left else []


def _lamp(row: dict[str, Any], spare: bool, context: Context) -> Component:
    state = str(row["state"])
    word = [] if state in _CALM else [span("word", say(context.lang, state))]
    return block(
        f"lamp {state.lower()}{' spare' if spare else ''}",
        mark(state.lower()),
        span("feed", context.text(row, "title")),
        *word,
        aged("age", row["content_time"], context, short=True),
    )


def _clock(context: Context) -> Component:
    zone = context.zone
    offset = local(context.as_of, zone).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    replays = context.mode == "replay"
    marks = [span("tag replay", say(context.lang, "replay") + context.faster)] if replays else []
    marks += [span("tag demo", say(context.lang, "demo") + context.faster * (not replays))] if context.demo else []
    mode = say(context.lang, "live") if context.mode == "live" else say(context.lang, "replay")
    return block(
        "clock",
        block("corner", block("tags", *marks), _choices(context)),
        block(
            "moment",
            span("hands", clock(context.as_of, zone), **data(clock=iso(context.as_of), offset_min=str(minutes))),
            span("day", f"{day(context.as_of, zone, context.lang)} · {mode}"),
        ),
    )


def _choices(context: Context) -> Component:
    """The other language, and the other theme: of these two the stylesheet shows the one that is not there."""
    code, told, name = _OTHER[context.lang]
    return block(
        "choices",
        button("choice tongue", name, keys={"lang": told}, lang=code),
        button("choice to-light", say(context.lang, "light"), keys={"theme": "light"}),
        button("choice to-dark", say(context.lang, "dark"), keys={"theme": ""}),
    )


PANEL = Panel(BarSpec, needs, draw)
