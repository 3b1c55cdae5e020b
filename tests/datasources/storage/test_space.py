"""A full disk, on a real small one and with a real limit: the map goes on, nothing is lost or doubled, and it mends itself."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from datasources.store import Store
from tests.conftest import NOON, ROOT, YANTAI
from tests.datasources.rows import asked, count, position, reading

ROWS = 500
LIMITED = """
import json, resource, signal, sys, time
from pathlib import Path
from datasources.storage import space
from datasources.store import Store
from tests.conftest import NOON, YANTAI
from tests.datasources.rows import asked, count, position, reading
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
space.AGAIN_AFTER_S = 0.05
path = Path(sys.argv[1])
told = []
def land(n):
    rows = [position(f"bus{i}", -3000 + 10 * n) for i in range(500)]
    landed = store.land("buses", reading("vehicle_position", rows), NOON, batch=str(n))
    newest = asked(store, "SELECT max(event_time) = ? FROM hot.vehicle_latest".replace("?", f"TIMESTAMP '{rows[0]['event_time']}'"))[0][0]
    told.append([landed.outcome, landed.reason, newest, list(store.faults)])
with Store(path, YANTAI, clock=lambda: NOON) as store:
    for n in range(3):
        land(n)
    most = max(file.stat().st_size for file in path.parent.iterdir() if file.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (most + 2000, resource.RLIM_INFINITY))
    for n in range(3, 6):
        land(n)
        store.append("fetch", [{"feed": "buses", "event_time": NOON, "ok": False, "outcome": "refused"}])
        store.maintain()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    time.sleep(0.1)
    for n in (5, 6):
        land(n)
print(json.dumps(told))
"""


def test_a_write_that_fails_leaves_the_map_alive_and_nothing_doubled(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    fine, full = ["landed", "", True, []], ["refused", "disk_full", True, ["disk_full"]]
    assert told == [fine] * 3 + [full] * 3 + [fine] * 2
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert asked(store, "SELECT count(*), count(DISTINCT event_time) FROM vehicle_position") == [(5 * ROWS, 5)]
        assert asked(store, "SELECT count(*), sum(accepted) FROM batch") == [(5, 5 * ROWS)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """24 MB of its own, where the machine lets us mount."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def landed(store: Store, n: int) -> str:
    rows = [position(f"bus{i}", -3000 + 10 * n) for i in range(ROWS)]
    return store.land("buses", reading("vehicle_position", rows), NOON, batch=str(n)).outcome


def test_landing_stops_before_the_disk_is_full_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    balloon = small_disk / "balloon"
    with Store(small_disk / "city.duckdb", YANTAI, clock=lambda: NOON) as store:
        assert landed(store, 0) == "landed"
        fill(balloon)
        assert [landed(store, n) for n in (1, 2)] == ["refused", "refused"]
        assert (count(store, "vehicle_position"), store.faults, store.lost) == (ROWS, ("disk_full",), False), (
            "what is held can still be asked"
        )
        balloon.unlink()
        assert [landed(store, n) for n in (1, 2)] == ["landed", "landed"]
        assert (count(store, "vehicle_position"), store.faults) == (3 * ROWS, ())


def test_a_start_on_a_full_disk_is_in_memory_until_there_is_room(small_disk: Path) -> None:
    path, balloon = small_disk / "city.duckdb", small_disk / "balloon"
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert landed(store, 0) == "landed"
    fill(balloon)
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert landed(store, 1) == "landed"
        assert (count(store, "hot.vehicle_latest"), store.faults, store.lost) == (ROWS, ("disk_full",), False)
        balloon.unlink()
        assert store.lost
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert (count(store, "vehicle_position"), store.faults, store.aside) == (ROWS, (), None)


def fill(balloon: Path) -> None:
    with balloon.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 100_000)
        except OSError:
            pass


@pytest.mark.parametrize("seed", range(6))
def test_damage_met_while_reading_sets_the_file_aside_at_the_next_start(tmp_path: Path, seed: int) -> None:
    """Flipped bytes anywhere behind the headers: never a wrong figure, and the wall comes up."""
    path = tmp_path / "city.duckdb"
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        for n in range(4):
            landed(store, n)
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(40):
        data[chance.randrange(12288, len(data))] ^= 0xFF
    path.write_bytes(data)
    for _ in range(3):
        with Store(path, YANTAI, clock=lambda: NOON) as store:
            snapshot_of(store)
            if not store.lost:
                assert count(store, "vehicle_position") in (0, 4 * ROWS)
                assert landed(store, 9) in ("landed", "unchanged")
                break
    else:
        pytest.fail("three starts were not enough")


def snapshot_of(store: Store) -> None:
    for table in ("vehicle_position", "batch", "vehicle_hour"):
        try:
            asked(store, f"SELECT count(DISTINCT COLUMNS(*)) FROM {table}")  # noqa: S608 - own names
        except Exception as error:
            store._met(str(error))
