"""The server on a real socket, asked with the standard library."""

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from google.transit import gtfs_realtime_pb2 as pb

from simulator.city import City
from simulator.clock import Clock
from simulator.feeds import FEEDS
from simulator.server import Server, Service


class StandingClock(Clock):
    """Moves only when told to."""

    def __init__(self, at: float) -> None:
        super().__init__()
        object.__setattr__(self, "at", at)

    def now(self) -> float:
        return float(self.__dict__["at"])

    def move(self, seconds: float) -> None:
        object.__setattr__(self, "at", self.now() + seconds)


@pytest.fixture
def clock(now: float) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def port(city: City, clock: StandingClock) -> Iterator[int]:
    server = Server("127.0.0.1", 0)
    server.service = Service(city, clock)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def fault(port: int, query: str) -> None:
    assert get(port, f"/faults?{query}")[0].status == 200


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_is_served_with_an_etag(port: int, name: str) -> None:
    answer, body = get(port, FEEDS[name].path)
    assert answer.status == 200 and body and answer.headers["Content-Type"] == FEEDS[name].content_type
    again, nothing = get(port, FEEDS[name].path, {"If-None-Match": str(answer.headers["ETag"])})
    assert again.status == 304 and nothing == b""


def test_positions_change_from_second_to_second(port: int, clock: StandingClock) -> None:
    one = get(port, FEEDS["positions"].path)[1]
    clock.move(1)
    assert get(port, FEEDS["positions"].path)[1] != one


def test_json_feeds_are_lists_of_objects(port: int) -> None:
    speeds = json.loads(get(port, FEEDS["segments"].path)[1])
    assert len(speeds) > 4500 and {"segment_id", "speed_kmh", "sample_count", "imputed", "event_time"} <= set(speeds[0])
    requests = json.loads(get(port, FEEDS["requests"].path)[1])
    assert {"service_request_id", "status", "service_code", "requested_datetime", "updated_datetime", "lat", "long"} <= set(requests[0])
    assert all(r["updated_datetime"].endswith("Z") for r in requests)
    incidents = json.loads(get(port, FEEDS["incidents"].path)[1])
    assert all(("cleared_at" in i) == (i["status"] == "cleared") for i in incidents)


def test_freeze_stops_the_feed_and_the_others_go_on(port: int, clock: StandingClock) -> None:
    fault(port, "feed=positions&mode=freeze&for=60")
    one = get(port, FEEDS["positions"].path)[1]
    clock.move(30)
    assert get(port, FEEDS["positions"].path)[1] == one
    updates = pb.FeedMessage.FromString(get(port, FEEDS["trip_updates"].path)[1])
    assert updates.header.timestamp == int(clock.now())
    clock.move(31)
    assert get(port, FEEDS["positions"].path)[1] != one, "over after its time"


def test_outage_html_empty_redirect_and_truncate(port: int) -> None:
    path = FEEDS["positions"].path
    whole = get(port, path)[1]
    for mode, status, content in (("outage", 503, "text/html"), ("html", 200, "text/html"), ("redirect", 302, "text/html")):
        fault(port, f"feed=positions&mode={mode}")
        answer, _ = get(port, path)
        assert (answer.status, answer.headers["Content-Type"]) == (status, content)
        fault(port, "clear=positions")
    fault(port, "feed=positions&mode=empty")
    assert get(port, path)[1] == b""
    fault(port, "clear=all")
    fault(port, "feed=positions&mode=truncate")
    assert len(get(port, path)[1]) == len(whole) // 2


def test_drip_sends_byte_after_byte(port: int) -> None:
    fault(port, "feed=indicators&mode=drip")
    connection = HTTPConnection("127.0.0.1", port, timeout=0.9)
    connection.request("GET", FEEDS["indicators"].path)
    answer = connection.getresponse()
    got = answer.read(2)
    assert len(got) == 2 and int(answer.headers["Content-Length"]) > 1000
    connection.close()


def test_faults_are_listed_and_end(port: int, clock: StandingClock) -> None:
    fault(port, "feed=positions&mode=drop&share=0.5&for=10")
    active = json.loads(get(port, "/faults")[1])["active"]
    assert active == [{"feed": "positions", "mode": "drop", "share": 0.5, "left_s": 10.0}]
    clock.move(11)
    assert json.loads(get(port, "/faults")[1])["active"] == []


@pytest.mark.parametrize("query", ["feed=positions&mode=melt", "feed=nowhere&mode=drop", "feed=positions&mode=drop&share=7"])
def test_wrong_faults_are_refused_with_a_reason(port: int, query: str) -> None:
    answer, body = get(port, f"/faults?{query}")
    assert answer.status == 400 and json.loads(body)["error"]


def test_what_is_not_served_is_not_found(port: int) -> None:
    assert get(port, "/etc/passwd")[0].status == 404


def test_truth_is_kept_aside(port: int) -> None:
    said = json.loads(get(port, "/truth")[1])
    assert 50 < said["on_time"]["share"] < 99 and 1.2 < said["delay_index"] < 2.5


def test_callers_before_the_start_wait(city: City, now: float) -> None:
    """The socket is bound before the city is made: who comes early is answered late, not refused."""
    server = Server("127.0.0.1", 0)
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/healthz")
    server.service = Service(city, Clock())
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    assert connection.getresponse().status == 200
    connection.close()
    server.shutdown()
    thread.join()
    server.server_close()
