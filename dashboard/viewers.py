"""What viewers say by asking: which version a wall shows, which district is looked at. Written for the engine, sparingly."""

import json
import re
import time
from pathlib import Path

from dashboard.runfolder import want
from datasources.frames import write_whole

WALL = re.compile(r"(?:^|&)wall=([A-Za-z0-9_-]{1,40})(?:&|$)")
SEEN = re.compile(r"(?:^|&)seen=([0-9]{1,15})(?:&|$)")
WALL_EVERY_S = 10.0
WANT_EVERY_S = 5.0  # the engine forgets a wish after a minute
MOST_KNOWN = 10_000  # walls, frames


class Viewers:
    def __init__(self, run: Path) -> None:
        self._run = run
        self._walls: dict[str, float] = {}
        self._wants: dict[str, float] = {}

    def note(self, query: str) -> None:
        """A wall says which version it shows; written at most every ten seconds, read by the engine's feed of walls."""
        found, now = WALL.search(query), time.monotonic()
        if found is None or now - self._walls.get(found[1], -WALL_EVERY_S) < WALL_EVERY_S:
            return
        seen = SEEN.search(query)
        if seen is None:
            return
        if len(self._walls) > MOST_KNOWN:
            self._walls.clear()
        self._walls[found[1]] = now
        write_whole(self._run / "walls" / found[1], json.dumps({"seen": int(seen[1]), "at": time.time()}).encode())

    def keep(self, name: str) -> None:
        """Keep a frame drawn while somebody looks."""
        now = time.monotonic()
        if now - self._wants.get(name, -WANT_EVERY_S) >= WANT_EVERY_S:
            if len(self._wants) > MOST_KNOWN:
                self._wants.clear()
            self._wants[name] = now
            want(self._run, name)
