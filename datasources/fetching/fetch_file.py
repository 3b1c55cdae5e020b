"""Files for feeds. A file is taken when it is whole: its size stands still, its end is an end, its manifest (if any) agrees."""

import hashlib
import json
import time
from pathlib import Path
from typing import NamedTuple

from datasources.feed import FeedSpec
from datasources.fetching.address import local_path
from datasources.fetching.fetched import FeedFailed, Fetched, Mark, Memory, Unchanged
from datasources.fetching.unpack import Incomplete, TooLarge, gunzip_file
from datasources.moment import utc_now

UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", "~")
MANIFEST = ".manifest"
SETTLED_S = 0.5  # a file untouched for so long is not being written
LINES = ("csv", "ndjson")


def from_file(spec: FeedSpec, memory: Memory, base: Path) -> Fetched | Unchanged:
    """The file, when it changed. Raises FeedFailed."""
    path = base / local_path(spec.url)
    try:
        mark = mark_of(path)
    except OSError as error:
        raise FeedFailed("unreachable", f"{path.name}: {error.strerror}") from error
    if memory.taken.get(path.name) == mark:
        return Unchanged(utc_now())
    return _take(spec, path, mark, Memory(taken={path.name: mark}), more=False)


def from_folder(spec: FeedSpec, memory: Memory, base: Path) -> Fetched | Unchanged:
    """The next file, in order of names, that was not taken yet or changed since. Raises FeedFailed."""
    waiting = _waiting(spec, memory, base)
    if not waiting:
        return Unchanged(utc_now())
    path, mark, taken = waiting[0]
    return _take(spec, path, mark, Memory(taken=taken), more=len(waiting) > 1)


class _Waiting(NamedTuple):
    path: Path
    mark: Mark
    taken: dict[str, Mark]


def _waiting(spec: FeedSpec, memory: Memory, base: Path) -> list[_Waiting]:
    pattern = base / local_path(spec.url)
    if not pattern.parent.is_dir():
        raise FeedFailed("unreachable", f"no folder {pattern.parent.name}")
    found = {p.name: mark_of(p) for p in sorted(pattern.parent.glob(pattern.name)) if p.is_file() and finished_name(p.name)}
    kept = {name: mark for name, mark in memory.taken.items() if name in found}  # what left the folder is forgotten
    return [_Waiting(pattern.parent / name, mark, {**kept, name: mark}) for name, mark in found.items() if kept.get(name) != mark]


def finished_name(name: str) -> bool:
    """Writers rename a file when it is done; until then it is hidden or has a working name."""
    return not name.startswith(".") and not name.endswith((*UNFINISHED, MANIFEST))


def mark_of(path: Path) -> Mark:
    facts = path.stat()
    return Mark(facts.st_size, facts.st_mtime_ns)


def _take(spec: FeedSpec, path: Path, mark: Mark, memory: Memory, more: bool) -> Fetched | Unchanged:
    try:
        if mark.size > spec.max_bytes:
            raise TooLarge(f"{mark.size} bytes, more than {spec.max_bytes}")
        packed = _settled(path, mark)
        if packed is None:
            return Unchanged(utc_now())
        data = gunzip_file(packed, spec.max_bytes, spec.max_ratio)
        _agree(spec, path, packed, data)
    except OSError as error:
        raise FeedFailed("unreachable", f"{path.name}: {error.strerror}") from error
    except TooLarge as error:
        raise FeedFailed("too_large", f"{path.name}: {error}", memory=memory) from error
    except Incomplete as error:
        raise FeedFailed("incomplete", f"{path.name}: {error}", memory=memory) from error
    return Fetched(data, utc_now(), path.name, memory, more)


def _settled(path: Path, mark: Mark) -> bytes | None:
    """The file's bytes once nobody wrote to it for a moment; None while somebody does."""
    untouched_s = time.time() - mark.modified_ns / 1e9
    if 0 <= untouched_s < SETTLED_S:
        time.sleep(SETTLED_S - untouched_s)
    data = path.read_bytes()
    return data if mark_of(path) == mark and len(data) == mark.size else None


def _agree(spec: FeedSpec, path: Path, packed: bytes, data: bytes) -> None:
    """A half-written table reads as a shorter table, so its end must be proven. (The other formats know their own end.)"""
    if spec.format in LINES and data and not data.endswith(b"\n") and not spec.open_end:
        raise Incomplete("the last line has no end: half a file, or a source that never ends it (then set open_end = true)")
    manifest = path.with_name(path.name + MANIFEST)
    if manifest.is_file():
        _match(spec, manifest, packed, data)
    elif spec.manifest:
        raise Incomplete(f"{manifest.name} is missing")


def _match(spec: FeedSpec, manifest: Path, packed: bytes, data: bytes) -> None:
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        digest, rows = said.get("sha256"), said.get("rows")
    except (ValueError, AttributeError) as error:
        raise Incomplete(f"{manifest.name} is no JSON object") from error
    if digest is not None and digest != hashlib.sha256(packed).hexdigest():
        raise Incomplete(f"sha256 is not that of {manifest.name}")
    if rows is not None and spec.format in LINES and not spec.newlines_in_values:
        found = data.count(b"\n") - (spec.skip_rows + 1 if spec.format == "csv" else 0)
        if found != rows:
            raise Incomplete(f"{found} rows, {manifest.name} says {rows} rows")
