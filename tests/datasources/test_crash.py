"""kill -9 while batches land: what was acknowledged is there once, and nothing is there in part."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from datasources.store import Store
from tests.conftest import ROOT, YANTAI
from tests.datasources.rows import NOON, asked, position, reading

ROWS = 50  # as in LANDER
KILLS = 5
LANDER = """
import sys
from datetime import timedelta
from pathlib import Path
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, position, reading
turn = int(sys.argv[2])
with Store(Path(sys.argv[1]), YANTAI, clock=lambda: NOON) as store:
    print("ready", flush=True)
    while True:
        rows = [position(f"{turn}.{i}", -(turn % 3600) - 3600 * 30 * (turn % 2)) for i in range(50)]
        store.land("buses", reading("vehicle_position", rows), None, batch=str(turn))
        print(turn, flush=True)
        if turn % 7 == 0:
            store.maintain()
        turn += 1
"""


def killed(path: Path, first: int, after_s: float) -> list[int]:
    """Land batches from `first` on until killed; the batches that were acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", LANDER, str(path), str(first)], stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    ends = time.monotonic() + after_s
    said = b""
    while time.monotonic() < ends or b"\n" not in said:
        if select.select([process.stdout], [], [], 0.05)[0]:
            said += os.read(process.stdout.fileno(), 65536)
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [int(line) for line in said.decode().split("\n")[:-1]]


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    acknowledged: set[int] = set()
    chance = random.Random(11)
    for _ in range(KILLS):
        acknowledged |= set(killed(path, max(acknowledged, default=0) + 1, 0.3 + chance.random()))
        with Store(path, YANTAI, clock=lambda: NOON) as store:
            found = dict(asked(store, "SELECT CAST(split_part(vehicle_id, '.', 1) AS INT), count(*) FROM vehicle_position GROUP BY 1"))
            lines = asked(store, "SELECT batch, count(*), sum(accepted) FROM batch GROUP BY 1")
        assert acknowledged <= found.keys()
        assert len(found.keys() - acknowledged) <= KILLS  # landed, and killed before the word was out
        assert set(found.values()) == {ROWS}
        assert len(lines) == len(found)
        assert {(n, rows) for _, n, rows in lines} == {(1, ROWS)}
    assert len(acknowledged) > KILLS


def test_a_batch_sent_again_after_a_crash_is_not_doubled(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    last = killed(path, 1, 0.3)[-1]
    rows = [position(f"{last}.{i}", -(last % 3600) - 3600 * 30 * (last % 2)) for i in range(ROWS)]
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert store.land("buses", reading("vehicle_position", rows), None, batch=str(last)).outcome == "unchanged"


@pytest.mark.parametrize("size", [0, 100])
def test_a_log_cut_short_opens_with_what_was_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "city.duckdb"
    acknowledged = killed(path, 1, 0.3)
    wal = path.with_name("city.duckdb.wal")
    if wal.exists():
        os.truncate(wal, max(0, wal.stat().st_size - size))
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert store.aside is None
        counts = {n for (n,) in asked(store, "SELECT count(*) FROM vehicle_position GROUP BY split_part(vehicle_id, '.', 1)")}
        assert counts <= {ROWS}
        assert acknowledged
