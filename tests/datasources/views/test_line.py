"""One line on small data: where a bus stands between its stops, where the timetable wants it, who is too close to whom."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store

START = datetime(2026, 3, 2, 0)  # 08:00 in Shanghai: the first trip leaves
STEP = 0.00588  # degrees of longitude: 500 m at 40 degrees north
HOP_S, HEADWAY_S = 100, 600
EIGHT = 28800
LINE = {"line": "L"}
STRAIGHT = [(0.0, STEP * n) for n in range(5)]
SQUARE = [(0.0, 0.0), (0.0, STEP), (0.0045, STEP), (0.0045, 0.0), (0.0, 0.0)]  # comes back to where it began


# what a line's views read besides
BESIDE = [
    *("line", "on_time_rule", "stop", "stop_visit", "stop_visit_punctual", "stop_visit_window"),
    *("trip_cancelled", "trip_visited", "vehicle_called"),
]


@contextmanager
def line_city(folder: Path) -> Iterator[Store]:
    """With a line's views and what they read, without figures and the rows behind them: each test has a city of its own at little cost."""
    beside = (file for name in BESIDE for file in STANDARD.rglob(f"{name}.sql"))
    for file in (*beside, *(STANDARD / "bus" / "line").glob("*.sql")):
        if "-- kpi: true" not in file.read_text("utf-8") and not file.stem.endswith("_rows"):
            shutil.copy(file, folder)
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([folder]) == []
        yield opened


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    with line_city(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole() -> Iterator[Store]:
    """Every standard view over three trips: T0 ran on time, T1 is late and close behind it, nobody saw T2."""
    with Store(None, Place("Asia/Shanghai")) as opened:
        assert opened.load_views([STANDARD]) == []
        opened.land("timetable", timetable(STRAIGHT, trips=9), None)
        opened.register_feeds(
            [
                {
                    "feed": "positions",
                    "title_zh": "定位",
                    "title_en": "Positions",
                    "stale_after_s": 7200.0,
                    "down_after_s": 9000.0,
                    "kind": "event",
                }
            ]
        )
        land(opened, "a", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0), (400, 4.0)])
        land(opened, "b", "T1", [(900, 0.0), (1030, 1.0), (1150, 2.0)])
        land(opened, "c", "T2", [(960, 0.0), (1080, 1.0), (1199, 1.9)])
        land(opened, "d", "T8", [(1100, 0.0), (1190, 0.0)])
        land(opened, "e", "nowhere", [(1100, 0.0), (1190, 0.0)])
        yield opened


def timetable(places: list[tuple[float, float]], trips: int = 3, loop: bool = False) -> Reading:
    """Trips T0, T1 ... ten minutes apart of line L over stops S1, S2 ...; the last stop of a loop is its first."""
    last = len(places)
    ids = [f"S{1 if loop and n == last else n}" for n in range(1, last + 1)]
    calls = [
        {
            "trip_id": f"T{t}",
            "stop_sequence": n,
            "stop_id": ids[n - 1],
            "arrival_s": s,
            "departure_s": s,
            "timepoint": int(n in (1, 3, last)),
        }
        for t in range(trips)
        for n in range(1, last + 1)
        for s in [EIGHT + HEADWAY_S * t + HOP_S * (n - 1)]
    ]
    stops = {ids[n]: {"stop_id": ids[n], "stop_name": f"{n + 1} 站", "latitude": 40 + y, "longitude": x} for n, (y, x) in enumerate(places)}
    if loop:
        stops["S1"]["stop_name"] = "1 站"
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), 1)
    return Reading(
        {
            "gtfs_route": pa.Table.from_pylist([{"route_id": "L", "route_short_name": "1 路", "route_type": 3}]),
            "gtfs_trip": pa.Table.from_pylist(
                [{"trip_id": f"T{t}", "route_id": "L", "service_id": "daily", "direction_id": 0} for t in range(trips)]
            ),
            "gtfs_stop_time": pa.Table.from_pylist(calls),
            "gtfs_stop": pa.Table.from_pylist(list(stops.values())),
            "gtfs_calendar": pa.Table.from_pylist([{"service_id": "daily", "start_date": "20260302", "end_date": "20260302"} | days]),
        }
    )


def land(store: Store, vehicle: str, trip: str, reports: list[tuple[int, float]], places: list[tuple[float, float]] = STRAIGHT) -> None:
    """(seconds after START, stops travelled since the first) of one bus."""
    rows = []
    for seconds, along in reports:
        here, onward = places[int(along)], places[min(int(along) + 1, len(places) - 1)]
        share = along - int(along)
        rows.append(
            {
                "event_time": START + timedelta(seconds=seconds),
                "vehicle_id": vehicle,
                "trip_id": trip,
                "latitude": 40 + here[0] + share * (onward[0] - here[0]),
                "longitude": here[1] + share * (onward[1] - here[1]),
            }
        )
    store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), None)


def asked(store: Store, view: str, seconds: int, **parameters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = store.ask(Ticket(view, LINE | parameters, START + timedelta(seconds=seconds))).to_pylist()
    return found


def test_the_strip_is_to_scale(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "bus", "T0", [(0, 0.0)])
    strip = asked(city, "line_strip", 10)
    assert [(row["place"], row["stop_name"]) for row in strip] == [(n, f"{n} 站") for n in range(1, 6)]
    assert [row["along_m"] for row in strip] == pytest.approx([0, 500, 1000, 1500, 2000], rel=0.01)


def test_a_bus_between_two_stops_stands_between_them(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "bus", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (250, 2.5)])
    bus = asked(city, "line_buses", 260)[0]
    assert bus["place"] == pytest.approx(3.5, abs=0.01)
    assert bus["along_m"] == pytest.approx(1250, rel=0.01)
    assert (bus["state"], bus["delay_s"], bus["age_s"]) == ("on_time", 0.0, 10.0)


def test_a_bus_that_left_the_end_stands_at_the_end_and_not_on_the_way_to_where_the_next_trip_begins(city: Store) -> None:
    around = [(0.0, 0.0), (0.0, STEP), (0.0045, STEP), (0.0045, 0.0)]
    city.land("timetable", timetable(around), None)
    land(city, "bus", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0)], around)
    land(city, "bus", "T0", [(350, 0.5)], [(0.0045, 0.0), (0.0, 0.0)])
    assert asked(city, "line_buses", 355)[0]["place"] == 4


def test_a_bus_has_the_delay_of_its_last_stop_also_where_it_made_it_up_since(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "bus", "T0", [(0, 0.0), (100, 1.0), (260, 2.0), (296, 2.95)])
    assert asked(city, "line_buses", 300)[0]["delay_s"] == pytest.approx(60, abs=2)


def test_a_bus_that_has_not_begun_waits_at_the_first_stop(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "bus", "T1", [(0, 0.0), (60, 0.02), (120, 0.0)])
    bus = asked(city, "line_buses", 130)[0]
    assert (round(bus["place"], 1), bus["state"]) == (1.0, "waiting")
    assert [row for row in asked(city, "line_driven", 130) if row["is_now"]] == []


def test_a_silent_bus_stays_where_it_was_heard_last(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "bus", "T0", [(0, 0.0), (100, 1.0), (150, 1.5)])
    bus = asked(city, "line_buses", 400)[0]
    assert (round(bus["place"], 1), bus["state"], bus["age_s"]) == (2.5, "silent", 250.0)


def test_driven_paths_stand_trip_by_trip_the_newest_first_each_in_order_of_time(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    for trip, begins in (("T0", 1300), ("T1", 800), ("T2", 1200)):
        land(city, f"bus {trip}", trip, [(begins, 0.0), (begins + 100, 1.0), (begins + 200, 2.0)])
    rows = [(row["trip_id"], row["event_time"]) for row in asked(city, "line_driven", 1500)]
    order = ["T0", "T2", "T1"]
    assert list(dict.fromkeys(trip for trip, _ in rows)) == order
    assert rows == sorted(rows, key=lambda row: (order.index(row[0]), row[1]))


def test_trips_that_nobody_reports_are_ghosts_where_they_should_be(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT, trips=2), None)
    land(city, "bus", "T1", [(600, 0.0), (650, 0.5)])
    early = asked(city, "line_ghosts", 250)
    assert [(row["trip_id"], row["state"]) for row in early] == [("T0", "due")], "ten minutes of grace"
    assert early[0]["along_m"] == pytest.approx(1250, rel=0.01)
    later = {row["trip_id"]: row for row in asked(city, "line_ghosts", 660)}
    assert set(later) == {"T1"}, "what should be over by now is no ghost"
    assert (later["T1"]["state"], later["T1"]["vehicle_id"]) == ("run", "bus")


def test_a_trip_without_a_bus_is_lost_after_ten_minutes(city: Store) -> None:
    far = [(0.0, 5 * STEP * n) for n in range(5)]
    slow = timetable(far)
    calls = slow.tables["gtfs_stop_time"].to_pylist()
    for call in calls:  # 400 s from stop to stop
        late = 300 * (call["stop_sequence"] - 1)
        call |= {"arrival_s": call["arrival_s"] + late, "departure_s": call["departure_s"] + late}
    city.land("timetable", Reading(slow.tables | {"gtfs_stop_time": pa.Table.from_pylist(calls)}), None)
    land(city, "bus", "T1", [(600, 0.0), (650, 0.1)], far)
    found = {row["trip_id"]: row["state"] for row in asked(city, "line_ghosts", 660)}
    assert found == {"T0": "lost", "T1": "run"}


def test_on_a_loop_the_end_is_not_the_beginning(city: Store) -> None:
    city.land("timetable", timetable(SQUARE, loop=True), None)
    land(city, "bus", "T0", [(-60, 0.0), (0, 0.0)], SQUARE)
    assert asked(city, "line_buses", 5)[0]["place"] == pytest.approx(1.0, abs=0.01)
    land(city, "bus", "T0", [(100, 1.0), (200, 2.0), (300, 3.0), (398, 3.98)], SQUARE)
    assert asked(city, "line_buses", 400)[0]["place"] == pytest.approx(4.98, abs=0.03)


def test_two_that_follow_too_close_are_bunched(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "first", "T0", [(0, 0.0), (300, 1.0), (500, 2.0), (600, 2.5)])
    land(city, "second", "T1", [(450, 0.0), (540, 1.0), (600, 1.6)])
    second = {row["vehicle_id"]: row for row in asked(city, "line_buses", 610)}["second"]
    assert (second["headway_state"], second["headway_s"], second["scheduled_headway_s"], second["ahead_vehicle_id"]) == (
        "bunched",
        240,
        600,
        "first",
    )


def test_passes_of_the_stop_asked_for_and_of_the_middle_one_where_none_is(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "a", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0)])
    land(city, "b", "T1", [(600, 0.0), (700, 1.0), (850, 2.0), (950, 3.0)])
    middle = asked(city, "line_passes", 1000)
    assert [(row["stop_name"], row["vehicle_id"], row["headway_s"]) for row in middle] == [("3 站", "a", None), ("3 站", "b", 650)]
    assert {row["stop_name"] for row in asked(city, "line_passes", 1000, stop="S2")} == {"2 站"}


def test_without_a_line_asked_for_the_worst_one_of_the_list_is_chosen(city: Store) -> None:
    city.land("timetable", timetable(STRAIGHT), None)
    land(city, "bus", "T0", [(0, 0.0), (500, 1.0), (600, 2.0), (650, 2.5)])
    found = city.ask(Ticket("line_chosen", {}, START + timedelta(seconds=660))).to_pylist()
    assert found == [{"route_id": "L", "route_name": "1 路", "direction_id": 0, "known": True}]
    odd = city.ask(Ticket("line_chosen", {"line": "L", "direction": "'; --"}, START)).to_pylist()
    assert odd[0]["direction_id"] == 0


def test_a_line_that_ran_once_is_not_opened_where_another_has_a_service(city: Store) -> None:
    """The one trip of line M is late at each of its stops; of the two of line L some."""
    read = timetable(STRAIGHT)
    trips = [row | {"route_id": "M"} if row["trip_id"] == "T0" else row for row in read.tables["gtfs_trip"].to_pylist()]
    city.land("timetable", Reading({**read.tables, "gtfs_trip": pa.Table.from_pylist(trips)}), None)
    land(city, "a", "T0", [(500, 0.0), (600, 1.0), (700, 2.0), (800, 3.0), (900, 4.0)])
    land(city, "b", "T1", [(600, 0.0), (700, 1.0), (1200, 2.0), (1300, 3.0)])
    moment = START + timedelta(seconds=1400)
    assert [row["route_id"] for row in city.ask(Ticket("line_chosen", {}, moment)).to_pylist()] == ["M"], "each ran once"
    land(city, "c", "T2", [(1200, 0.0), (1290, 0.9), (1390, 1.9)])
    assert [row["route_id"] for row in city.ask(Ticket("line_chosen", {}, moment)).to_pylist()] == ["L"]


def test_a_variant_is_placed_on_the_longest_pattern(city: Store) -> None:
    """A short turn that begins at the third stop stands there, not at the top."""
    whole = timetable(STRAIGHT)
    calls = [call for call in whole.tables["gtfs_stop_time"].to_pylist() if call["trip_id"] != "T1" or call["stop_sequence"] >= 3]
    city.land("timetable", Reading(whole.tables | {"gtfs_stop_time": pa.Table.from_pylist(calls)}), None)
    land(city, "bus", "T1", [(800, 2.0), (850, 2.5)])
    assert asked(city, "line_buses", 860)[0]["place"] == pytest.approx(3.5, abs=0.01)


def one(store: Store, view: str, seconds: int = 1200, **parameters: str) -> dict[str, Any]:
    return asked(store, view, seconds, **parameters)[0]


def test_figures_of_a_line_count_its_own_direction(whole: Store) -> None:
    """T0's five calls are on time; T1's are more than 300 s (it left after it was last seen to stand), 330 and 350 s late, T2's two four
    minutes early: five of ten within -1/+5 minutes."""
    on_time = one(whole, "line_on_time_measure")
    assert (on_time["numerator"], on_time["denominator"]) == (5, 10)
    assert (one(whole, "line_bunching_measure")["numerator"], one(whole, "line_gaps_measure")["numerator"]) == (1, 1), (
        "c behind b, b behind a"
    )
    service = one(whole, "line_service_measure")
    assert (service["numerator"], service["denominator"]) == (2, 2), "T2 was due less than ten minutes ago"
    ewt = one(whole, "line_ewt_measure")
    assert (ewt["value"], ewt["denominator"]) == (None, 0), "about one headway at each stop: no two planned ones were seen yet"
    assert one(whole, "line_cover")["coverage"] == 1.0


def test_the_rows_behind_a_figure_of_a_line_are_those_that_it_counts() -> None:
    """T0 on time, T1 lost, T2 on time after a long gap, T3 eight minutes early and close behind it; the first stop may be left ten
    minutes early."""
    window = {"route_id": "", "stop_type": "departure", "early_s": 600, "late_s": 300}
    with Store(None, Place("Asia/Shanghai")) as store:
        assert store.load_views([STANDARD]) == []
        store.land("timetable", timetable(STRAIGHT, trips=9), None)
        store.land("windows", Reading({"on_time_window": pa.Table.from_pylist([window])}), None)
        land(store, "a", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0), (400, 4.0)])
        land(store, "b", "T2", [(1220, 0.0), (1320, 1.0), (1420, 2.0)])
        land(store, "c", "T3", [(1290, 0.0), (1390, 1.0)])
        names = ("on_time", "service", "gaps", "bunching", "ewt")
        on_time, service, gaps, bunching, ewt = (asked(store, f"line_{name}_rows", 1450) for name in names)
        counted = {name: one(store, f"line_{name}_measure", 1450) for name in names}
        leads = asked(store, "trip_visits", 1450, trip="T3", service_date=on_time[0]["service_date"])
    told = {row["trip_id"]: (row["numerator"], row["denominator"], row["early"], row["late"]) for row in on_time}
    assert told == {"T0": (5, 5, 0, 0), "T2": (3, 3, 0, 0), "T3": (1, 2, 1, 0)}
    assert (counted["on_time"]["numerator"], counted["on_time"]["denominator"]) == (9, 10)
    assert [(row["trip_id"], row["state"], row["vehicle_id"]) for row in service] == [("T1", "lost", None), ("T0", "run", "a")]
    assert (counted["service"]["numerator"], counted["service"]["denominator"]) == (1, 2)
    assert [(row["label"], row["ahead_label"]) for row in gaps] == [("b", "a")] and counted["gaps"]["numerator"] == 1
    assert [(row["label"], row["ahead_label"]) for row in bunching] == [("c", "b")] and counted["bunching"]["numerator"] == 1
    assert [(row["vehicle_id"], row["headway_s"]) for row in ewt] == [("c", pytest.approx(70, abs=10))] * 2, "nobody knows of T1's"
    assert [row["state"] for row in leads][:2] == ["on_time", "early"]


def test_a_figure_of_one_line_has_no_past(whole: Store) -> None:
    assert "line_on_time" not in whole.kpis()
    assert "bus_on_time" in whole.kpis()


@pytest.mark.parametrize(("vehicle", "why"), [("b", ""), ("d", "waiting"), ("e", "not_in_timetable"), ("a", "silent")])
def test_a_grey_vehicle_says_why(whole: Store, vehicle: str, why: str) -> None:
    assert one(whole, "vehicle_run", vehicle=vehicle)["why"] == why


def test_a_vehicle_knows_who_is_before_and_behind_it(whole: Store) -> None:
    run = one(whole, "vehicle_run", vehicle="b")
    assert (run["ahead_vehicle_id"], run["ahead_s"], run["ahead_state"]) == ("a", 950.0, "gap")
    assert (run["behind_vehicle_id"], run["behind_s"], run["behind_state"]) == ("c", 50.0, "bunched")


def test_reports_tell_how_long_they_took_and_how_far_it_went(whole: Store) -> None:
    newest, before = asked(whole, "vehicle_reports", 1200, vehicle="b")[:2]
    assert newest["event_time"] == START + timedelta(seconds=1150)
    assert newest["moved_m"] == pytest.approx(500, rel=0.01)
    assert before["event_time"] < newest["event_time"]


def test_the_worst_bus_stands_first_and_one_that_waits_is_not_early(whole: Store) -> None:
    rows = {row["vehicle_id"]: row for row in asked(whole, "bus_worst", 1200)}
    assert next(iter(rows)) == "b"
    assert (rows["b"]["state"], rows["d"]["state"], rows["d"]["delay_s"]) == ("late", "waiting", None)
    assert "e" not in rows, "its trip is on no line"


def test_lines_are_told_whichever_is_chosen(whole: Store) -> None:
    assert [row["route_name"] for row in asked(whole, "bus_lines", 1200, line="another")] == ["1 路"]


def test_a_bus_on_its_second_trip_has_one_headway_the_newest(whole: Store) -> None:
    """After all else, later than all else: c, bunched on T2, goes on as T4."""
    land(whole, "c", "T4", [(1700, 0.0), (1800, 1.0), (1850, 1.5)])
    told = sorted((row for row in asked(whole, "headways_now", 1900) if row["vehicle_id"] == "c"), key=lambda row: str(row["event_time"]))
    assert [row["state"] for row in told] == ["bunched", "regular"]
    row = next(row for row in asked(whole, "bus_worst", 1900) if row["vehicle_id"] == "c")
    assert (row["headway_state"], row["ratio"], row["headway_s"]) == ("regular", told[1]["ratio"], told[1]["headway_s"])


@pytest.mark.parametrize("view", ["bus_lines", "bus_on_time_rows"])
def test_a_share_of_few_visits_is_unknown(whole: Store, view: str) -> None:
    """After three stops of one bus, and later when more have been."""
    few, more = asked(whole, view, 250)[0], asked(whole, view, 1200)[0]
    assert few["value"] is None and few["late"] == 0
    assert 0 <= more["value"] <= 100


def test_the_worst_line_is_one_of_enough_visits() -> None:
    """T0 of line M ran on time; of line L three stops of T1 are all there is, each of them late."""
    read = timetable(STRAIGHT)
    trips = [row | {"route_id": "M"} if row["trip_id"] == "T0" else row for row in read.tables["gtfs_trip"].to_pylist()]
    with Store(None, Place("Asia/Shanghai")) as store:
        assert store.load_views([STANDARD]) == []
        store.land("timetable", Reading({**read.tables, "gtfs_trip": pa.Table.from_pylist(trips)}), None)
        land(store, "a", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0), (400, 4.0)])
        land(store, "b", "T1", [(1000, 0.0), (1100, 1.0), (1199, 2.0)])
        lines = asked(store, "bus_lines", 1200)
        chosen = store.ask(Ticket("line_chosen", {}, START + timedelta(seconds=1200))).to_pylist()
    assert [(row["route_id"], row["value"]) for row in lines] == [("M", 100.0), ("L", None)]
    assert [row["route_id"] for row in chosen] == ["M"]


def test_without_a_frequent_line_the_excess_wait_says_so() -> None:
    """Six trips an hour, where twelve make a line frequent; before a headway is seen nobody knows of any line."""
    with Store(None, Place("Asia/Shanghai", settings={"frequent_per_hour": 12.0})) as store:
        assert store.load_views([STANDARD]) == []
        store.land("timetable", timetable(STRAIGHT, trips=9), None)
        land(store, "a", "T0", [(0, 0.0), (100, 1.0), (200, 2.0), (300, 3.0), (400, 4.0)])
        land(store, "b", "T1", [(600, 0.0), (700, 1.0), (800, 2.0), (900, 3.0), (1000, 4.0)])
        moments = [START + timedelta(seconds=seconds) for seconds in (500, 1100)]
        before, after = (store.snapshot(["bus_ewt"], moment, live=False).rows("bus_ewt")[0] for moment in moments)
    assert (before["state"], before["reason"]) == ("unknown", "no_data")
    assert (after["state"], after["value"], after["reason"]) == ("unknown", None, "nothing:没有高频线路 | no line is frequent enough")
