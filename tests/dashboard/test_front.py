import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from dashboard.front import Front
from dashboard.runfolder import wanted
from datasources.frames import Shelf

Answer = tuple[str, dict[str, str], bytes]


class Door:
    """A front on a folder of its own, asked without a network."""

    def __init__(self, run: Path) -> None:
        for part in ("frames", "wanted", "walls"):
            (run / part).mkdir()
        self.run = run
        self.shelf = Shelf(run / "frames")
        self.made: list[str] = []
        self.front = Front(run, self._dash, refresh_s=5.0, make=self._make)

    def _make(self, name: str) -> bytes | None:
        self.made.append(name)
        if name.startswith("slow."):
            raise ConnectionError("no answer in time")
        return b"{}" if name.startswith("overview.") else None

    def _dash(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return (b"dash",)

    def get(self, path: str, etag: str = "") -> Answer:
        told: list[Any] = []
        address, _, query = path.partition("?")
        environ = {"PATH_INFO": address, "QUERY_STRING": query, "REQUEST_METHOD": "GET", **({"HTTP_IF_NONE_MATCH": etag} if etag else {})}
        body = b"".join(self.front(environ, lambda status, headers: told.extend((status, dict(headers)))))
        return told[0], told[1], body


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_a_frame_goes_out_once_then_only_its_etag(door: Door) -> None:
    door.shelf.put("overview.city.zh", b"{}", "application/json", compress=True)
    door.shelf.publish({})
    status, headers, body = door.get("/frames/overview.city.zh")
    assert (status, headers["Content-Encoding"], headers["Content-Length"]) == ("200 OK", "gzip", str(len(body)))
    assert door.get("/frames/overview.city.zh", headers["ETag"]) == (
        "304 Not Modified",
        {"ETag": headers["ETag"], "Cache-Control": "no-cache"},
        b"",
    )


def test_everything_else_is_dashs(door: Door) -> None:
    assert door.get("/anything")[2] == b"dash"


@pytest.mark.parametrize("name", ["nothing", "../manifest.json", "..%2f..%2fetc", "overview.city.zh@0", ""])
def test_names_not_on_the_shelf_are_404(door: Door, name: str) -> None:
    door.shelf.publish({})
    assert door.get(f"/frames/{name}")[0].startswith("404")


def test_a_frame_that_takes_too_long_is_drawn_with_the_next_tick(door: Door) -> None:
    status, _, body = door.get("/frames/slow.city.zh")
    assert status.startswith("503") and b"no answer in time" in body
    assert wanted(door.run, 60) == ["slow.city.zh"]


def test_a_districts_frame_is_made_at_once_and_wished_for(door: Door) -> None:
    assert door.get("/frames/overview.370602.zh")[2] == b"{}"
    assert wanted(door.run, 60) == ["overview.370602.zh"]
    assert door.get("/frames/nothing.370602.zh")[0].startswith("404")
    assert wanted(door.run, 60) == ["overview.370602.zh"]


def test_not_ready_without_a_snapshot_nor_with_an_old_one(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    assert door.get("/readyz")[0].startswith("503")
    door.shelf.publish({"published": 1000.0})
    monkeypatch.setattr("dashboard.front.time.time", lambda: 1014.9)
    assert door.get("/readyz")[0].startswith("200")
    monkeypatch.setattr("dashboard.front.time.time", lambda: 1015.1)
    status, _, body = door.get("/readyz")
    assert status.startswith("503")
    assert json.loads(body)["snapshot_age_s"] == pytest.approx(15.1)


def test_a_wall_says_which_version_it_shows(door: Door) -> None:
    door.get("/frames/overview.city.zh?seen=41&wall=hall-3")
    assert json.loads((door.run / "walls" / str(os.getpid())).read_bytes())["hall-3"][0] == 41


@pytest.mark.parametrize("query", ["seen=41&wall=../x", "seen=x&wall=a", "wall=a", f"seen=1&wall={'a' * 41}"])
def test_a_walls_name_is_no_path(door: Door, query: str) -> None:
    door.get("/frames/overview.city.zh")
    before = sorted(door.run.rglob("*"))
    door.get(f"/frames/overview.city.zh?{query}")
    assert sorted(door.run.rglob("*")) == before


def test_metrics_join_the_engines_and_the_doors(door: Door) -> None:
    (door.run / "metrics.prom").write_text("city_brain_version 3\n")
    door.get("/frames/nothing")
    text = door.get("/metrics")[2].decode()
    assert "city_brain_version 3" in text
    assert f'city_brain_frames_served_total{{door="web",worker="{os.getpid()}",status="404"}} 1' in text
