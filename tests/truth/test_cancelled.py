"""Trips that are cancelled, in every way that feeds tell it, on a line where every other trip runs."""

from collections.abc import Callable, Iterable
from datetime import UTC, timedelta

import pytest
from google.transit import gtfs_realtime_pb2 as rt

from datasources.readers.formats import read_feed
from datasources.store import Store
from tests.datasources.feeds import spec
from tests.datasources.rows import reading
from tests.truth.driven import DAY, MIDNIGHT, Row, ask, by_trip, calls, city, found, told
from tests.truth.tracks import Run, reports, runs, timetable

STREET = runs(8 * 3600, lines=["street"])
GONE, LOST = (run for run in STREET if run.direction == 0 and run.number in (1, 2))  # the one is cancelled, the other just does not come
RAN = [run for run in STREET if run not in (GONE, LOST)]
WINDOW_S = 10_800


def update(hours: float, said: str | None, **trip: object) -> Row:
    return {"event_time": MIDNIGHT + timedelta(hours=hours), "schedule_relationship": said, "start_date": DAY} | trip


def land(store: Store, positions: Iterable[Row], updates: list[Row], exact: bool = False) -> None:
    store.land("timetable", timetable(STREET, (DAY, DAY), by_headway=exact, exact=exact), None)
    if rows := list(positions):
        store.land("positions", reading("vehicle_position", rows), None)
    if updates:
        store.land("updates", reading("trip_update", updates), None)


def outcomes(store: Store) -> list[str]:
    """Of the trips of the first direction in order of time."""
    rows = [row for row in ask(store, "trip_outcome", 9.5, window_s=WINDOW_S) if row["direction_id"] == 0]
    return [row["outcome"] for row in sorted(rows, key=lambda row: row["planned_start"])]


CANCELLED = ["completed", "cancelled", "lost", "completed"]
OUT = {"route_id": "street", "direction_id": 0}
WAYS: dict[str, list[Row]] = {
    "by its id": [update(7.5, "CANCELED", trip_id=GONE.trip)],
    "by its line and start": [update(7.5, "CANCELED", **OUT, start_time="08:10:00")],
    "by a name of the feed's own": [update(7.5, "CANCELED", trip_id="0810_OUT", **OUT, start_time="08:10:00")],
    "again after it was taken back": [update(7.5 + n, said, trip_id=GONE.trip) for n, said in enumerate(["CANCELED", None, "CANCELED"])],
    "while one repeats it": [update(7.5 + n, said, trip_id=GONE.trip) for n, said in enumerate(["CANCELED", "DUPLICATED"])],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_trip_is_cancelled(way: str) -> None:
    with city() as store:
        land(store, told(RAN), WAYS[way])
        assert outcomes(store) == CANCELLED


def test_a_cancellation_is_taken_back_by_an_update_that_says_nothing_of_it() -> None:
    """Then the trip is as planned: it was not seen, so it is lost."""
    with city() as store:
        land(store, told(RAN), [update(7.5, "CANCELED", trip_id=GONE.trip), update(7.6, None, trip_id=GONE.trip, arrival_delay=0)])
        assert outcomes(store) == ["completed", "lost", "lost", "completed"]


def test_of_runs_by_frequency_the_one_that_starts_then_is_cancelled() -> None:
    def said(run: Run) -> Row:
        return {"trip_id": f"street{run.direction}-0", "route_id": "street", "start_date": DAY, "start_time": f"08:{10 * run.number:02}:00"}

    with city() as store:
        land(store, told(RAN, said=said), [update(7.5, "CANCELED", trip_id="street0-0", start_time="08:10:00")], exact=True)
        assert outcomes(store) == CANCELLED


def standing(run: Run) -> list[Row]:
    """The bus stays where the trip begins, and speaks of it."""
    first = next(reports(run, MIDNIGHT, by_trip(run)))
    return [first | {"event_time": MIDNIGHT + timedelta(hours=8, seconds=30 * n)} for n in range(180)]


@pytest.mark.parametrize("where", [standing, lambda run: list(reports(run, MIDNIGHT, by_trip(run)))])
def test_a_bus_that_says_its_trip_is_cancelled_runs_none(where: Callable[[Run], list[Row]]) -> None:
    dead = [row | {"schedule_relationship": "CANCELED"} for row in where(GONE)]
    with city() as store:
        land(store, [*told(RAN), *dead], [update(7.5, "CANCELED", trip_id=GONE.trip)])
        assert outcomes(store) == CANCELLED
        assert set(found(store)) == calls(RAN)
        cars = {row["vehicle_id"]: row for row in ask(store, "vehicle_match", (dead[-1]["event_time"] - MIDNIGHT).total_seconds() / 3600)}
    assert (cars[dead[0]["vehicle_id"]]["trip_id"], cars[dead[0]["vehicle_id"]]["in_service"]) == (None, False)


@pytest.mark.parametrize("says", ["CANCELED", "ADDED"])
def test_a_trip_ends_where_the_bus_goes_on_to_one_that_is_not_in_the_timetable(says: str) -> None:
    """Its last stop was passed between two reports, the second of which is of the next trip."""
    run = RAN[0]
    rows = [row for row in told([run]) if (row["event_time"] - MIDNIGHT).total_seconds() < run.calls[-1][0] - 25]
    after = next(row for row in told([run]) if (row["event_time"] - MIDNIGHT).total_seconds() > run.calls[-1][0])
    with city() as store:
        land(store, [*rows, after | {"trip_id": "next", "schedule_relationship": says}], [])
        assert set(found(store)) == calls([run])


@pytest.mark.parametrize("says", ["SKIPPED", "NO_DATA"])
def test_a_stop_that_is_skipped_or_unknown_tells_no_delay(says: str) -> None:
    """The next stop that is served does."""
    stops: list[Row] = [
        {"stop_sequence": 2, "arrival_delay": 0, "stop_schedule_relationship": says},
        {"stop_sequence": 3, "arrival_delay": 300},
    ]
    with city() as store:
        land(store, [], [update(8, "SCHEDULED", trip_id=STREET[0].trip, **stop) for stop in stops])
        told = [row["delay_s"] for row in ask(store, "vehicle_delay", 8.01)]
    assert told == [300]


@pytest.mark.parametrize(("hours", "unknown", "delay"), [(8, 3, [300]), (8.2, 3, []), (8.2, 8, [300])])
def test_a_delay_ends_where_the_feed_says_that_nobody_can_tell(hours: float, unknown: int, delay: list[int]) -> None:
    """Five minutes late at the second stop and so on the way to the one from which nothing is known; at twelve past the bus is beyond
    its third stop and not at its last."""
    stops: list[Row] = [{"stop_sequence": 2, "arrival_delay": 300}, {"stop_sequence": unknown, "stop_schedule_relationship": "NO_DATA"}]
    with city() as store:
        land(store, [], [update(hours, "SCHEDULED", trip_id=STREET[0].trip, **stop) for stop in stops])
        assert [row["delay_s"] for row in ask(store, "vehicle_delay", hours + 0.01)] == delay


def test_a_delay_of_the_whole_trip_is_its_delay() -> None:
    """Told without any stop."""
    message = rt.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    told = message.entity.add(id="1").trip_update
    told.trip.trip_id, told.delay = STREET[0].trip, 240
    told.timestamp = int((MIDNIGHT + timedelta(hours=8)).replace(tzinfo=UTC).timestamp())
    came = MIDNIGHT + timedelta(hours=8.001)
    with city() as store:
        land(store, [], [])
        store.land("updates", read_feed(message.SerializeToString(), spec(name="updates"), None, came), came)
        assert [row["delay_s"] for row in ask(store, "vehicle_delay", 8.01)] == [240]


@pytest.mark.parametrize("date", [None, "20260407"])
def test_a_stop_that_was_skipped_yesterday_is_called_at_today(date: str | None) -> None:
    """The trip has the same name every day; some feeds tell no date."""
    words = [
        update(hours - 24, None, trip_id=RAN[1].trip, stop_sequence=4, stop_schedule_relationship="SKIPPED") | {"start_date": date}
        for hours in (8.3, 8.5)
    ]
    with city() as store:
        store.land("updates", reading("trip_update", words), None)
        land(store, told(RAN), [])
        assert set(found(store)) == calls(RAN)
