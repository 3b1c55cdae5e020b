"""One snapshot, every frame, the same bytes for all; past moments and districts by the same way."""

import gzip
import json
import struct
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.asked import CITY, Asked, Subject
from dashboard.check import checked
from dashboard.clock import LiveClock, ReplayClock
from dashboard.opening import open_store
from dashboard.requested import Requested
from dashboard.runfolder import want
from dashboard.tick import APART_SHARE, Ticker
from datasources.alerts import Watch
from datasources.answering.questions import BadTicket
from datasources.frames import Reader, Shelf
from datasources.store import Store
from tests.dashboard.small import make
from tests.datasources.rows import reading

NOON = datetime(2026, 11, 23, 4)
SQUARE = '{"type":"Polygon","coordinates":[[[121.4,37.4],[121.6,37.4],[121.6,37.6],[121.4,37.6],[121.4,37.4]]]}'


class Hands(LiveClock):
    """A clock set by hand."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time

    as_of = now


class Wall:
    """An engine without processes: a store, a shelf, a ticker whose clock is set by hand."""

    def __init__(self, folder: Path, store: Store, run: Path) -> None:
        for part in ("frames", "wanted", "walls"):
            (run / part).mkdir(parents=True)
        self.run, self.store = run, store
        self.clock = Hands()
        self.told: list[dict[str, Any]] = []
        city = checked(folder)
        watch = Watch(city.alerts.values(), lambda table, rows: self.told.extend(rows if table == "alert_event" else ()))
        self.ticker = Ticker(city, store, Shelf(run / "frames"), run, self.clock, watch, "build")

    def frame(self, name: str) -> dict[str, Any]:
        found = Reader(self.run / "frames").get(name)
        assert found is not None, name
        frame: dict[str, Any] = json.loads(gzip.decompress(found.data))
        return frame

    def bus(self, vehicle: str, seconds: float, **more: Any) -> None:
        row = {"vehicle_id": vehicle, "event_time": NOON + timedelta(seconds=seconds), "latitude": 37.5, "longitude": 121.5, **more}
        self.store.land("positions", reading("vehicle_position", [row]), NOON + timedelta(seconds=seconds))


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    folder = make(tmp_path / "small")
    with open_store(checked(folder), tmp_path / "data") as store:
        store.clock = lambda: made.clock.time
        made = Wall(folder, store, tmp_path / "run")
        outline = {"district_id": "1", "name_zh": "一区", "name_en": "One", "latitude": 37.5, "longitude": 121.5, "geometry": SQUARE}
        store.land("districts", reading("district", [outline]), NOON - timedelta(days=1))
        yield made


def text(tree: Any) -> str:
    """All that a tree says."""
    if isinstance(tree, dict):
        return text(tree["props"].get("children")) if "props" in tree else ""
    return " ".join(map(text, tree)) if isinstance(tree, list) else str(tree or "")


def test_a_tick_publishes_both_languages_and_the_layers(wall: Wall) -> None:
    wall.bus("a", -5)
    wall.ticker.tick()
    zh, en = wall.frame("overview.city.zh"), wall.frame("overview.city.en")
    assert (zh["version"], zh["mode"], zh["scope"]) == (1, "live", "")
    assert "车辆在线率" in text(zh["panels"]["online"])
    assert "Buses online" in text(en["panels"]["online"])
    assert {"vehicles", "roads", "roster", "geometry", "segments", "basemap"} == set(zh["layers"])
    assert json.loads(gzip.decompress(Reader(wall.run / "frames").get("roster").data)) == [["a", ""]]  # type: ignore[union-attr]


def test_a_value_on_a_silent_feed_is_not_drawn(wall: Wall) -> None:
    wall.bus("a", -5)
    wall.ticker.tick()
    assert "stale" not in wall.frame("overview.city.zh")["panels"]["online"]["props"]["className"]
    wall.clock.time = NOON + timedelta(minutes=10)
    wall.ticker.tick()
    assert "stale" in wall.frame("overview.city.zh")["panels"]["online"]["props"]["className"]
    assert [row["alert_key"] for row in wall.told] == ["positions"]


def test_a_districts_frame_is_drawn_while_it_is_wanted(wall: Wall) -> None:
    wall.ticker.tick()
    assert Reader(wall.run / "frames").get("overview.1.zh") is None
    want(wall.run, "overview.1.zh")
    wall.ticker.tick()
    assert wall.frame("overview.1.zh")["scope"] == "1"
    (wall.run / "wanted" / "overview.1.zh").unlink()
    wall.ticker.tick()
    assert Reader(wall.run / "frames").get("overview.1.zh") is None


LINE = """
title = { zh = "线路", en = "Line" }
parameters = ["line", "order"]
grid = ["buses"]
[panels.buses]
kind = "table"
view = "line_labels"
title = { zh = "车辆", en = "Vehicles" }
columns = [{ field = "label", title = { zh = "车号", en = "Bus" } }]
"""


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Wall]:
    """A wall that has a scene about one line."""
    folder = make(tmp_path / "small")
    (folder / "scenes" / "line.toml").write_text(LINE, encoding="utf-8")
    (folder / "views" / "line_labels.sql").write_text(
        "-- title: 车 | Buses\n-- row: one\n-- formula: -\n-- unit: -\n-- source: test\n"
        "SELECT label FROM vehicles WHERE route_id = parameter('line')",
        encoding="utf-8",
    )
    with open_store(checked(folder), tmp_path / "data") as store:
        store.clock = lambda: made.clock.time
        made = Wall(folder, store, tmp_path / "run")
        made.bus("a", -5, route_id="51", label="bus of 51")
        made.bus("b", -5, route_id="海 路", label="bus by the sea")
        yield made


def about(**subject: str) -> str:
    return Asked("line", CITY, "zh", tuple(subject.items())).name


def test_another_scene_is_drawn_while_somebody_looks(lines: Wall) -> None:
    shelf = Reader(lines.run / "frames")
    lines.ticker.tick()
    assert shelf.get("line.city.zh") is None
    want(lines.run, "line.city.zh")
    want(lines.run, about(line="海 路"))
    lines.ticker.tick()
    assert "bus" not in text(lines.frame("line.city.zh")["panels"]["buses"])
    assert "bus by the sea" in text(lines.frame(about(line="海 路"))["panels"]["buses"])
    assert lines.frame(about(line="海 路"))["subject"] == {"line": "海 路"}
    (lines.run / "wanted" / about(line="海 路")).unlink()
    lines.ticker.tick()
    assert shelf.get(about(line="海 路")) is None
    assert shelf.get("overview.city.zh") is not None


def test_two_lines_do_not_see_each_other(lines: Wall) -> None:
    for line in ("51", "海 路"):
        want(lines.run, about(line=line))
    lines.ticker.tick()
    told = [text(lines.frame(about(line=line))["panels"]["buses"]) for line in ("51", "海 路")]
    assert [("bus of 51" in one, "bus by the sea" in one) for one in told] == [(True, False), (False, True)]


def test_a_line_at_a_past_moment(lines: Wall) -> None:
    lines.bus("c", -600, route_id="51", label="long ago")
    body = {"scene": "line", "lang": "zh", "subject": {"line": "51"}, "at": (NOON - timedelta(seconds=595)).isoformat() + "Z"}
    past = json.loads(Requested(lambda: lines.ticker, lines.store)(json.dumps(body).encode()))
    assert ("long ago" in text(past["panels"]["buses"]), "bus of 51" in text(past["panels"]["buses"])) == (True, False)


def test_the_wall_does_not_wait_for_all_lines_that_are_leafed_through(lines: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is drawn as it is asked for."""
    asked = [Asked("line", CITY, "zh", (("line", str(number)),)) for number in range(9)]
    for one in asked:
        want(lines.run, one.name)
    real, slow = lines.store.snapshot, lines.ticker.city.spec.refresh_s * APART_SHARE / 3
    passed = [0.0]
    monkeypatch.setattr("dashboard.tick.time.monotonic", lambda: passed[0])

    def snapshot(*told: Any, **more: Any) -> Any:
        passed[0] += slow
        return real(*told, **more)

    monkeypatch.setattr(lines.store, "snapshot", snapshot)
    lines.ticker.tick()
    shelf = Reader(lines.run / "frames")
    assert shelf.get("overview.city.zh") is not None
    assert sum(shelf.get(one.name) is not None for one in asked) == 3
    assert all(
        Requested(lambda: lines.ticker, lines.store)(json.dumps({"scene": "line", "subject": dict(one.subject)}).encode()) for one in asked
    )


@pytest.mark.parametrize("subject", [(("window_s", "9e9"),), (("line", "51"), ("line", "52"))])
def test_what_is_no_parameter_of_the_scene_draws_nothing(lines: Wall, subject: Subject) -> None:
    name = Asked("line", CITY, "zh", subject).name
    want(lines.run, name)
    lines.ticker.tick()
    assert Reader(lines.run / "frames").get(name) is None


@pytest.mark.parametrize("back", [None, 3])
def test_another_order_and_another_language_ask_the_store_nothing_more(
    lines: Wall, monkeypatch: pytest.MonkeyPatch, back: int | None
) -> None:
    asked: list[Any] = []
    real = lines.store.snapshot
    monkeypatch.setattr(lines.store, "snapshot", lambda *a, **k: asked.append(k["parameters"]) or real(*a, **k))  # type: ignore[func-returns-value]
    at = {} if back is None else {"at": (NOON - timedelta(seconds=back)).isoformat()}
    requested = Requested(lambda: lines.ticker, lines.store)
    told = [(lang, {"line": "51", **order}) for lang in ("zh", "en") for order in ({}, {"order": "-label"})]
    bodies = [{"scene": "line", "lang": lang, "subject": subject, **at} for lang, subject in told]
    drawn = [json.loads(requested(json.dumps(body).encode())) for body in bodies]
    assert asked == [{"line": "51"}]
    assert [frame["subject"].get("order") for frame in drawn] == [None, "-label"] * 2
    requested(json.dumps({**bodies[0], "subject": {"line": "52"}}).encode())
    assert asked == [{"line": "51"}, {"line": "52"}]


def test_a_frame_of_which_the_last_tick_knew_all_is_drawn_from_it(wall: Wall) -> None:
    """As one in the other language of a scene that is watched in one."""
    wall.bus("a", -5)
    wall.ticker.tick()
    frame = json.loads(Requested(lambda: wall.ticker, wall.store)(b'{"scene":"overview","lang":"en"}'))
    assert frame["panels"] == wall.frame("overview.city.en")["panels"]


def test_a_past_moment_shows_what_was_known_then(wall: Wall) -> None:
    wall.bus("a", -600)
    wall.bus("b", -5)
    wall.ticker.tick()
    requested = Requested(lambda: wall.ticker, wall.store)
    then = NOON - timedelta(seconds=595)
    past = json.loads(requested(json.dumps({"scene": "overview", "lang": "zh", "at": then.isoformat() + "Z"}).encode()))
    assert past["mode"] == "replay"
    assert past["as_of"].startswith("2026-11-23T03:50:05")
    assert set(past["binary"]) == {"vehicles", "roads"}
    assert "1" in text(past["panels"]["online"])


def test_who_asks_for_a_frame_goes_first_and_a_tick_does_not(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    first: list[bool] = []
    real = wall.store.snapshot
    monkeypatch.setattr(wall.store, "snapshot", lambda *a, **k: first.append(wall.store.precedence.mine) or real(*a, **k))  # type: ignore[func-returns-value]
    wall.ticker.tick()
    assert not any(first)
    first.clear()
    Requested(lambda: wall.ticker, wall.store)(json.dumps({"scene": "overview", "lang": "zh", "at": NOON.isoformat()}).encode())
    assert first == [True]


def test_a_past_moment_is_computed_once_until_something_lands_that_it_could_see(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    wall.bus("a", -600)
    wall.ticker.tick()
    drawn: list[Any] = []
    real = Ticker.drawn
    monkeypatch.setattr(Ticker, "drawn", lambda *a: drawn.append(a) or real(*a))  # type: ignore[func-returns-value]
    requested = Requested(lambda: wall.ticker, wall.store)
    body = json.dumps({"scene": "overview", "lang": "zh", "at": (NOON - timedelta(minutes=9)).isoformat()}).encode()
    threads = [threading.Thread(target=requested, args=(body,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 1
    wall.bus("b", -5)
    requested(body)
    assert len(drawn) == 1
    wall.bus("c", -590)
    requested(body)
    assert len(drawn) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"scene":"nothing"}',
        b'{"scene":"overview","scope":"../x"}',
        b'{"scene":"overview","lang":"fr"}',
        b'{"scene":"overview","at":"soon"}',
    ],
)
def test_what_is_no_request_is_refused(wall: Wall, body: bytes) -> None:
    wall.ticker.tick()
    with pytest.raises(BadTicket):
        Requested(lambda: wall.ticker, wall.store)(body)


def test_recorded_time_goes_round_on_a_monotonic_clock() -> None:
    seconds = iter([0.0, 1.0, 59.0, 61.0])
    clock = ReplayClock(NOON, NOON + timedelta(hours=1), 60.0, monotonic=lambda: next(seconds))
    assert [clock.as_of() - NOON for _ in range(3)] == [timedelta(seconds=60), timedelta(seconds=3540), timedelta(seconds=60)]
    with pytest.raises(ValueError, match="must end after it starts"):
        ReplayClock(NOON, NOON, 1.0)


def test_recorded_time_runs_again_with_what_was_known_then(wall: Wall) -> None:
    wall.bus("a", -600)
    wall.bus("b", -5)
    wall.clock.mode, wall.clock.time = "replay", NOON - timedelta(seconds=595)
    wall.ticker.tick()
    assert wall.frame("overview.city.zh")["mode"] == "replay"
    vehicles = Reader(wall.run / "frames").get("vehicles")
    assert vehicles is not None
    assert struct.unpack_from("<I", vehicles.data, 8) == (1,)
    assert wall.told == []
