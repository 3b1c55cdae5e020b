"""The shelf of frames: bytes made once by the engine, read by every web worker.

A frame is a file `<name>@<etag>`; `manifest.json`, renamed last, says which etag each name has now. A reader therefore
never sees half a version, and a restarted worker has everything at once.
"""

import gzip
import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST = "manifest.json"
JSON_MEDIA, BINARY_MEDIA = "application/json", "application/octet-stream"
KEPT_S = 30.0  # a worker that read the manifest just before the next one must still find its files


def etag_of(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears at once, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.write_bytes(data)
    temporary.replace(path)


class Frame(NamedTuple):
    """Bytes ready to send. `gzipped` tells the Content-Encoding, `media` the Content-Type."""

    etag: str
    media: str
    gzipped: bool
    data: bytes


@dataclass(frozen=True)
class Entry:
    etag: str
    media: str
    gzipped: bool


class Shelf:
    """The engine's end: put names, then publish them together as one version."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: dict[str, Entry] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self.version = self._last_version()

    def _last_version(self) -> int:
        try:
            return int(json.loads((self._folder / MANIFEST).read_bytes())["version"])
        except (OSError, ValueError, KeyError):
            return 0

    def etags(self) -> dict[str, str]:
        return {name: entry.etag for name, entry in self._entries.items()}

    def put(self, name: str, data: bytes, media: str, *, compress: bool) -> str:
        """Shelve `data` under `name`; unchanged bytes cost nothing. Returns the etag."""
        etag = etag_of(data)
        if name in self._entries and self._entries[name].etag == etag:
            return etag
        body = gzip.compress(data, 1, mtime=0) if compress else data
        write_whole(self._folder / f"{name}@{etag}", body)
        self._entries[name] = Entry(etag, media, compress)
        return etag

    def drop(self, name: str) -> None:
        self._entries.pop(name, None)

    def publish(self, facts: dict[str, Any]) -> int:
        """Make all that was put visible as the next version. `facts` (as_of, build ...) travel in the manifest."""
        self.version += 1
        names = {name: [e.etag, e.media, e.gzipped] for name, e in self._entries.items()}
        manifest = {**facts, "version": self.version, "names": names}
        write_whole(self._folder / MANIFEST, json.dumps(manifest).encode())
        self._sweep()
        return self.version

    def _sweep(self) -> None:
        kept = {f"{name}@{entry.etag}" for name, entry in self._entries.items()} | {MANIFEST}
        old = time.time() - KEPT_S
        for path in self._folder.iterdir():
            if path.name not in kept and path.stat().st_mtime < old:
                path.unlink(missing_ok=True)


class Reader:
    """A web worker's end. Costs one stat() a request while nothing changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = str(folder / MANIFEST)
        self._stamp = 0
        self._manifest: dict[str, Any] = {"version": 0, "names": {}}
        self._held: dict[str, Frame] = {}

    def manifest(self) -> dict[str, Any]:
        """The newest manifest; version 0 and no names while there is none."""
        try:
            stamp = os.stat(self._path).st_mtime_ns  # noqa: PTH116  # a Path costs as much again, and this runs at every request
        except OSError:
            return self._manifest
        if stamp != self._stamp:
            self._manifest = json.loads((self._folder / MANIFEST).read_bytes())
            self._held = {name: frame for name, frame in self._held.items() if self._is_current(name, frame)}
            self._stamp = stamp
        return self._manifest

    def _is_current(self, name: str, frame: Frame) -> bool:
        entry = self._manifest["names"].get(name)
        return entry is not None and entry[0] == frame.etag

    def get(self, name: str) -> Frame | None:
        """The frame of that name as of the newest manifest, or None."""
        manifest = self.manifest()
        held = self._held.get(name)
        if held is not None:
            return held
        entry = manifest["names"].get(name)
        if entry is None:
            return None
        try:
            data = (self._folder / f"{name}@{entry[0]}").read_bytes()
        except OSError:  # swept away between two versions: the next manifest has it
            return None
        self._held[name] = Frame(entry[0], entry[1], entry[2], data)
        return self._held[name]
