"""Roads as other cities' publishers tell them: their units, periods, overlaps and repetitions, put in by config; sums by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.readers.formats import read_feed
from datasources.store import Store
from tests.datasources.feeds import spec
from tests.datasources.rows import asked, emptied, reading, standard

MILE, NOON = 1.609344, datetime(2026, 3, 4, 17)  # in New York; a Wednesday
MINUTE = timedelta(minutes=1)


TABLES = ("road_segment", "segment_speed", "detector_reading", "segment_5min", "detector_5min", "segment_health", "detector_diagnosis",
          "kpi_5min", "corridor_segment", "batch", "feed_table")  # fmt: skip


@pytest.fixture(scope="module")
def loaded() -> Iterator[Store]:
    with standard("America/New_York", NOON + timedelta(hours=9)) as opened:
        yield opened


@pytest.fixture
def store(loaded: Store) -> Store:
    """Nothing landed yet."""
    return emptied(loaded, TABLES)


def ask(store: Store, view: str, at: datetime = NOON, **parameters: str) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, parameters, at)).to_pylist())


def measure(store: Store, kpi: str, at: datetime = NOON) -> dict[str, Any]:
    return ask(store, f"{kpi}_measure", at)[0]


def roads(store: Store, *names: str, metres: float = 1000.0, feed: str = "roads") -> None:
    rows = [{"segment_id": name, "length_m": metres, "free_flow_kmh": 60.0} for name in names]
    assert store.land(feed, reading("road_segment", rows), None).outcome == "landed"


def counts(store: Store, begins: list[datetime], seconds: int, flow: float, feed: str = "loops", speed: float = 50.0) -> None:
    rows = [{"detector_id": "A", "event_time": at, "interval_s": float(seconds), "flow": flow, "speed_kmh": speed} for at in begins]
    assert store.land(feed, reading("detector_reading", rows), None).outcome == "landed"


def every(seconds: int, begin: datetime, end: datetime) -> list[datetime]:
    return [begin + timedelta(seconds=n) for n in range(0, int((end - begin).total_seconds()), seconds)]


ROADS = """SELECT link_id AS segment_id, 1609.344 * TRY_CAST(replace(miles, ',', '.') AS DOUBLE) AS length_m,
  1.609344 * TRY_CAST(limit_mph AS DOUBLE) AS free_flow_kmh FROM source"""
SPEEDS = """SELECT utc(stamp) AS event_time, link_id AS segment_id, 1.609344 * TRY_CAST(replace(mph, ',', '.') AS DOUBLE) AS speed_kmh,
  60 AS interval_s, source_type = 'estimated' AS imputed FROM source"""
RATES = """SELECT utc(stamp) AS event_time, loop AS detector_id, link_id AS segment_id, TRY_CAST(seconds AS DOUBLE) AS interval_s,
  TRY_CAST(veh_per_h AS DOUBLE) * TRY_CAST(seconds AS DOUBLE) / 3600 AS flow, 100 * TRY_CAST(replace(occ, ',', '.') AS DOUBLE) AS occupancy,
  3.6 * TRY_CAST(replace(m_per_s, ',', '.') AS DOUBLE) AS speed_kmh FROM source"""


def land(store: Store, table: str, mapping: str, lines: list[str], at: datetime | None = None) -> None:
    feed = spec(format="csv", table=table, delimiter=";", timezone="UTC")
    assert store.land(table, read_feed("\n".join(lines).encode(), feed, mapping, at or NOON), at).quarantined == 0


def test_miles_and_miles_an_hour_with_a_decimal_comma(store: Store) -> None:
    """Half a mile at 15 of 30 mph, a mile and a half at 50 of 60 mph: 60 + 90 s where 120 + 108 s are taken; an estimate adds nothing."""
    land(store, "road_segment", ROADS, ["link_id;miles;limit_mph", "a;0,5;30", "b;1,5;60", "c;2;60"])
    lines = ["stamp;link_id;mph;source_type", *(f"2026-03-04T16:5{m}:00Z;{link};{mph};real" for m in range(6, 10) for link, mph in
             (("a", "15,0"), ("b", "50,0"))), "2026-03-04T16:59:00Z;c;12,5;estimated"]  # fmt: skip
    land(store, "segment_speed", SPEEDS, lines)
    assert measure(store, "delay_index")["value"] == pytest.approx((120 + 108) / (60 + 90))
    found = measure(store, "road_coverage")
    assert (found["numerator"], found["denominator"]) == (pytest.approx(2 * MILE), pytest.approx(4 * MILE))
    assert [row["imputed_km"] for row in ask(store, "road_coverage_rows")] == [pytest.approx(2 * MILE)]


@pytest.mark.parametrize("seconds", [20, 30, 60, 300, 900])
def test_hourly_rates_metres_a_second_and_occupancy_as_a_share(store: Store, seconds: int) -> None:
    """1200 veh/h over half a mile, half the hour at 10 m/s and half at 20: VMT, VHT, their ratio, and delay at 35 mph."""
    land(store, "road_segment", ROADS, ["link_id;miles;limit_mph", "a;0,5;30"])
    begins = every(seconds, NOON - timedelta(hours=1), NOON)
    shares = [(10 + n % 7) / 100 for n, _ in enumerate(begins)]
    lines = [
        f"{at.isoformat()}Z;L;a;{seconds};1200;{'10,0' if at < NOON - 30 * MINUTE else '20,0'};{str(share).replace('.', ',')}"
        for at, share in zip(begins, shares, strict=True)
    ]
    land(store, "detector_reading", RATES, ["stamp;loop;link_id;seconds;veh_per_h;m_per_s;occ", *lines])
    km = 0.5 * MILE
    hours = 600 * km / 36 + 600 * km / 72
    assert measure(store, "traffic_km")["value"] == pytest.approx(1200 * km)
    assert measure(store, "traffic_hours")["value"] == pytest.approx(hours)
    assert measure(store, "network_speed")["value"] == pytest.approx(1200 * km / hours)
    assert measure(store, "volume_delay_index")["value"] == pytest.approx(hours / (1200 * km / (30 * MILE)))
    assert measure(store, "traffic_delay_severe")["value"] == pytest.approx(600 * km * (1 / 36 - 1 / (35 * MILE)))
    assert [row["occupancy"] for row in ask(store, "traffic_km_rows")] == [pytest.approx(100 * sum(shares) / len(shares))]
    store.record_kpis(NOON)
    assert measure(store, "loop_health")["value"] == 100


def test_where_every_loop_is_stuck_none_is_good(store: Store) -> None:
    roads(store, "A")
    counts(store, every(60, NOON - timedelta(hours=1), NOON), 60, 10)
    store.record_kpis(NOON)
    assert [(measure(store, kpi)["value"], measure(store, kpi)["sample"]) for kpi in ("loop_health", "detector_health")] == [(0, "0/1")] * 2


def test_the_last_five_minutes_told_anew_every_minute_count_once(store: Store) -> None:
    """Ten vehicles a minute, told as fifty of the five minutes before, as Digitraffic's sliding counts are; live."""
    roads(store, "A")
    for begin in every(60, NOON - timedelta(hours=2), NOON - 4 * MINUTE):
        counts(store, [begin], 300, 50)
    assert measure(store, "traffic_km")["value"] == pytest.approx(600)
    assert measure(store, "traffic_km")["coverage"] == pytest.approx(1)
    assert measure(store, "traffic_hours")["value"] == pytest.approx(12)


@pytest.mark.parametrize("late", [0, 3])
def test_a_sliding_count_that_comes_late_loses_no_vehicle(store: Store, late: int) -> None:
    """Of half an hour before noon, told at noon; its neighbours took its part, up to the end of their five minutes."""
    roads(store, "A")
    missing = NOON - (30 + late) * MINUTE
    begins = every(60, NOON - timedelta(hours=2), NOON - 4 * MINUTE)
    for begin in [*(at for at in begins if at != missing), missing]:
        counts(store, [begin], 300, 50)
    assert measure(store, "traffic_km")["value"] == pytest.approx(600)
    assert measure(store, "traffic_km")["coverage"] == pytest.approx(1)


def test_two_feeds_of_one_detector_count_its_vehicles_once(store: Store) -> None:
    """Both in minutes, one half a minute after the other."""
    roads(store, "A")
    begins = every(60, NOON - timedelta(hours=2), NOON)
    for at in begins:
        counts(store, [at], 60, 10)
        counts(store, [at + timedelta(seconds=30)], 60, 10, feed="others")
    assert measure(store, "traffic_km", NOON + MINUTE)["value"] == pytest.approx(600)
    assert measure(store, "traffic_km", NOON + MINUTE)["coverage"] == pytest.approx(1)


@pytest.mark.parametrize("jitter", [-3, 3])
def test_stamps_that_are_seconds_off_cost_no_vehicle(store: Store, jitter: int) -> None:
    roads(store, "A")
    begins = every(60, NOON - timedelta(hours=2), NOON)
    counts(store, [at + timedelta(seconds=30 + jitter * (n % 2)) for n, at in enumerate(begins)], 60, 10)
    assert measure(store, "traffic_km", NOON + MINUTE)["value"] == pytest.approx(600)


def test_a_period_that_changes_within_the_hour(store: Store) -> None:
    """Minutes until half past, then five minutes at once."""
    roads(store, "A")
    counts(store, every(60, NOON - timedelta(hours=2), NOON - 30 * MINUTE), 60, 10)
    counts(store, every(300, NOON - 30 * MINUTE, NOON), 300, 50)
    assert measure(store, "traffic_km")["value"] == pytest.approx(600)
    assert measure(store, "traffic_km")["coverage"] == pytest.approx(1)


def test_a_segment_of_two_road_feeds_stands_once_as_the_last_one_told_it(store: Store) -> None:
    roads(store, "A", "B", feed="osm")
    roads(store, "A", metres=1200.0, feed="city")
    told = [{"segment_id": name, "event_time": NOON - MINUTE, "speed_kmh": 15.0} for name in "AB"]
    store.land("speeds", reading("segment_speed", told), NOON)
    found = measure(store, "congested_km")
    assert (found["value"], found["denominator"], found["sample"]) == (2.2, 2.2, "2/2")
    roads(store, "A", "B", metres=1500.0, feed="renamed")
    assert measure(store, "congested_km")["value"] == 3.0


def test_a_corridor_of_two_feeds_is_driven_once(store: Store) -> None:
    """A feed that was renamed leaves what it brought under its old name."""
    roads(store, "A", "B")
    for feed in ("corridors", "renamed"):
        rows = [{"corridor_id": "K", "name_en": feed, "sequence": n, "segment_id": name} for n, name in enumerate("AB")]
        store.land(feed, reading("corridor_segment", rows), None)
    told = [{"segment_id": name, "event_time": NOON - MINUTE, "speed_kmh": 30.0} for name in "AB"]
    store.land("speeds", reading("segment_speed", told), NOON)
    found = ask(store, "corridors")
    assert [(row["name_en"], row["extra_s"]) for row in found] == [("renamed", pytest.approx(120))]


def test_a_second_segment_of_the_same_id_is_put_aside(store: Store) -> None:
    rows = [{"segment_id": f"S{n}", "length_m": 1000.0} for n in range(9)] + [{"segment_id": "S0", "length_m": 900.0}]
    landed = store.land("roads", reading("road_segment", [*rows, rows[1]]), None)
    assert landed.reasons == {"same_segment": 1}
    assert asked(store, "SELECT count(*), sum(length_m) FROM road_segment") == [(9, 9000)]


def quarters(store: Store, until: datetime) -> None:
    """B: means of a quarter of an hour at its end, 20 and 21 km/h in the first hour, 40 and 41 in the second; A: every minute, 30 km/h."""
    minutes = [
        {"segment_id": "A", "event_time": at, "speed_kmh": 30.0 + at.minute % 7} for at in every(60, until - timedelta(hours=2), until)
    ]
    means = [
        {"segment_id": "B", "event_time": until - 15 * n * MINUTE, "speed_kmh": (40.0 if n < 4 else 20.0) + n % 2, "interval_s": 900.0}
        for n in range(8)
    ]
    store.land("minutes", reading("segment_speed", minutes), None)
    store.land("quarters", reading("segment_speed", means), None)


def test_a_feed_of_quarters_of_an_hour_beside_one_of_minutes(store: Store) -> None:
    """It fills each of its five minutes, holds until the next is due, and is not heard too seldom."""
    roads(store, "A", "B")
    quarters(store, NOON)
    sums = asked(store, "SELECT event_time, 3600 / travel_time_s FROM segment_5min WHERE segment_id = 'B' ORDER BY 1")
    told = [speed for speed in (21, 20, 21, 20, 41, 40, 41, 40) for _ in range(3)]
    assert sums == [(at, pytest.approx(v)) for at, v in zip(every(300, NOON - timedelta(hours=2), NOON), told, strict=True)]
    lit = [ask(store, "segment_state", NOON + m * MINUTE)[1]["speed_kmh"] for m in range(21)]
    assert lit == [pytest.approx(40)] * 20 + [None]
    for back in (15, 10, 5):
        opened = ask(store, "speed_samples", segment="B", moment=str(NOON - back * MINUTE))
        assert [(row["event_time"], row["speed_kmh"]) for row in opened] == [(NOON, 40)]
    assert ask(store, "segment_state", NOON - 52 * MINUTE)[1]["speed_kmh"] == pytest.approx(20)
    store.record_kpis(NOON)
    assert measure(store, "detector_health")["value"] == 100


def test_a_late_quarter_of_an_hour_costs_only_its_own(store: Store) -> None:
    roads(store, "A", "B")
    quarters(store, NOON)
    asked(store, "UPDATE city.main.segment_5min SET samples = -1")
    late = {"segment_id": "B", "event_time": NOON - 31 * MINUTE, "speed_kmh": 10.0, "interval_s": 900.0}
    store.land("quarters", reading("segment_speed", [late]), None)
    touched = asked(store, "SELECT event_time, samples FROM segment_5min WHERE samples <> -1 ORDER BY 1")
    assert touched == [(NOON - m * MINUTE, 2) for m in (45, 40, 35)]


def test_kilometres_of_segments_without_a_length_are_not_made_up(store: Store) -> None:
    rows = [{"segment_id": f"S{n}", "free_flow_kmh": 60.0, "length_m": 1000.0 if n < 2 else None} for n in range(8)]
    store.land("roads", reading("road_segment", rows), None)
    told = [{"segment_id": f"S{n}", "event_time": NOON - MINUTE, "speed_kmh": 12.0} for n in range(8)]
    store.land("speeds", reading("segment_speed", told), NOON)
    assert measure(store, "congested_km")["coverage"] == pytest.approx(2 / 8)
    assert measure(store, "road_coverage")["value"] == 100


@pytest.mark.parametrize("imputed", [False, True])
def test_half_of_a_feed_dead(store: Store, imputed: bool) -> None:
    """Ten roads of a kilometre, four told, one of them an estimate: three are measured; an estimate of a road is none at all."""
    roads(store, *"ABCDEFGHIJ")
    told = [{"segment_id": name, "event_time": NOON - MINUTE, "speed_kmh": 30.0, "imputed": name == "D" and imputed} for name in "ABCD"]
    store.land("speeds", reading("segment_speed", told), NOON)
    share = 30.0 if imputed else 40.0
    assert measure(store, "road_coverage")["value"] == pytest.approx(share)
    assert [measure(store, kpi)["coverage"] for kpi in ("delay_index", "congested_km", "tpi")] == [pytest.approx(share / 100)] * 3
    assert ask(store, "delay_index")[0]["state"] == "unknown"
    parts = ask(store, "road_coverage_rows")[0]
    assert [parts[f"{part}_km"] for part in ("observed", "imputed", "in_doubt", "silent")] == [3 + (not imputed), int(imputed), 0, 6]


def test_a_segment_of_two_speed_feeds_says_whose_samples_it_rests_on(store: Store) -> None:
    """Three samples of a minute and one of five: four of equal weight, a kilometre once."""
    roads(store, "A")
    for feed, speeds in (("probes", [20.0, 20.0, 20.0]), ("radar", [60.0])):
        told = [{"segment_id": "A", "event_time": NOON - (n + 1) * MINUTE, "speed_kmh": speed} for n, speed in enumerate(speeds)]
        store.land(feed, reading("segment_speed", told), NOON)
    card = ask(store, "segment_card", segment="A")[0]
    assert card["speed_kmh"] == pytest.approx(4 / (3 / 20 + 1 / 60))
    assert (card["samples"], card["feeds"], card["feed_first"], card["feed_last"]) == (4, 2, "probes", "radar")
    assert measure(store, "road_coverage")["numerator"] == 1
