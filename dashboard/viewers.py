"""What viewers say by asking: which version a wall shows, which district is looked at. Written for the engine, sparingly."""

import json
import os
import re
import time
from pathlib import Path

from dashboard.runfolder import want
from datasources.frames import write_whole

WALL = re.compile(r"(?:^|&)wall=([A-Za-z0-9_-]{1,40})(?:&|$)")
SEEN = re.compile(r"(?:^|&)seen=([0-9]{1,15})(?:&|$)")
WALLS_EVERY_S, GONE_S = 10.0, 60.0
WANT_EVERY_S = 5.0  # the engine forgets a wish after a minute
MOST_KNOWN = 10_000  # walls, frames


class Viewers:
    def __init__(self, run: Path) -> None:
        self._run = run
        self._walls: dict[str, tuple[int, float]] = {}
        self._told = 0.0
        self._wants: dict[str, float] = {}

    def note(self, query: str) -> None:
        """A wall says which version it shows. `walls/<process>`: {wall: [version, when, s]} of the last minute, every ten seconds."""
        wall, seen = WALL.search(query), SEEN.search(query)
        if wall is None or seen is None:
            return
        now = time.time()
        if wall[1] in self._walls or len(self._walls) < MOST_KNOWN:
            self._walls[wall[1]] = (int(seen[1]), now)
        if abs(now - self._told) >= WALLS_EVERY_S:
            self._told = now
            self._walls = {name: told for name, told in self._walls.items() if abs(now - told[1]) <= GONE_S}
            write_whole(self._run / "walls" / str(os.getpid()), json.dumps(self._walls).encode())

    def keep(self, name: str) -> None:
        """Keep a frame drawn while somebody looks."""
        now = time.monotonic()
        if now - self._wants.get(name, -WANT_EVERY_S) >= WANT_EVERY_S:
            if len(self._wants) > MOST_KNOWN:
                self._wants.clear()
            self._wants[name] = now
            want(self._run, name)
