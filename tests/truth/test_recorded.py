"""Recorded days and feeds by config alone, against what the source notes beside each of them say."""

from datetime import datetime

import pytest

from tests.truth.claim import Cities

pytestmark = pytest.mark.data


@pytest.mark.parametrize(("name", "moment"), [("capmetro-2016", datetime(2016, 11, 25, 22)), ("wmata", datetime(2026, 2, 16, 20))])
def test_a_timetable_fits_its_positions(city: Cities, name: str, moment: datetime) -> None:
    assert city[name].row("timetable_fit", moment)["verdict"] == "fits"


def test_a_trip_past_midnight_belongs_to_the_day_before(city: Cities) -> None:
    midnight = datetime(2016, 11, 25, 6)  # in Austin, told in UTC
    visits = city["capmetro-2016"].ask("stop_visit", datetime(2016, 11, 25, 8))
    assert [v["service_date"] for v in visits if v["scheduled_time"] >= midnight] == ["20161124"] * 21


def test_what_is_wrong_with_a_day_is_counted(city: Cities) -> None:
    old = city["capmetro-2015"]
    assert (old.accepted("positions"), old.quarantined("positions")) == (19_594, {"zero_position": 53, "speed": 43})


def test_a_kpi_of_a_recorded_moment_is_judged(city: Cities) -> None:
    judged = city["capmetro-2016"].row("bus_on_time", datetime(2016, 11, 25, 22))
    assert (judged["state"], judged["reason"]) == ("attention", "")
    after = city["capmetro-2016"].row("bus_on_time", datetime(2016, 11, 27))
    assert (after["state"], after["value"], after["reason"]) == ("stale", None, "feed:positions")


def test_a_timetable_that_lists_too_much_cannot_tell_lost_trips(city: Cities) -> None:
    delivered = city["capmetro-2016"].row("bus_service_delivered", datetime(2016, 11, 25, 22))
    assert (delivered["state"], delivered["value"], delivered["reason"]) == ("unknown", None, "coverage")
    assert city["wmata"].row("bus_service_delivered", datetime(2026, 2, 16, 20))["state"] in ("ok", "attention")


def test_headways_where_lines_are_frequent(city: Cities) -> None:
    wait = city["wmata"].row("bus_ewt", datetime(2026, 2, 16, 20))
    assert 0 < wait["value"] < 10
    lines = city["wmata"].ask("bus_ewt_rows", datetime(2026, 2, 16, 20))
    assert {line["route_id"] for line in lines} == {"C53"}  # the others run every 15 minutes that day
    assert all(line["planned_min"] == pytest.approx(12) for line in lines)


def test_trains(city: Cities) -> None:
    moment = datetime(2023, 11, 8, 1, 6)
    caltrain = city["caltrain"]
    trains = caltrain.ask("vehicles", moment)
    assert len(trains) == 14
    assert caltrain.row("bus_coverage", moment)["matched"] == 14
    assert sum(train["delay_s"] is not None for train in trains) >= 12  # the source gives times, no delays: planned times make them


def test_feeds_of_predictions(city: Cities) -> None:
    assert len(city["bart"].ask("vehicle_delay", datetime(2019, 8, 7, 17, 46))) == 91
    mbta = city["mbta"]
    assert mbta.quarantined("positions") == {"outside_city": 1}  # a bus on the equator
    assert (city["hart"].accepted("positions"), city["hart"].refused) == (0, {})


RULES = {  # counts by rule and feed, at the moment of the messages
    "bart": (datetime(2019, 8, 7, 17, 46), {"trip_updates": {"E002": 9, "E003": 18, "E045": 160, "E051": 1, "W001": 91, "W002": 91}}),
    "caltrain": (datetime(2023, 11, 8, 1, 6, 5), {"positions": {"W009": 14}, "trip_updates": {"W003": 5}}),
    "hart": (datetime(2021, 3, 7, 8, 50), {}),
    "mbta": (datetime(2018, 5, 29, 14, 49, 34), {"positions": {"E027": 6, "W006": 4, "W009": 369}}),
    "nyct": (datetime(2023, 5, 29, 18, 23, 25), {"trains": {"E003": 185, "W001": 175, "W002": 284, "W007": 5, "W009": 185}}),
}


@pytest.mark.parametrize("name", RULES)
def test_rules_that_recorded_messages_break(city: Cities, name: str) -> None:
    """BART: 18 renumbered trips are on no timetable, the 8 added ones need not be; HART is empty and sound."""
    moment, expected = RULES[name]
    found: dict[str, dict[str, int]] = {}
    for row in city[name].ask("rt_rule", moment):
        found.setdefault(row["feed"], {})[row["rule"]] = row["count"]
    assert found == expected


def test_detectors(city: Cities) -> None:
    roads = city["metr-la"]
    morning, night = datetime(2012, 3, 7, 16), datetime(2012, 3, 7, 10)  # 08:00 and 02:00 on a Wednesday there
    peak, calm = roads.row("delay_index", morning), roads.row("delay_index", night)
    assert peak["coverage"] == calm["coverage"] == 1
    assert calm["value"] < 1.2 < 1.5 < peak["value"]
    assert roads.row("congested_km", night)["value"] < 10 < roads.row("congested_km", morning)["value"]


def test_requests(city: Cities) -> None:
    requests = city["baltimore"]
    moment = datetime(2019, 2, 14)
    on_time = requests.row("request_on_time", moment)
    assert (on_time["denominator"], on_time["value"]) == (9555, pytest.approx(83.60, abs=0.005))
    assert requests.row("requests_open", moment)["value"] == 208
    landed = requests.landed["requests"][0]
    # 885 at the dummy position, 8 more out of town, 590 without one
    assert (landed.accepted, landed.flagged) == (10_000, 893 + 590)


def test_helsinki_roads_from_openstreetmap(city: Cities) -> None:
    """Roads without speeds: they stand on the map, and no figure is made of them."""
    roads = city["helsinki"]
    as_of = datetime(2026, 11, 23, 4)
    segments = roads.ask("segment_list", as_of)
    assert (len(segments), roads.accepted("roads"), roads.quarantined("roads")) == (374, 374, {"outside_extract": 13})
    assert {row["grade"] for row in roads.ask("road_grades", as_of)} == {0}
    index = roads.row("delay_index", as_of)
    assert (index["state"], index["value"], index["reason"]) == ("unknown", None, "no_data")


def test_trips_headways_and_run_times_of_a_real_afternoon(city: Cities) -> None:
    """Two hours of three lines in Washington on a holiday: nearly all trips run, late at their ends, 63 to 80 minutes long."""
    moment, window = datetime(2026, 2, 16, 20), {"window_s": "7200"}
    delivered = city["wmata"].row("bus_service_delivered_measure", moment, **window)
    # two are lost: nobody reported for one, and for the other only before it was to leave
    assert (delivered["numerator"], delivered["denominator"], delivered["coverage"]) == (36, 38, 1)
    assert city["wmata"].row("bus_ghost_trips_measure", moment, **window)["numerator"] <= 1
    departures, arrivals = (city["wmata"].row(f"bus_{end}_on_time_measure", moment, **window) for end in ("departure", "arrival"))
    assert 60 < departures["value"] < 95 and 10 < arrivals["value"] < 60
    assert 75 < city["wmata"].row("bus_headway_adherence_measure", moment, **window)["value"] < 90
    assert 0.3 < city["wmata"].row("bus_headway_cv_measure", moment, **window)["value"] < 0.55
    assert 0.95 < city["wmata"].row("bus_run_time_measure", moment, **window)["value"] < 1.1
    lines = city["wmata"].ask("bus_run_time_rows", moment, **window)
    assert all(40 < line["planned_min"] < 85 and line["p50_min"] <= line["p85_min"] <= line["p95_min"] for line in lines)


def test_a_timetable_that_lists_too_much_still_tells_of_departures(city: Cities) -> None:
    moment = datetime(2016, 11, 25, 22)  # reports come every two to four minutes: few of the departures are seen
    assert city["capmetro-2016"].row("bus_departure_on_time_measure", moment)["denominator"] >= 10
    assert city["capmetro-2016"].row("bus_ghost_trips", moment)["reason"] == "coverage"
