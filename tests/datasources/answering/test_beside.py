"""Readers beside the writer: two processes take what is published and ask the engine's socket while rows land; none ever opens the file."""

import json
import subprocess
import sys
import time
from pathlib import Path

from datasources.answering.questions import serve
from datasources.catalogue.library import STANDARD
from datasources.frames import Shelf
from datasources.store import Store
from tests.conftest import ROOT, YANTAI
from tests.datasources.rows import NOON, position, reading

VERSIONS, PATIENCE_S = 20, 60.0
READER = """
import json, sys, time
from pathlib import Path
from datasources.frames import Reader
from datasources.answering.questions import Client
from datasources.answering.ticket import Ticket
folder, versions, ends, seen, rows, wrong = Path(sys.argv[1]), int(sys.argv[2]), time.monotonic() + float(sys.argv[3]), [[0, 0]], [0], []
reader, client = Reader(folder / "frames"), Client(folder / "engine.sock")
while seen[-1][0] < versions and time.monotonic() < ends:
    time.sleep(0.005)
    try:
        version = reader.manifest()["version"]
        frame = reader.get("panel")
        seen.append([version, int(frame.data) if frame else 0])
        rows.append(client.ask(Ticket("vehicles")).num_rows)
    except Exception as error:
        wrong.append(repr(error))
print(json.dumps({"seen": seen, "rows": rows, "wrong": wrong}))
"""


def test_two_readers_meet_no_lock_and_no_older_version(tmp_path: Path) -> None:
    shelf, landed = Shelf(tmp_path / "frames"), 0
    with Store(tmp_path / "city.duckdb", YANTAI, clock=lambda: NOON) as store:
        assert store.load_views([STANDARD]) == []
        server = serve(store, tmp_path / "engine.sock")
        command = [sys.executable, "-c", READER, str(tmp_path), str(VERSIONS), str(PATIENCE_S)]
        readers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}) for _ in range(2)]
        while any(reader.poll() is None for reader in readers):
            landed += 1
            store.land("buses", reading("vehicle_position", [position(f"v{n}", -landed / 1000) for n in range(landed)]), NOON)
            shelf.put("panel", str(landed).encode(), "text/plain", compress=False)
            shelf.publish({})
            if landed % 5 == 0:
                store.maintain()
            time.sleep(0.01)
        server.shutdown()
    for reader in readers:
        told = json.loads(reader.communicate()[0])
        assert told["wrong"] == []
        versions = [version for version, _ in told["seen"]]
        frames = [shown for _, shown in told["seen"]]
        assert versions == sorted(versions) and frames == sorted(frames) and told["rows"] == sorted(told["rows"])
        print(f"{len(versions)} looks at {len(set(versions))} of {landed} versions")
        assert versions[-1] >= VERSIONS and frames[-1] > VERSIONS / 2 < told["rows"][-1]
