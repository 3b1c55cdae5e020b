"""Stop visits in plain pandas, as an analyst would write them: trip by trip, reports put on the line, times in proportion between them.

The same rule as datasources/model/visits for feeds that name the trip: legs of at most ten minutes, forward, not faster than 40 m/s;
no report farther than 100 m (or three tenths of the piece) from the line; a stop at most 1 km from the nearer report; within an hour of
the plan.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

GAP_S, FASTEST, REACH_M, ZONE_M, LATEST_S = 600, 40, 1000, 50, 3600


def lines_of(calls: pa.Table) -> dict[str, list[pd.DataFrame]]:
    """Calls of each trip, one frame a service date, with metres along the line from stop to stop."""
    lines: dict[str, list[pd.DataFrame]] = {}
    for (_, trip), call in calls.to_pandas().groupby(["service_date", "trip_id"], sort=False):
        north = 111195 * (call["latitude"] - call["latitude"].iloc[0])
        east = 111195 * np.cos(np.radians(call["latitude"].iloc[0])) * (call["longitude"] - call["longitude"].iloc[0])
        along = np.hypot(north.diff().fillna(0), east.diff().fillna(0)).cumsum()
        lines.setdefault(str(trip), []).append(call.assign(north=north, east=east, along=along))
    return lines


def stop_visits(reports: pd.DataFrame, lines: dict[str, list[pd.DataFrame]]) -> pd.DataFrame:
    """One row a call of a trip on a service date."""
    found = []
    for (_, trip), run in reports.sort_values("event_time").groupby(["vehicle_id", "trip_id"], sort=False):
        for line in lines.get(str(trip), []):
            found += _passes(run, line)
    passes = pd.DataFrame(found, columns=["service_date", "trip_id", "stop_sequence", "scheduled_time", "actual_time"])
    passes["delay_s"] = (passes["actual_time"] - passes["scheduled_time"]).dt.total_seconds()
    passes = passes[passes["delay_s"].abs() < LATEST_S]
    order = passes.assign(off=passes["delay_s"].abs()).sort_values("off")
    return order.drop_duplicates(["service_date", "trip_id", "stop_sequence"]).drop(columns="off")


def _passes(run: pd.DataFrame, line: pd.DataFrame) -> list[tuple[Any, ...]]:
    if abs((run["event_time"].iloc[0] - line["scheduled_time"].iloc[0]).total_seconds()) > 4 * LATEST_S:
        return []
    along = run.apply(lambda report: _along(report, line), axis=1)
    found = []
    legs = zip(run["event_time"], along, run["event_time"].shift(-1), along.shift(-1), strict=True)
    for begins, start, ends, end in legs:
        seconds = (ends - begins).total_seconds() if pd.notna(ends) else np.nan
        if not 0 < seconds <= GAP_S or not 0 <= end - start <= FASTEST * seconds + 100:
            continue
        for call in line[(line["along"] >= start - ZONE_M) & (line["along"] <= end + 2 * ZONE_M)].itertuples():
            share = _share(call, start, end)
            if share is not None and min(abs(start - call.along), abs(end - call.along)) <= REACH_M:
                at = begins + pd.Timedelta(seconds=round(share * seconds))
                found.append((call.service_date, call.trip_id, call.stop_sequence, call.scheduled_time, at))
    return found


def _along(report: "pd.Series[Any]", line: pd.DataFrame) -> float:
    """Metres along the line where the report is nearest to it; NaN beside it."""
    north = 111195 * (report["latitude"] - line["latitude"].iloc[0])
    east = 111195 * np.cos(np.radians(line["latitude"].iloc[0])) * (report["longitude"] - line["longitude"].iloc[0])
    at, to = line[["north", "east"]].to_numpy()[:-1], line[["north", "east"]].diff().to_numpy()[1:]
    length = np.hypot(to[:, 0], to[:, 1])
    share = np.clip(((north - at[:, 0]) * to[:, 0] + (east - at[:, 1]) * to[:, 1]) / np.maximum(length**2, 1e-9), 0, 1)
    off = np.hypot(at[:, 0] + share * to[:, 0] - north, at[:, 1] + share * to[:, 1] - east)
    near = int(np.argmin(off))
    return float(line["along"].iloc[near] + share[near] * length[near]) if off[near] <= max(100, 0.3 * length[near]) else float("nan")


def _share(call: Any, start: float, end: float) -> float | None:
    """Where on the leg the stop is, 0..1; None when it is not on it."""
    leaves = call.terminal == 1 and start <= call.along + ZONE_M < end
    comes = call.terminal == 2 and start < call.along - 2 * ZONE_M <= end
    if not (leaves or comes or start + 1 < call.along <= end + 1):
        return None
    return min(1.0, max(0.0, (call.along - start) / (end - start))) if end > start else 1.0
