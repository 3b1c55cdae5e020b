import numpy as np

from simulator import rows
from simulator.city import City
from simulator.datum import gcj02_to_wgs84
from simulator.service_requests import A_DAY, SERVICES, changes


def test_a_day_has_its_calls_mostly_by_day(city: City, now: float) -> None:
    calls = city.calls(city.pattern.day(now))
    assert len(calls["asked"]) == A_DAY
    hour = (np.array([city.pattern.seconds(at) for at in calls["asked"].tolist()]) % 86400) / 3600
    assert np.mean((hour > 7) & (hour < 22)) > 0.75
    assert sum(service[4] for service in SERVICES) == 1.0


def test_most_calls_are_closed_in_time_but_not_all(city: City, now: float) -> None:
    calls = city.calls(city.pattern.day(now) - 20)
    assert 0.85 < np.mean(calls["closed"] <= calls["due"]) < 0.97
    assert np.all(calls["closed"] > calls["asked"])


def test_the_feed_tells_each_recent_call_once_as_it_is(city: City, now: float) -> None:
    now += 8 * 3600  # late enough for calls that were opened and closed within three hours
    said = rows.requests(city, now)
    ids = said["service_request_id"].tolist()
    assert len(ids) == len(set(ids)) > 100
    assert said["event_time"].min() > now - rows.RECENT_S and said["event_time"].max() <= now
    assert 0.2 < np.mean(said["status"] == "open") < 0.9


def test_a_call_changes_twice(city: City, now: float) -> None:
    every = changes(city.calls, city.pattern, now - 20 * 86400, now)
    _, counts = np.unique(every["service_request_id"], return_counts=True)
    assert counts.max() == 2
    assert np.all(np.diff(every["event_time"]) >= 0)


def test_calls_come_from_where_they_say(city: City, now: float) -> None:
    said = rows.requests(city, now)
    found = city.districts.of(*gcj02_to_wgs84(said["longitude"], said["latitude"]))
    names = dict(zip(city.districts.ids, city.districts.names, strict=True))
    assert [names.get(one, "") for one in found] == said["address"].tolist()
