"""The street of `tracks` as a timetable that an agency publishes: a zip of text files, in the dialects that there are."""

import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from math import hypot

from datasources.readers.formats import read_feed
from datasources.reading import Reading
from tests.datasources.feeds import ARRIVED, spec
from tests.truth.driven import DAY
from tests.truth.tracks import LINES, Run, degrees

Files = dict[str, list[list[object]]]  # name -> header and rows
DWELL_S = 120  # planned at the timepoint on the way
TIMEPOINTS = (1, 4, 8)


def along(run: Run) -> list[float]:
    """Metres to each stop, straight from stop to stop."""
    places = LINES[run.line, run.direction][1]
    return [0.0, *accumulate(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places))]


def interpolated(run: Run, far: Sequence[float]) -> list[int]:
    """When each stop is left, where times are told at TIMEPOINTS alone: in proportion to `far` from a departure to the next arrival."""
    times = [0] * len(run.planned)
    for a, b in pairwise(TIMEPOINTS):
        leaves = run.planned[a - 1] + (DWELL_S if a == TIMEPOINTS[1] else 0)
        for n in range(a, b + 1):
            times[n - 1] = round(leaves + (run.planned[b - 1] - leaves) * (far[n - 1] - far[a - 1]) / (far[b - 1] - far[a - 1]))
    return times


def clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def files(driven: Sequence[Run]) -> Files:
    """With every time told, one service every day."""
    places = {stop: degrees(at) for stops, line in LINES.values() for stop, at in zip(stops, line, strict=True)}
    stops: list[list[object]] = [[stop, stop, f"{x:.7f}", f"{y:.7f}"] for stop, (x, y) in places.items()]
    calls: list[list[object]] = [
        [run.trip, clock(second), clock(second), stop, n]
        for run in driven
        for n, (stop, second) in enumerate(zip(run.stops, run.planned, strict=True), 1)
    ]
    return {
        "agency.txt": [["agency_name", "agency_url", "agency_timezone"], ["A", "http://a", "Australia/Adelaide"]],
        "routes.txt": [["route_id", "route_short_name", "route_type"], *([line, line, 3] for line in sorted({run.line for run in driven}))],
        "trips.txt": [["route_id", "service_id", "trip_id", "direction_id"], *([r.line, "daily", r.trip, r.direction] for r in driven)],
        "stops.txt": [["stop_id", "stop_name", "stop_lat", "stop_lon"], *stops],
        "stop_times.txt": [["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"], *calls],
        "calendar_dates.txt": [["service_id", "date", "exception_type"], ["daily", DAY, 1]],
    }


def cells(found: Files, name: str, change: Callable[[dict[str, object]], dict[str, object]]) -> Files:
    """With each row of a file changed."""
    header, *rows = found[name]
    told = [change(dict(zip(map(str, header), row, strict=True))) for row in rows]
    return found | {name: [list(told[0]), *(list(row.values()) for row in told)]}


def zipped(found: Files, text: Callable[[str], str] = str) -> Reading:
    """As the reader has it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, rows in found.items():
            archive.writestr(name, text("".join(",".join(map(str, row)) + "\n" for row in rows)))
    return read_feed(sink.getvalue(), spec(name="timetable", format="gtfs", every="1d"), None, ARRIVED)
