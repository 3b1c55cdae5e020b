"""What the bus KPIs of a town come to, worked out slowly in plain Python: the second opinion on the views."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from tests.truth.town import LOOKBACK, WINDOW, Town, Visit

GRACE = timedelta(minutes=10)
TEN = timedelta(minutes=10)
Windows = Mapping[tuple[str, str], tuple[float, float]]  # (line or '', kind of stop or '') -> seconds early and late


def kind(town: Town, visit: Visit) -> str:
    last = len(town.stops[visit.line])
    return {1: "departure", last: "arrival"}.get(visit.sequence, "timepoint" if visit.sequence % 2 else "stop")


def window(windows: Windows, line: str, stop_type: str) -> tuple[float, float]:
    """The most particular of the windows that fit."""
    fit = [windows[key] for key in ((line, stop_type), (line, ""), ("", stop_type), ("", "")) if key in windows]
    return fit[0] if fit else (60, 300)


def is_on_time(town: Town, windows: Windows, visit: Visit) -> bool:
    early, late = window(windows, visit.line, kind(town, visit))
    return -early <= visit.delay_s <= late


def on_time(town: Town, windows: Windows) -> tuple[int, int]:
    seen = [v for v in town.known() if v.actual is not None and v.actual > town.as_of - WINDOW]
    return sum(is_on_time(town, windows, v) for v in seen), len(seen)


def trips(town: Town) -> list[list[Visit]]:
    calls: dict[str, list[Visit]] = defaultdict(list)
    for visit in town.visits:
        calls[visit.trip].append(visit)
    return list(calls.values())


def outcome(town: Town, cancelled: Iterable[str], trip: list[Visit]) -> str:
    """run, cancelled, no_data or lost."""
    reports = sorted(at for name, at in said(town) if name == trip[0].trip)
    visited = any(v.trip == trip[0].trip and v.actual is not None and v.actual > town.as_of - LOOKBACK for v in town.known())
    if visited or any(at > town.as_of - timedelta(minutes=15) for at in reports):
        return "run"
    if trip[0].trip in cancelled:
        return "cancelled"
    lit = {ten_of(at) for _, at in said(town)}
    first, last = ten_of(trip[0].planned), ten_of(min(trip[-1].planned, town.as_of))
    span = [first + n * TEN for n in range((last - first) // TEN + 1)]
    return "no_data" if sum(ten in lit for ten in span) < 0.5 * len(span) else "lost"


def said(town: Town) -> Iterator[tuple[str, datetime]]:
    """Every report by as_of: trip and time."""
    for row in town.positions().tables["vehicle_position"].to_pylist():
        if row["event_time"] <= town.as_of:
            yield row["trip_id"], row["event_time"]


def ten_of(moment: datetime) -> datetime:
    return datetime.min + (moment - datetime.min) // TEN * TEN


def service(town: Town, cancelled: Iterable[str]) -> tuple[int, int]:
    """Trips planned to begin in the window: run, and known (run, cancelled or lost)."""
    due = [trip for trip in trips(town) if town.as_of - WINDOW < trip[0].planned <= town.as_of - GRACE]
    found = [outcome(town, cancelled, trip) for trip in due]
    return found.count("run"), len(found) - found.count("no_data")


def ends_on_time(town: Town, windows: Windows, cancelled: Iterable[str], end: int) -> tuple[int, int]:
    """Departures (end 0) or arrivals (end -1): on time, and known (seen there, cancelled or lost)."""
    due = [trip for trip in trips(town) if town.as_of - WINDOW < trip[end].planned <= town.as_of - GRACE]
    seen = {(v.trip, v.sequence) for v in town.known() if v.actual is not None and v.actual > town.as_of - LOOKBACK}
    timed = [trip[end] for trip in due if (trip[end].trip, trip[end].sequence) in seen]
    others = sum(outcome(town, cancelled, trip) in ("cancelled", "lost") for trip in due)
    return sum(is_on_time(town, windows, v) for v in timed), len(timed) + others


def run_times(town: Town) -> tuple[float, float]:
    """Sums of observed and planned seconds of the trips, due to have begun, that reached their last stop in the window."""
    seen = {(v.trip, v.sequence) for v in town.known()}
    ended = [
        t
        for t in trips(town)
        if t[0].planned <= town.as_of and all((v.trip, v.sequence) in seen for v in (t[0], t[-1]))
        if t[-1].actual and t[-1].actual > town.as_of - WINDOW
    ]
    observed = sum((t[-1].actual - t[0].actual).total_seconds() for t in ended if t[-1].actual and t[0].actual)
    return observed, sum((t[-1].planned - t[0].planned).total_seconds() for t in ended)
