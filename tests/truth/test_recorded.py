"""Recorded days and feeds by config alone, against what the source notes beside each of them say."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.truth.recorded import Recorded, land

pytestmark = pytest.mark.data
City = Callable[[str], Recorded]


@pytest.fixture(scope="module")
def city(shared_data: Path) -> Iterator[City]:
    """A recorded city, landed once."""
    held: dict[str, Recorded] = {}

    def found(name: str) -> Recorded:
        if name not in held:
            held[name] = land(name, shared_data)
        return held[name]

    yield found
    for recorded in held.values():
        recorded.store.close()


DAYS = [
    ("capmetro-2016", datetime(2016, 11, 26, 6), 72.81, 44),
    ("capmetro-2015", datetime(2015, 3, 19, 5), 63.40, 64),
    ("wmata", datetime(2026, 2, 16, 21), 46.5, 97),
]


@pytest.mark.parametrize(("name", "end", "share", "median_s"), DAYS)
def test_on_time_of_a_whole_day(city: City, name: str, end: datetime, share: float, median_s: int) -> None:
    """Band of the source: another arrival detector may differ by 3 points and 15 s."""
    measure = city(name).row("bus_on_time_measure", end, window_s="108000")
    assert measure["value"] == pytest.approx(share, abs=3)
    visits = city(name).ask("stop_visit", end, window_s="108000")
    delays = sorted(visit["delay_s"] for visit in visits)
    assert delays[len(delays) // 2] == pytest.approx(median_s, abs=15)
    assert len(visits) == measure["denominator"]


@pytest.mark.parametrize(("name", "moment"), [("capmetro-2016", datetime(2016, 11, 25, 22)), ("wmata", datetime(2026, 2, 16, 20))])
def test_positions_match_trips(city: City, name: str, moment: datetime) -> None:
    seen = city(name).row("bus_coverage", moment)
    assert seen["matched"] / seen["heard"] >= 0.98
    assert city(name).row("timetable_fit", moment)["verdict"] == "fits"


def test_a_trip_past_midnight_belongs_to_the_day_before(city: City) -> None:
    midnight = datetime(2016, 11, 25, 6)  # in Austin, told in UTC
    visits = city("capmetro-2016").ask("stop_visit", datetime(2016, 11, 25, 8))
    assert [v["service_date"] for v in visits if v["scheduled_time"] >= midnight] == ["20161124"] * 28


def test_what_is_wrong_with_a_day_is_counted(city: City) -> None:
    old = city("capmetro-2015")
    assert (old.accepted("positions"), old.quarantined("positions")) == (19_594, {"zero_position": 53, "speed": 43})
    assert city("capmetro-2016").accepted("positions") == 32_038
    assert city("wmata").accepted("positions") == 20_777


def test_a_kpi_of_a_recorded_moment_is_judged(city: City) -> None:
    judged = city("capmetro-2016").row("bus_on_time", datetime(2016, 11, 25, 22))
    assert (judged["state"], judged["reason"]) == ("attention", "")
    after = city("capmetro-2016").row("bus_on_time", datetime(2016, 11, 27))
    assert (after["state"], after["value"], after["reason"]) == ("stale", None, "feed:positions")


def test_a_timetable_that_lists_too_much_cannot_tell_lost_trips(city: City) -> None:
    delivered = city("capmetro-2016").row("bus_service_delivered", datetime(2016, 11, 25, 22))
    assert (delivered["state"], delivered["value"], delivered["reason"]) == ("unknown", None, "coverage")
    assert city("wmata").row("bus_service_delivered", datetime(2026, 2, 16, 20))["state"] in ("ok", "attention")


def test_headways_where_lines_are_frequent(city: City) -> None:
    wait = city("wmata").row("bus_ewt", datetime(2026, 2, 16, 20))
    assert 0 < wait["value"] < 10
    lines = city("wmata").ask("bus_ewt_rows", datetime(2026, 2, 16, 20))
    assert {line["route_id"] for line in lines} == {"C53"}  # the others run every 15 minutes that day
    assert all(line["planned_min"] == pytest.approx(12) for line in lines)


def test_trains(city: City) -> None:
    moment = datetime(2023, 11, 8, 1, 6)
    caltrain = city("caltrain")
    trains = caltrain.ask("vehicles", moment)
    assert len(trains) == 14
    assert (caltrain.accepted("positions"), caltrain.accepted("trip_updates")) == (14, 220)
    assert caltrain.row("bus_coverage", moment)["matched"] == 14
    assert sum(train["delay_s"] is not None for train in trains) >= 12  # the source gives times, no delays: planned times make them


def test_feeds_of_predictions(city: City) -> None:
    assert (city("bart").accepted("trip_updates"), city("bart").accepted("notices")) == (1060, 1)
    assert len(city("bart").ask("vehicle_delay", datetime(2019, 8, 7, 17, 46))) == 91
    mbta = city("mbta")
    assert (mbta.accepted("trip_updates"), mbta.accepted("notices")) == (523, 51)
    assert mbta.quarantined("positions") == {"outside_city": 1}  # a bus on the equator
    assert (city("hart").accepted("positions"), city("hart").refused) == (0, {})


def test_trains_without_positions_are_counted(city: City) -> None:
    nyct = city("nyct")
    assert len(nyct.landed["trains"]) == 21
    assert {batch.reasons.get("missing") for batch in nyct.landed["trains"]} <= set(range(100, 120))
    assert all(batch.rows_in == batch.accepted + batch.quarantined for batch in nyct.landed["trains"])


def test_detectors(city: City) -> None:
    roads = city("metr-la")
    assert roads.accepted("speeds") == 417_312
    morning, night = datetime(2012, 3, 7, 16), datetime(2012, 3, 7, 10)  # 08:00 and 02:00 on a Wednesday there
    peak, calm = roads.row("delay_index", morning), roads.row("delay_index", night)
    assert peak["coverage"] == calm["coverage"] == 1
    assert calm["value"] < 1.2 < 1.5 < peak["value"]
    assert roads.row("congested_km", night)["value"] < 10 < roads.row("congested_km", morning)["value"]


def test_requests(city: City) -> None:
    requests = city("baltimore")
    moment = datetime(2019, 2, 14)
    on_time = requests.row("request_on_time", moment)
    assert (on_time["denominator"], on_time["value"]) == (9555, pytest.approx(83.60, abs=0.005))
    assert requests.row("requests_open", moment)["value"] == 208
    landed = requests.landed["requests"][0]
    assert (landed.accepted, landed.flagged) == (10_000, 893)  # 885 at the dummy position, 8 more out of town


def test_helsinki_roads_from_openstreetmap(city: City) -> None:
    """Roads without speeds: they stand on the map, and no figure is made of them."""
    roads = city("helsinki")
    as_of = datetime(2026, 11, 23, 4)
    segments = roads.ask("segment_list", as_of)
    assert (len(segments), roads.accepted("roads"), roads.quarantined("roads")) == (374, 374, {"outside_extract": 13})
    assert {row["grade"] for row in roads.ask("road_grades", as_of)} == {0}
    index = roads.row("delay_index", as_of)
    assert (index["state"], index["value"], index["reason"]) == ("unknown", None, "no_data")
