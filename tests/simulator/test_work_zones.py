import json

import numpy as np

from datasources.readers.formats import read_feed
from simulator import rows, work_zones
from simulator.city import City
from tests.datasources.feeds import ARRIVED, spec


def test_the_feed_reads_as_wzdx(city: City, now: float) -> None:
    reading = read_feed(work_zones.feed(city, now), spec(format="wzdx"), None, ARRIVED)
    zones = reading.tables["work_zone"].to_pylist()
    assert reading.rejects == [] and len(zones) > 5
    begun = [zone["start_date"] <= reading.source_time for zone in zones]
    assert any(begun) and not all(begun)
    assert {zone["lanes"] for zone in zones} == {2}


def test_zones_under_way_are_the_roadworks_that_slow_the_roads(city: City, now: float) -> None:
    features = json.loads(work_zones.feed(city, now))["features"]
    open_now = {one.incident_id: one for one in rows.known_incidents(city, now, now) if one.kind == "roadworks"}
    assert open_now.keys() <= {feature["id"] for feature in features}
    one = next(iter(open_now.values()))
    start = city.network.segments.start[one.segments[0]]
    line = next(f["geometry"]["coordinates"] for f in features if f["id"] == one.incident_id)
    assert np.allclose(line[0], (city.network.longitude[start], city.network.latitude[start]), atol=1e-5)


def test_a_writing_stays_the_same_for_five_minutes(city: City, now: float) -> None:
    assert work_zones.feed(city, now) == work_zones.feed(city, now + 299) != work_zones.feed(city, now + 301)
