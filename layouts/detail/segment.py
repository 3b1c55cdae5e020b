"""The card of a road segment: how fast, by which rule that is its grade, what it rests on, what works and incidents lie on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.block import block, button, span, tap
from layouts.context import Context
from layouts.detail.drawer import drawer, facts, files
from layouts.detail.speed_day import speed_day
from layouts.detail.table import table
from layouts.figures import age, ago, day_and_time, number, share
from layouts.steps import Step
from layouts.words import WORDS, joined, pick, say, worded

GRADES = ("grade_0", "grade_1", "grade_2", "grade_3", "grade_4")
SHOWN = ("event_time", "speed_kmh", "samples", "imputed_samples", "segment_id")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class OnSegment:
    """What belongs to a segment besides its own row: of segment_day, segment_work_zones, incidents_now, grade_bands, segment_corridors."""

    day: Sequence[dict[str, Any]] = ()
    works: Sequence[dict[str, Any]] = ()
    incidents: Sequence[dict[str, Any]] = ()
    bands: Sequence[dict[str, Any]] = field(default_factory=tuple)
    corridors: Sequence[dict[str, Any]] = ()


def segment(row: Row, more: OnSegment, context: Context) -> Component:
    """row: of `segment_card`."""
    lang, name = context.lang, str(row["segment_id"])
    grade = GRADES[row.get("grade") or 0]
    level = f"level_{row['level']}" if row.get("level") else grade
    now = block(
        "now",
        span("number", number(row.get("speed_kmh"), lang)),
        span("unit", "km/h"),
        span(f"sign {grade}"),
        span("word", say(lang, level)),
    )
    behind = [{name: found.get(name) for name in SHOWN} for found in reversed(more.day) if found["samples"] is not None]
    return drawer(
        pick(row["name"], lang) or name,
        context,
        now,
        speed_day(more.day, row.get("free_flow_kmh"), context),
        span("note", _band(more.day, context)),
        facts(_pairs(row, more, context), context),
        *_corridors(more.corridors, context),
        *_list("works_here", [_work(found, context) for found in more.works], context),
        *_list("incidents_here", [_incident(found, context) for found in more.incidents], context),
        *([files({"segment": name}, (Step("segment_day", {"segment": name}),), more.day, context)] if behind else []),
        table(say(lang, "rows_behind"), behind, context, limit=24, view="segment_day"),
    )


def _pairs(row: Row, more: OnSegment, context: Context) -> Iterator[tuple[str, str]]:
    lang = context.lang
    road_class, health = str(row.get("road_class") or ""), str(row.get("health") or "")
    yield "free_flow", _free_flow(row, context)
    yield "ratio", number(row["ratio"], lang, 2) if row.get("ratio") is not None else ""
    yield "extra", age(row["extra_s"], lang) if (row.get("extra_s") or 0) >= 1 else ""
    yield "grade_rule", _rule(row, more.bands, context)
    yield "road_class", worded(lang, road_class)
    yield "length", f"{number((row.get('length_m') or 0) / 1000, lang, 2)} km"
    yield "measured", _samples(row, context)
    yield "flow", _flow(row, context)
    yield "detector", say(lang, health) if health in WORDS else health
    yield "district", context.district(row.get("district_id"))
    yield "heard", ago(row["age_s"], lang) if row.get("age_s") is not None else ""


def _free_flow(row: Row, context: Context) -> str:
    """The speed, and where it comes from."""
    if row.get("free_flow_kmh") is None:
        return say(context.lang, "free_flow_unknown")
    origin = f"free_flow_{row.get('free_flow_origin')}"
    return f"{number(row['free_flow_kmh'], context.lang)} km/h" + (f" · {say(context.lang, origin)}" if origin in WORDS else "")


def _rule(row: Row, bands: Sequence[Row], context: Context) -> str:
    """Where the grades of its class end; a class that is not named counts as minor."""
    by_class = {band["road_class"]: band for band in bands}
    band = by_class.get(row.get("road_class"), by_class.get("minor"))
    if band is None:
        return ""
    if band["by_speed"]:
        ends = (number(band[name], context.lang) for name in ("free_kmh", "mostly_free_kmh", "light_kmh", "moderate_kmh"))
        return say(context.lang, "rule_by_speed", *ends)
    ends = (number(band[name], context.lang, 1) for name in ("slow_ratio", "congested_ratio", "severe_ratio"))
    return say(context.lang, "rule_by_ratio", *ends)


def _flow(row: Row, context: Context) -> str:
    """What its detectors counted in the last hour."""
    flow, occupancy, lang = row.get("flow_h"), row.get("occupancy"), context.lang
    counted = say(lang, "flow_per_hour", number(flow, lang)) if flow is not None else ""
    occupied = say(lang, "occupied", number(occupancy, lang)) if occupancy is not None else ""
    return joined(counted, occupied)


def _samples(row: Row, context: Context) -> str:
    if row.get("empty"):
        return say(context.lang, "empty_road")
    if not row.get("samples"):
        return ""
    filled = row.get("imputed_share") or 0.0
    several = (row.get("feeds") or 0) > 1
    feeds = (
        (say(context.lang, "feeds_alike", pick(row["feed_first"], context.lang), pick(row["feed_last"], context.lang)),) if several else ()
    )
    return joined(number(row["samples"], context.lang), *feeds, say(context.lang, "imputed", share(filled, context.lang)) if filled else "")


def _band(rows: Sequence[Row], context: Context) -> str:
    days = max((row["days"] for row in rows), default=0)
    return say(context.lang, "band_of_days", days) if days >= 3 else say(context.lang, "band_unknown", days)


def _corridors(rows: Sequence[Row], context: Context) -> list[Component]:
    """The way on to the day of the corridors that it lies on."""
    if "corridor" not in context.scenes:
        return []
    return [_corridor(row, context) for row in rows if context.subject.get("corridor") != row["corridor_id"]]


def _corridor(row: Row, context: Context) -> Component:
    name = joined(context.text(row, "name"), worded(context.lang, row["direction"]))
    keys = {"scene": "corridor", "corridor": str(row["corridor_id"])}
    return button("onward", say(context.lang, "open_corridor", name), keys=keys)


def _list(title: str, items: Sequence[Component], context: Context) -> list[Component]:
    return [block("here", block("name", say(context.lang, title), tag=html.H3), *items)] if items else []


def _work(row: Row, context: Context) -> Component:
    lang, impact, end = context.lang, str(row["vehicle_impact"] or ""), row["end_date"]
    lanes = say(lang, "lanes_closed", row["lanes_closed"], row["lanes"]) if row["lanes_closed"] else ""
    until = say(lang, "until", day_and_time(end, context.zone, lang)) if end else ""
    told = (say(lang, str(row["state"])), worded(lang, impact), lanes, until)
    what = pick(row["description"], lang) or pick(row["road_names"], lang)
    more = span("more", joined(*told))
    return tap("fact-line", span("what", what), more, keys={"row": f"work:{row['work_zone_id']}"})


def _incident(row: Row, context: Context) -> Component:
    since = ago(context.age_s(row["started_at"]) or 0, context.lang)
    return tap(
        "fact-line", span("what", pick(row["title"], context.lang)), span("more", since), keys={"row": f"incident:{row['incident_id']}"}
    )
