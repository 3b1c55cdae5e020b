"""Frames of a realistic size: the overview of a city of 1,300 buses and 2,400 segments. Only size matters to a server of bytes."""

import gzip
import json
import random
from pathlib import Path

from datasources.frames import Shelf

SCENE = "overview.city.zh"
NAMES = (SCENE, "vehicles", "roads")
VEHICLES, SEGMENTS = 1300, 2400
RANDOM_BYTES = 35_000  # in hex: 70 KB of JSON, 40 KB gzipped


def frames(version: int) -> dict[str, bytes]:
    """The bytes of a version, before compression; every version differs from the last."""
    chance = random.Random(version)
    tree = json.dumps({"version": version, "panels": chance.randbytes(RANDOM_BYTES).hex()})
    return {SCENE: tree.encode(), "vehicles": chance.randbytes(56 + 14 * VEHICLES), "roads": chance.randbytes(12 + 4 * SEGMENTS)}


class Twin:
    """The same version for both: on our shelf, and as files for nginx's gzip_static."""

    def __init__(self, run: Path, files: Path) -> None:
        self._shelf = Shelf(run / "frames")
        self._files = files
        self.version = 0

    def publish(self) -> None:
        self.version += 1
        for name, data in frames(self.version).items():
            compress = name == SCENE
            self._shelf.put(name, data, "application/json" if compress else "application/octet-stream", compress=compress)
            self._place(f"{name}.gz" if compress else name, gzip.compress(data, 1, mtime=0) if compress else data)
        self._shelf.publish({"as_of": "2026-01-01T00:00:00", "build": "bench"})

    def _place(self, name: str, data: bytes) -> None:
        part = self._files / f".{name}.part"
        part.write_bytes(data)
        part.replace(self._files / name)
