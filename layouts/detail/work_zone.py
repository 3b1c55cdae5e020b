"""The card of a work zone: what it takes of the road, from when to when, and how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from layouts.block import block, button, span
from layouts.context import Context
from layouts.detail.apart import apart
from layouts.detail.drawer import drawer, facts, gone
from layouts.figures import NONE, ago, day_and_time, number
from layouts.words import joined, pick, say, worded

Row = Mapping[str, Any]


def work_zone(row: Row | None, context: Context, along: Sequence[Row] = ()) -> Component:
    """row: of `work_zones_now`; None when it is over or was never there; along: of `work_zone_segments`."""
    lang = context.lang
    if row is None:
        return gone(say(lang, "work"), context)
    state = str(row["state"])
    sort = block("sort works", span(f"sign {state}"), span("word", say(lang, state)))
    ways = _ways(along, context)
    return drawer(pick(row["road_names"], lang) or str(row["work_zone_id"]), context, sort, facts(_pairs(row, context), context), *ways)


def _ways(along: Sequence[Row], context: Context) -> Iterator[Component]:
    """On to each segment, by its name; those that bear the same one are told apart by their ids."""
    ids = [str(road["segment_id"]) for road in along]
    for own, told in zip(ids, apart([pick(road["name"], context.lang) for road in along], ids), strict=True):
        yield button("onward", say(context.lang, "open_segment_of", told), keys={"segment": own})


def _pairs(row: Row, context: Context) -> Iterator[tuple[str, str]]:
    lang, impact, way = context.lang, str(row["vehicle_impact"] or ""), str(row["direction"] or "")
    yield "what", pick(row["description"], lang) or pick(row["name"], lang)
    yield "impact", worded(lang, impact)
    yield "lanes", say(lang, "lanes_closed", row["lanes_closed"], row["lanes"]) if row["lanes"] else ""
    yield "limit", f"{number(row['reduced_speed_kmh'], lang)} km/h" if row["reduced_speed_kmh"] is not None else ""
    yield "workers", "" if row["workers_present"] is None else say(lang, "yes" if row["workers_present"] else "no")
    yield "way", worded(lang, way)
    yield "begins", _moment(row["start_date"], row["is_start_verified"], context)
    yield "ends", _moment(row["end_date"], row["is_end_verified"], context)
    yield "district", context.district(row["district_id"])
    yield "updated", ago(context.age_s(row["updated_at"]) or 0, lang) if row["updated_at"] else ""
    seconds = context.age_s(row["event_time"])
    yield "rests_on", ago(seconds, lang) if seconds is not None else NONE


def _moment(moment: datetime | None, verified: bool | None, context: Context) -> str:
    if moment is None:
        return say(context.lang, "open_end")
    sure = "" if verified is None else say(context.lang, "verified" if verified else "estimated")
    return joined(day_and_time(moment, context.zone, context.lang), sure)
