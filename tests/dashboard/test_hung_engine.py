"""A slow engine is let be, a hung one is found: a real one under a supervisor that has little patience."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dashboard.runfolder import run_folder
from dashboard.settings import Settings
from tests.dashboard.small import SCENE, make
from tests.dashboard.walls import PATIENCE_S, ROOT, until

HUNG_S, VIEW_MS, VIEWS = 4, 700, 8  # a tick takes much longer than the patience, none of its views does
FOR_EVER_MS = 1_000_000
SLOW = """-- title: 慢 | Slow
-- row: one feed
-- formula: -
-- unit: -
-- source: -
SELECT feed, sleep_ms({ms}) AS slept FROM feed
"""
PANEL = """
[panels.slow{n}]
kind = "table"
view = "slow{n}"
title = {{ zh = "慢", en = "Slow" }}
columns = [{{ field = "feed", title = {{ zh = "源", en = "Feed" }} }}]
"""
PARENT = f"""
import sys
from dashboard import logs
from dashboard.settings import Settings
from dashboard.supervisor import Child, Supervisor, python
logs.configure("supervisor")
settings = Settings.from_argument(sys.argv[1])
child = Child("engine", python("_engine", sys.argv[1]), hung_after={HUNG_S}.0)
sys.exit(Supervisor([child], settings.run_path).run())
"""


class Engine:
    def __init__(self, folder: Path) -> None:
        self.city = make(folder / "city")
        for n in range(VIEWS):
            self.view(n, VIEW_MS)
        rows, panels = "".join(f', "slow{n} slow{n}"' for n in range(VIEWS)), "".join(PANEL.format(n=n) for n in range(VIEWS))
        scene = SCENE.replace('online"]', f'online"{rows}]') + panels
        (self.city / "scenes" / "overview.toml").write_text(scene, encoding="utf-8")
        data = folder / "data"
        data.mkdir()
        self.run = run_folder(data)
        self._log = folder / "log"
        settings = Settings(city=str(self.city), data=str(data), run=str(self.run), fetch=False).as_argument()
        with self._log.open("wb") as log:
            self.parent = subprocess.Popen(
                [sys.executable, "-c", PARENT, settings], cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )

    def view(self, n: int, ms: int) -> None:
        (self.city / "views" / f"slow{n}.sql").write_text(SLOW.format(ms=ms), encoding="utf-8")

    def said(self, event: str) -> int:
        return self._log.read_text(encoding="utf-8").count(f'"{event}"')

    def ticked(self) -> bool:
        assert self.said("process hung, killed") == 0, self._log.read_text(encoding="utf-8")
        return (self.run / "frames" / "manifest.json").exists()

    def end(self) -> None:
        family = [psutil.Process(self.parent.pid), *psutil.Process(self.parent.pid).children(recursive=True)]
        self.parent.terminate()
        for process in psutil.wait_procs(family, 8)[1]:
            process.kill()
        self.parent.wait(5)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path)
    yield made
    made.end()


def test_a_tick_longer_than_the_patience_is_let_be_and_a_view_that_never_ends_is_not(engine: Engine) -> None:
    until(engine.ticked, PATIENCE_S, "a tick of many slow views")
    engine.view(3, FOR_EVER_MS)
    until(lambda: engine.said("process hung, killed"), PATIENCE_S, "an engine that hangs in a view is killed")
