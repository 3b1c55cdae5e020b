"""A whole wall as a city runs it: real processes on a real port, fed over HTTP, killed, frozen, edited and ended."""

import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from dashboard.runfolder import run_folder
from datasources.moment import utc_now
from tests.dashboard.agency import Agency
from tests.dashboard.walls import PATIENCE_S, Wall, alive, classed, command, texts, timed, until

BUSES = {"鲁F-1": (37.5, 121.4), "鲁F-2": (37.6, 121.6)}
CALM_S = 6.0  # a master whose new worker dies sooner ends itself, and the supervisor starts both

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def agency() -> Iterator[Agency]:
    made = Agency()
    made.put(BUSES)
    yield made
    made.close()


@pytest.fixture(scope="module")
def wall(agency: Agency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    made = Wall(tmp_path_factory.mktemp("wall"), agency.url).start()
    try:
        timed(made.ready, PATIENCE_S, "a wall is ready after")
        timed(lambda: len(made.buses()) == len(BUSES), PATIENCE_S, "its buses are there after another")
        yield made
    finally:
        made.end()


class Viewer(threading.Thread):
    """Looks ten times a second at what version is shown, until it is ended."""

    def __init__(self, wall: Wall) -> None:
        super().__init__(name="viewer", daemon=True)
        self.seen, self._began = [wall.version()], time.monotonic()
        self._wall, self._ended = wall, threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.1):
            self.seen.append(self._wall.version())

    def end(self) -> float:
        """Refreshes a second as it saw them."""
        self._ended.set()
        self.join()
        return (self.seen[-1] - self.seen[0]) / (time.monotonic() - self._began)


@pytest.fixture(scope="module")
def viewer(wall: Wall) -> Iterator[Viewer]:
    made = Viewer(wall)
    made.start()
    yield made
    made.end()


def near(found: tuple[float, float] | None, place: tuple[float, float]) -> bool:
    return found is not None and all(abs(a - b) < 2e-5 for a, b in zip(found, place, strict=True))


def shows(wall: Wall, bus: str, latitude: float) -> None:
    """Wait until the bus is at that latitude, on the map and in words."""
    timed(lambda: near(wall.buses().get(bus), (latitude, 121.25)), PATIENCE_S, "a position is on the map after")
    until(lambda: f"{latitude:.4f}" in texts(wall.frame()["panels"]["buses"]), PATIENCE_S, "the position in the frame")


@pytest.mark.usefixtures("viewer")
def test_a_position_served_by_the_feed_is_on_the_map_and_in_the_frame(wall: Wall, agency: Agency) -> None:
    for latitude in (37.7123, 37.8456):
        agency.put({**BUSES, "鲁F-1": (latitude, 121.25)})
        shows(wall, "鲁F-1", latitude)
    assert near(wall.buses()["鲁F-2"], BUSES["鲁F-2"])
    assert wall.frame()["layers"]["vehicles"] == wall.get("/frames/vehicles").etag.strip('"')


def test_only_this_machine_is_listened_to(wall: Wall) -> None:
    listening = {c.laddr for process in wall.family() for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN}
    assert {(address.ip, address.port) for address in listening} == {("127.0.0.1", wall.port)}


def test_a_second_wall_on_the_same_data_says_so_and_fetches_nothing(wall: Wall, agency: Agency) -> None:
    """Neither does it take the first one's socket, heartbeat or port away."""
    processes = {process.pid for process in wall.family()}
    before, started = agency.requests, time.monotonic()
    second = command("serve", str(wall.city), "--data", str(wall.data), "--port", str(wall.port), "--set", f"agency={agency.url}")
    took = time.monotonic() - started
    assert second.returncode == 1
    assert str(wall.data) in second.stderr and "Traceback" not in second.stderr
    assert agency.requests - before <= took / 1.0 + 2
    assert {process.pid for process in wall.family()} == processes
    until(wall.ready, PATIENCE_S, "the first one is ready")
    assert wall.get("/healthz").status == 200


def test_questions_beside_a_running_wall_are_answered_by_it(wall: Wall) -> None:
    assert {row["vehicle_id"] for row in wall.rows("vehicles")} == set(BUSES)
    unknown = wall.show("vehicle")
    assert unknown.returncode == 1 and "'vehicles'" in unknown.stderr


def test_landing_beside_a_running_wall_is_refused_in_one_line(wall: Wall) -> None:
    done = command("import", str(wall.city), "--data", str(wall.data))
    assert done.returncode == 1
    assert "another process" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_viewer_never_sees_an_older_version(viewer: Viewer) -> None:
    """Who looks from the first test on, while others ask, and start a second wall."""
    until(lambda: viewer.seen[-1] >= viewer.seen[0] + 20, PATIENCE_S, "20 refreshes")
    assert viewer.end() > 0.5, "one each second"
    assert viewer.seen == sorted(viewer.seen), "never an older version, never none"


def test_a_frozen_engine_is_told_by_readyz(wall: Wall) -> None:
    engine = wall.child("engine")
    assert engine is not None
    engine.suspend()
    try:
        timed(lambda: wall.get("/readyz").status == 503, PATIENCE_S, "a frozen engine is told after")
        assert wall.get("/healthz").status == 200
        assert wall.version()
    finally:
        engine.resume()
    timed(wall.ready, PATIENCE_S, "ready again after")
    assert wall.child("engine") == engine


def test_a_broken_edit_is_refused_on_the_screen_and_the_mended_one_taken_up(wall: Wall) -> None:
    scene = wall.city / "scenes" / "overview.toml"
    good, before, engine = scene.read_text(encoding="utf-8"), wall.frame(), wall.child("engine")
    scene.write_text(good.replace("bus_online", "bus_onlin"), encoding="utf-8")
    said = until(lambda: classed(wall.frame()["panels"]["bar"], "refused"), PATIENCE_S, "the refusal on the screen")
    assert "bus_onlin" in " ".join(texts(said)) and "bus_online" in " ".join(texts(said))
    assert "bus_onlin" in str(wall.said("edit of the city refused, the last good one stays")[-1]["faults"])
    version = wall.version()
    until(lambda: wall.version() > version + 1, PATIENCE_S, "the wall goes on")
    assert wall.child("engine") == engine, "no edit ends the engine"
    assert wall.frame()["build"] == before["build"]
    assert wall.frame()["panels"].keys() == before["panels"].keys()

    killed = [wall.kill(wall.child("engine")), wall.kill(wall.worker())]
    until(lambda: wall.child("engine") not in (None, *killed) and wall.worker() not in (None, *killed), PATIENCE_S, "both are back")
    version = wall.version()
    until(lambda: wall.version() > version, PATIENCE_S, "the wall goes on with the last good city")
    assert "bus_onlin" in " ".join(texts(classed(wall.frame()["panels"]["bar"], "refused")))
    assert wall.get("/_dash-layout").status == 200
    assert wall.frame()["panels"].keys() == before["panels"].keys()

    scene.write_text(good.replace("纬度", "北纬"), encoding="utf-8")
    until(lambda: "北纬" in texts(wall.frame()["panels"]["buses"]), PATIENCE_S, "the mended edit")
    assert wall.frame()["build"] != before["build"]
    assert not classed(wall.frame()["panels"]["bar"], "refused")


def landed(wall: Wall) -> list[tuple[str, str]]:
    return [(row["vehicle_id"], row["event_time"]) for row in wall.rows("reports")]


def test_a_killed_engine_is_back_by_itself_and_nothing_is_lost_or_doubled(wall: Wall, agency: Agency) -> None:
    agency.moving = True
    shown = wall.version()
    until(lambda: wall.version() > shown + 2, PATIENCE_S, "some reports land")
    before = landed(wall)
    engine, shown, killed = wall.kill(wall.child("engine")), wall.version(), utc_now().isoformat()
    seen = [shown]
    timed(lambda: seen.append(wall.version()) or seen[-1] > shown, PATIENCE_S, "a killed engine published again after")  # type: ignore[func-returns-value]
    assert seen == sorted(seen), "never an older version, never none"
    assert wall.child("engine") not in (None, engine)
    agency.moving = False
    until(lambda: any(at > killed for _, at in landed(wall)), PATIENCE_S, "new reports land")
    after = landed(wall)
    assert set(before) <= set(after)
    assert len(after) == len(set(after))


def test_a_bytes_for_bytes_repeated_feed_lands_nothing_after_a_restart(wall: Wall, agency: Agency) -> None:
    """The new engine knows no ETag and fetches what the killed one had landed."""
    before, batches, asked, shown = landed(wall), wall.rows("feed_rows"), agency.requests, wall.version()
    wall.kill(wall.child("engine"))
    until(lambda: agency.requests > asked + 2 and wall.version() > shown, PATIENCE_S, "the new engine asks the feed")
    assert landed(wall) == before
    assert wall.rows("feed_rows") == batches


@pytest.mark.parametrize("process", ["worker", "master"])
def test_a_killed_web_server_answers_again(wall: Wall, process: str) -> None:
    master, worker = wall.child("web"), wall.worker()
    assert worker is not None
    until(lambda: time.time() - worker.create_time() > CALM_S, PATIENCE_S, "a worker that stands")
    killed = wall.kill(worker if process == "worker" else master)
    timed(
        lambda: not alive(killed) and wall.get("/healthz", wait_s=1).status == 200,
        PATIENCE_S,
        f"a killed web {process} answers again after",
    )
    until(lambda: wall.version() and wall.worker() not in (None, killed), PATIENCE_S, "frames and a worker")
    assert (wall.child("web") == master) == (process == "worker"), "who looks after the worker stays, and the port with it"


def test_a_new_worker_does_not_hold_the_connections_of_viewers(wall: Wall) -> None:
    """It is forked while they are open; one that it inherited would not end when the gate ends it."""
    with socket.create_connection(("127.0.0.1", wall.port), timeout=PATIENCE_S) as viewer:
        viewer.sendall(b"GET /frames/roster HTTP/1.1\r\nHost: wall\r\n\r\n")
        assert viewer.recv(65536).startswith(b"HTTP/1.1 200 ")
        killed = wall.kill(wall.worker())
        until(lambda: wall.worker() not in (None, killed), PATIENCE_S, "a new worker")
        viewer.sendall(b"GET /frames/roster HTTP/1.1\r\nHost: wall\r\nConnection: close\r\n\r\n")
        while viewer.recv(65536):  # until the end of the connection, or TimeoutError
            pass


def test_sigterm_ends_every_process(wall: Wall) -> None:
    """The last that uses the wall as it was started."""
    family, shared = wall.family(), run_folder(wall.data)
    assert len(family) >= 4, "supervisor, engine, web server, worker"
    wall.supervisor.send_signal(signal.SIGTERM)
    timed(lambda: wall.supervisor.poll() is not None, 15, "SIGTERM ended the wall after")
    assert wall.supervisor.returncode == 0
    until(lambda: not [process for process in family if alive(process)], PATIENCE_S, "all are gone")
    assert not shared.exists()
    assert not wall.tracebacks()


def test_a_run_folder_that_is_taken_away_is_made_anew(wall: Wall) -> None:
    """As logind does (RemoveIPC) when the owner of a wall logs out."""
    wall.start()
    until(wall.ready, PATIENCE_S, "the wall is ready")
    shutil.rmtree(run_folder(wall.data))
    until(lambda: wall.said("the run folder was taken away"), PATIENCE_S, "the supervisor sees it")
    timed(
        lambda: wall.ready() and wall.get("/_dash-layout").status == 200,
        PATIENCE_S,
        "without its run folder the wall was whole again after",
    )
