"""What feeds say beside the timetable: trips cancelled by their vehicle alone, added, repeated, replaced; stops that are not served."""

from datetime import timedelta

import pytest

from datasources.store import Store
from tests.datasources.rows import reading
from tests.truth.driven import DAY, MIDNIGHT, Row, ask, by_trip, city, told
from tests.truth.test_cancelled import CANCELLED, GONE, OUT, RAN, STREET, WINDOW_S, land, outcomes, update
from tests.truth.tracks import reports, timetable

FEED = {"title_zh": "实时", "title_en": "Realtime", "kind": "event", "match": "trip_id", "stale_after_s": 60.0, "down_after_s": 600.0}
VISITS = ("stop_visit", "stop_visit_judged")
RULES = {"E003", "E023", "E045", "E047", "E051", "W003"}


def cancelled_by_vehicle(**trip: object) -> list[Row]:
    """The bus stands at its first stop from five minutes before its time until twenty after, and says so."""
    first = next(reports(GONE, MIDNIGHT, {}))
    at = [MIDNIGHT + timedelta(seconds=GONE.planned[0] - 300 + 30 * n) for n in range(50)]
    return [first | {"event_time": moment, "schedule_relationship": "CANCELED"} | trip for moment in at]


VEHICLE_WAYS: dict[str, Row] = {
    "by its id": {"trip_id": GONE.trip, "start_date": DAY},
    "by its line and start": OUT | {"start_time": "08:10:00", "start_date": DAY},
    "by a name of the feed's own": OUT | {"trip_id": "0810_OUT", "start_time": "08:10:00"},
}


@pytest.mark.parametrize("way", VEHICLE_WAYS)
def test_a_trip_is_cancelled_by_its_vehicle_alone(way: str) -> None:
    with city() as store:
        land(store, [*told(RAN), *cancelled_by_vehicle(**VEHICLE_WAYS[way])], [])
        assert outcomes(store) == CANCELLED


def test_a_vehicle_that_takes_it_back_runs_no_cancelled_trip() -> None:
    """It said so before it drove: then it is what it drove."""
    with city() as store:
        land(store, [*told([*RAN, GONE]), *cancelled_by_vehicle(trip_id=GONE.trip)[:5]], [])
        assert outcomes(store) == ["completed", "completed", "lost", "completed"]


FIRST = {"first": ([run for run in STREET if run.number > 0], "08:00:00"), "last": ([run for run in STREET if run.number < 3], "08:30:00")}


@pytest.mark.parametrize(("which", "by"), [("first", "update"), ("last", "vehicle"), ("first", "id")])
def test_first_and_last_trips_are_cancelled_by_line_and_start(which: str, by: str) -> None:
    ran, start = FIRST[which]
    gone = next(run for run in STREET if run not in ran and run.direction == 0)
    said = {"trip_id": gone.trip} if by == "id" else OUT | {"start_time": start}
    dead = [next(reports(gone, MIDNIGHT, said)) | {"schedule_relationship": "CANCELED", "vehicle_id": "dead"}] if by == "vehicle" else []
    with city() as store:
        land(store, [*told(ran), *dead], [] if by == "vehicle" else [update(7.5, "CANCELED", **said)])
        rows = [row for row in ask(store, "trip_first_last", 9.5) if row["direction_id"] == 0]
    assert {row["which"]: row["outcome"] for row in rows} == {"first": "seen", "last": "seen"} | {which: "cancelled"}


SAYS = {
    "ADDED": {"trip_id": "extra"},
    "NEW": {"trip_id": "extra"},
    "DUPLICATED": {"trip_id": "copy"},
    "UNSCHEDULED": {"trip_id": "free"},
    "REPLACEMENT": {},
}


def broken(store: Store) -> set[str]:
    return {row["rule"] for row in ask(store, "rt_rule", 8.5)} & RULES


@pytest.mark.parametrize("says", SAYS)
def test_a_trip_beside_the_timetable_is_no_planned_one(says: str) -> None:
    """Added and repeated ones run five minutes behind another; a replaced one is the planned one, at times of its own."""
    model = next(run for run in STREET if run.direction == 0 and run.number == 1)
    later = timedelta(seconds=300)
    trip = by_trip(model) | {"direction_id": 0, "schedule_relationship": says} | SAYS[says]
    extra = [row | {"vehicle_id": "extra", "event_time": row["event_time"] + later} for row in reports(model, MIDNIGHT, trip)]
    ran = [run for run in STREET if says != "REPLACEMENT" or run is not model]
    plain = {"direction_id": None, "schedule_relationship": None}
    stops = [{"stop_sequence": n, "stop_id": stop, "arrival_delay": 0} for n, stop in enumerate(model.stops, 1)]
    where = {"trip_id": model.trip if says == "DUPLICATED" else trip["trip_id"], "route_id": "street", "start_time": "08:15:00"}
    updates = [update(8.4, says, **where, **stop) for stop in stops]
    updates += [update(8.4, "SCHEDULED", trip_id=run.trip, stop_id=run.stops[0]) for run in ran]
    with city() as store:
        store.register_feeds([FEED | {"feed": name} for name in ("positions", "updates")])
        store.land("timetable", timetable(STREET, (DAY, DAY)), None)
        store.land("positions", reading("vehicle_position", [plain | row for row in told(ran)] + extra), None)
        store.land("updates", reading("trip_update", updates), None)
        service = ask(store, "bus_service_delivered_measure", 9.5, window_s=WINDOW_S)[0]
        ghosts = ask(store, "bus_ghost_trips_measure", 9.5, window_s=WINDOW_S)[0]
        visits = [row for row in ask(store, "stop_visit", 9.5, window_s=WINDOW_S) if row["vehicle_id"] == "extra"]
        rules = broken(store)
    assert (service["numerator"], service["denominator"]) == (len(STREET), len(STREET))
    assert (ghosts["numerator"], ghosts["denominator"]) == (0, len(STREET))
    assert len(visits) == len(model.stops), "it is seen at every stop, for headways"
    assert {row["delay_s"] for row in visits} == {None}, "late against what nobody planned"
    assert rules == set()


@pytest.mark.parametrize(("by", "late"), [("stop_id", False), ("stop_sequence", True)])
def test_a_stop_that_is_skipped_is_no_call(by: str, late: bool) -> None:
    """The bus drives by: nobody gets on, so it is no sample, and people wait for the next bus. Taken back, it is a call again.
    late: told once the bus was seen there."""
    run = next(r for r in RAN if r.direction == 0)

    def said(n: int, hours: float, what: str) -> Row:
        stop = {"stop_id": run.stops[n - 1]} if by == "stop_id" else {"stop_sequence": n}
        return update(hours, "SCHEDULED", trip_id=run.trip, stop_schedule_relationship=what, **stop)

    words = [said(4, 7.9, "SKIPPED"), said(5, 7.9, "SKIPPED"), said(5, 7.95, "SCHEDULED")]
    with city() as store:
        land(store, told(RAN) if late else [], [])
        for word in words:
            store.land("updates", reading("trip_update", [word]), None)
        store.land("positions", reading("vehicle_position", told(RAN)), None)
        seen, judged = ({(row["trip_id"], row["stop_sequence"]) for row in ask(store, view, 9.5, window_s=WINDOW_S)} for view in VISITS)
        share = ask(store, "bus_on_time_measure", 9.5, window_s=WINDOW_S)[0]
        due = sum(row["calls"] for row in ask(store, "call_ran", 9.5, window_s=WINDOW_S))
        performed = {row["trip_id"]: row["calls_seen"] for row in ask(store, "trip_performed", 9.5, window_s=WINDOW_S)}
        gaps = {row["headway_s"] for row in ask(store, "headway_known", 9.5, window_s=WINDOW_S) if row["stop_id"] == run.stops[3]}
    every = {(r.trip, n) for r in RAN for n in range(1, 9)}
    assert seen == judged == every - {(run.trip, 4)}
    assert performed == {r.trip: 7 if r is run else 8 for r in RAN}
    assert (share["denominator"], due) == (len(every) - 1, len(every) - 1)
    assert gaps == set(), "of the two buses of this direction one did not call there"


def test_the_first_trip_of_the_day_that_skips_its_first_stop_departed_there_at_no_time() -> None:
    first = next(r for r in RAN if r.direction == 0)
    skipped = update(7.9, "SCHEDULED", trip_id=first.trip, stop_sequence=1, stop_schedule_relationship="SKIPPED")
    with city() as store:
        land(store, told(RAN), [skipped])
        trips = {row["trip_id"]: row for row in ask(store, "trip_first_last", 9.5)}
    assert (trips[first.trip]["outcome"], trips[first.trip]["delay_s"]) == ("seen", None)
    assert all(row["delay_s"] is not None for trip, row in trips.items() if trip != first.trip)
