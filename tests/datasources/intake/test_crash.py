"""kill -9 while batches land: what was acknowledged is there once, and nothing is there in part."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from datasources.store import Store
from tests.conftest import ROOT, YANTAI
from tests.datasources.rows import NOON, asked, position, reading

ROWS = 50  # as in NURSERY
KILLS = 40
# Brings up a landing process for each line that it is told: what such a one finds in the file, then each batch that it has landed.
NURSERY = """
import json, os, sys, time
from datetime import timedelta
from pathlib import Path
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, asked, position, reading
def live(path, turn):
    started, spent = time.monotonic(), time.process_time()
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        opened = [round(time.monotonic() - started, 3), round(time.process_time() - spent, 3)]
        rows = asked(store, "SELECT CAST(split_part(vehicle_id, '.', 1) AS INT), count(*) FROM vehicle_position GROUP BY 1")
        lines = asked(store, "SELECT count(*), sum(accepted)::INT FROM batch GROUP BY batch")
        print(json.dumps({"opened": opened, "rows": rows, "lines": lines}), flush=True)
        while True:
            batch = [position(f"{turn}.{i}", -(turn % 3600) - 3600 * 30 * (turn % 2)) for i in range(50)]
            store.land("buses", reading("vehicle_position", batch), None, batch=str(turn))
            print(turn, flush=True)
            if turn % 7 == 0:
                store.maintain()
            turn += 1
for line in sys.stdin:
    if not (child := os.fork()):
        live(Path(sys.argv[1]), int(line))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


class Nursery:
    """Landing processes on one file, one after the other."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def killed(self, first: int, after_s: float) -> tuple[dict[str, Any], list[int]]:
        """Land batches from `first` on, be killed some time after the first of them; what was in the file before, and what was
        acknowledged."""
        assert self._process.stdin and self._process.stdout
        print(first, file=self._process.stdin, flush=True)
        lines = self._process.stdout
        said = sorted((lines.readline(), lines.readline()), key=lambda line: line.startswith("{"))  # the child may be the faster one
        acknowledged = [int(lines.readline())]
        time.sleep(after_s)
        os.kill(int(said[0]), signal.SIGKILL)
        while (line := lines.readline()) != "gone\n":
            acknowledged.append(int(line))
        return json.loads(said[1]), acknowledged

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "city.duckdb"


@pytest.fixture
def nursery(path: Path) -> Iterator[Nursery]:
    made = Nursery(path)
    yield made
    made.close()


def test_nothing_acknowledged_is_lost_or_doubled(nursery: Nursery) -> None:
    """Each life finds what the one before it left."""
    chance, acknowledged, opened = random.Random(11), set[int](), []
    for kills in range(KILLS + 1):
        found, landed = nursery.killed(max(acknowledged, default=0) + 2, 0.3 * chance.random())
        held = dict(found["rows"])
        assert acknowledged <= held.keys()
        assert len(held.keys() - acknowledged) <= kills  # landed, and killed before the word was out
        assert set(held.values()) <= {ROWS}
        assert found["lines"] == [[1, ROWS]] * len(held)
        acknowledged |= set(landed)
        opened.append(found["opened"])
    print(f"{KILLS} kills, {len(acknowledged)} batches acknowledged; opened in at most {max(opened)[0]:.2f} s")
    assert median(core_s for _, core_s in opened) <= 1


def test_a_batch_sent_again_after_a_crash_is_not_doubled(path: Path, nursery: Nursery) -> None:
    last = nursery.killed(1, 0.3)[1][-1]
    rows = [position(f"{last}.{i}", -(last % 3600) - 3600 * 30 * (last % 2)) for i in range(ROWS)]
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert store.land("buses", reading("vehicle_position", rows), None, batch=str(last)).outcome == "unchanged"


@pytest.mark.parametrize("size", [0, 100])
def test_a_log_cut_short_opens_with_what_was_whole(path: Path, nursery: Nursery, size: int) -> None:
    acknowledged = nursery.killed(1, 0.3)[1]
    wal = path.with_name("city.duckdb.wal")
    if wal.exists():
        os.truncate(wal, max(0, wal.stat().st_size - size))
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert store.aside is None
        counts = {n for (n,) in asked(store, "SELECT count(*) FROM vehicle_position GROUP BY split_part(vehicle_id, '.', 1)")}
        assert counts <= {ROWS}
        assert acknowledged
