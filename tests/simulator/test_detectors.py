import json

import numpy as np

from simulator import detectors, rows, truth
from simulator.city import City
from simulator.feeds import FEEDS


def test_they_stand_on_the_corridors(city: City) -> None:
    known = city.detectors
    assert len(set(known.ids.tolist())) == len(known.ids) > 250
    assert set(known.roads.tolist()) < set(rows.segment_ids(city).tolist())
    assert set(known.lanes.tolist()) <= {1, 2, 3}


def test_a_minute_is_told_the_same_however_often_it_is_asked(city: City, now: float) -> None:
    one, other = rows.readings(city, now), rows.readings(city, now + 59)
    assert all(np.array_equal(one[name], other[name], equal_nan=name == "speed_kmh") for name in one)
    assert np.all(one["event_time"] == now - 60)


def test_the_busier_and_the_freer_the_more_passes(city: City, now: float) -> None:
    known, free = city.detectors, city.detectors.free_flow
    peak, _ = detectors.passed(known, city.pattern, free, now, 300.0)
    night, _ = detectors.passed(known, city.pattern, free, now + 18 * 3600, 300.0)
    stuck, _ = detectors.passed(known, city.pattern, free * 0.1, now, 300.0)
    assert night.sum() < 0.3 * peak.sum() and stuck.sum() < 0.3 * peak.sum()
    assert np.all(peak * 12 / known.lanes < 2200)


def test_those_out_of_order_say_so_in_their_own_way(city: City, now: float) -> None:
    wrong, said = detectors.broken(city.detectors, city.pattern.day(now)), rows.readings(city, now)
    by_id = dict(zip(said["detector_id"].tolist(), zip(said["flow"].tolist(), said["occupancy"].tolist(), strict=True), strict=True))
    ids = city.detectors.ids
    assert all(by_id[key] == (0, 0) for key in ids[wrong["zero"]].tolist())
    assert all(by_id[key][1] == 12.5 for key in ids[wrong["stuck"]].tolist())
    assert not set(ids[wrong["silent"]].tolist()) & set(by_id)
    assert all(2 <= hit.sum() < 12 for hit in wrong.values())


def test_they_speak_as_traffic_flow_observed(city: City, now: float) -> None:
    entity = json.loads(FEEDS["detectors"].body(city, now, []))[0]
    assert entity["type"] == "TrafficFlowObserved"
    assert entity["dateObservedTo"] == "2026-11-23T08:00:00Z" and entity["dateObservedFrom"] == "2026-11-23T07:59:00Z"
    assert 0 <= entity["occupancy"] <= 1 and entity["intensity"] == int(entity["intensity"])


def test_the_truth_counts_those_out_of_order_too(city: City, now: float) -> None:
    true = truth.flow(city, now)
    begun = now - 3600
    told = [rows.readings(city, begun + 60 * (n + 1)) for n in range(60)]
    length = dict(zip(city.detectors.ids.tolist(), city.detectors.length_m.tolist(), strict=True))
    heard = sum(float(np.sum(part["flow"] * [length[key] for key in part["detector_id"].tolist()])) / 1000 for part in told)
    assert 0.9 * true["vehicle_km"] < heard < true["vehicle_km"]
