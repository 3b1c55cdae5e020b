import json
from itertools import pairwise

import numpy as np

from simulator import encode, responders, rows
from simulator.city import City


def test_measured_speeds_are_near_the_truth_and_not_everywhere(city: City, now: float) -> None:
    said = rows.segments(city, now)
    true = dict(zip(rows.segment_ids(city).tolist(), city.segment_speeds(now).tolist(), strict=True))
    assert 0.93 < len(said["segment_id"]) / len(true) < 0.98
    ratio = np.array([speed / true[key] for key, speed in zip(said["segment_id"].tolist(), said["speed_kmh"].tolist(), strict=True)])
    assert np.all(np.abs(ratio - 1) < 0.08)
    assert np.array_equal(said["sample_count"] == 0, said["imputed"]) and 0.01 < np.mean(said["imputed"]) < 0.06


def test_roads_are_lines_with_names_and_speeds(city: City, now: float) -> None:
    features = json.loads(rows.roads(city, now))["features"]
    assert len(features) == len({f["properties"]["segment_id"] for f in features}) > 2000
    assert {f["properties"]["road_class"] for f in features} == {"expressway", "arterial", "minor"}
    assert all(f["properties"]["district_id"] and f["properties"]["free_flow_kmh"] > 25 for f in features)


def test_stamps_of_incidents_come_in_order_and_in_time(city: City, now: float) -> None:
    said = rows.incident_rows(city, now)
    order = [said[name] for name in ("started_at", *responders.STEPS, "lanes_cleared_at", "responders_left_at", "normal_at")]
    for before, after in pairwise(order):
        assert np.all(np.isnan(after) | (before <= after))
    assert np.all(np.isnan(order[-1]) | (order[-1] <= now))
    assert np.array_equal(np.isnan(said["responders_left_at"]), said["status"] == "open")
    assert np.array_equal(said["event_time"], np.fmax.reduce(order))


def test_incidents_are_open_until_they_are_cleared(city: City, now: float) -> None:
    known = rows.known_incidents(city, now - rows.RECENT_S, now)
    said = rows.incident_rows(city, now)
    assert [one.cleared <= now for one in known] == (said["status"] == "cleared").tolist()
    assert {"open", "cleared"} == set(said["status"].tolist())
    assert all(one.started <= now for one in known)


def test_the_fleet_register_holds_every_bus_that_reports(city: City, now: float) -> None:
    register = rows.fleet(city, now)
    assert len(register["vehicle_id"]) == 1300
    assert set(city.positions(now)["vehicle_id"].tolist()) < set(register["vehicle_id"].tolist())


def test_indicators_are_whole_and_stay_for_an_hour(city: City, now: float) -> None:
    said = rows.indicators(city, now)
    assert np.all((said["numerator"] <= said["denominator"]) & (said["denominator"] > 0))
    assert np.allclose(said["value"], 100 * said["numerator"] / said["denominator"], atol=0.01)
    later = rows.indicators(city, now + 1200)
    assert np.array_equal(said["numerator"], later["numerator"])


def test_json_has_utc_times_and_leaves_missing_values_away() -> None:
    table = {"incident_id": np.array(["a"]), "cleared_at": np.array([np.nan]), "event_time": np.array([0.0])}
    assert json.loads(encode.as_json(table, 0.0)) == [{"incident_id": "a", "event_time": "1970-01-01T00:00:00Z"}]


def test_csv_of_an_empty_table_has_its_header() -> None:
    assert encode.as_csv({"a": np.array([], dtype=str), "b": np.array([], dtype=float)}, 0.0) == b'"a","b"\n'
