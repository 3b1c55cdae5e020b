import gzip
import hashlib
import json
import os
import random
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from datasources.fetching.fetch import fetch
from datasources.fetching.fetched import FeedFailed, Fetched, Memory, Unchanged
from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused
from tests.datasources.feeds import ARRIVED, spec

NAMES = {"format": "csv", "table": "vehicle"}


def put(path: Path, data: bytes, age_s: float = 60.0) -> Path:
    path.write_bytes(data)
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def take(base: Path, memory: Memory | None = None, **given: Any) -> Fetched:
    got = fetch(spec(**{**NAMES, **given}), memory or Memory(), base)
    assert isinstance(got, Fetched)
    return got


def test_a_file_is_taken_when_it_changed(tmp_path: Path) -> None:
    put(tmp_path / "buses.csv", b"vehicle_id\n1\n")
    got = take(tmp_path)
    assert got.data == b"vehicle_id\n1\n"
    assert isinstance(fetch(spec(**NAMES), got.memory, tmp_path), Unchanged)
    put(tmp_path / "buses.csv", b"vehicle_id\n1\n2\n", age_s=50)
    assert take(tmp_path, got.memory).data.endswith(b"2\n")


def test_gzip_files_are_unpacked_and_cut_ones_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"vehicle_id\n1\n")
    put(tmp_path / "buses.csv", packed)
    assert take(tmp_path).data == b"vehicle_id\n1\n"
    put(tmp_path / "buses.csv", packed[:-4])
    with pytest.raises(FeedFailed, match="cut"):
        take(tmp_path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FeedFailed) as caught:
        take(tmp_path)
    assert caught.value.kind == "unreachable"


def test_a_line_without_an_end_is_a_cut_file(tmp_path: Path) -> None:
    put(tmp_path / "buses.csv", b"vehicle_id\n1\n2")
    with pytest.raises(FeedFailed) as caught:
        take(tmp_path)
    assert caught.value.kind == "incomplete"
    memory = caught.value.memory
    assert memory is not None
    assert isinstance(fetch(spec(**NAMES), memory, tmp_path), Unchanged)  # told once, not tried until it changes


def test_a_source_that_never_ends_its_last_line_may_say_so(tmp_path: Path) -> None:
    put(tmp_path / "buses.csv", b"vehicle_id\n1")
    with pytest.raises(FeedFailed, match="open_end = true"):
        take(tmp_path)
    assert take(tmp_path, open_end=True).data == b"vehicle_id\n1"


def test_a_file_still_being_written_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "buses.csv", b"vehicle_id\n1\n", age_s=0)
    monkeypatch.setattr(time, "sleep", lambda _: put(path, b"vehicle_id\n1\n2\n", age_s=0))  # the writer goes on meanwhile
    assert isinstance(fetch(spec(**NAMES), Memory(), tmp_path), Unchanged)


def test_too_large(tmp_path: Path) -> None:
    put(tmp_path / "buses.csv", b"x" * 2000)
    with pytest.raises(FeedFailed) as caught:
        take(tmp_path, max_bytes=1000)
    assert caught.value.kind == "too_large"


def manifest(path: Path, **said: object) -> None:
    path.with_name(path.name + ".manifest").write_text(json.dumps(said))


def test_a_manifest_is_believed_before_the_file(tmp_path: Path) -> None:
    path = put(tmp_path / "buses.csv", b"vehicle_id\n1\n")
    with pytest.raises(FeedFailed, match="missing"):
        take(tmp_path, manifest=True)
    manifest(path, rows=1, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    assert take(tmp_path, manifest=True).data
    manifest(path, rows=2)
    with pytest.raises(FeedFailed, match="2 rows"):
        take(tmp_path)
    manifest(path, sha256="0" * 64)
    with pytest.raises(FeedFailed, match="sha256"):
        take(tmp_path)


def test_a_folder_gives_each_file_once_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden.csv", "c.csv.tmp", "d.part", "other.txt"):
        put(tmp_path / name, f"vehicle_id\n{name}\n".encode())
    put(tmp_path / "bad.csv", b"vehicle_id\n1")
    memory, taken, failed, more = Memory(), [], [], True
    while more:
        try:
            got = fetch(spec(**NAMES, url="folder:*.csv"), memory, tmp_path)
        except FeedFailed as error:
            failed.append(str(error))
            assert error.memory is not None
            memory = error.memory
            continue
        if isinstance(got, Unchanged):
            break
        taken.append(got.name)
        memory = got.memory
    assert taken == ["a.csv", "b.csv"]
    assert len(failed) == 1
    assert isinstance(fetch(spec(**NAMES, url="folder:*.csv"), memory, tmp_path), Unchanged)
    put(tmp_path / "bad.csv", b"vehicle_id\n1\n")
    again = fetch(spec(**NAMES, url="folder:*.csv"), memory, tmp_path)
    assert isinstance(again, Fetched)
    assert again.name == "bad.csv"


ROWS = [{"vehicle_id": f"bus {n}", "label": f"{n * 7}", "route_id": f"R{n % 9}"} for n in range(500)]


def encoded(format: str) -> bytes:
    if format == "csv":
        return b"vehicle_id,label,route_id\n" + b"".join(f"{r['vehicle_id']},{r['label']},{r['route_id']}\n".encode() for r in ROWS)
    if format == "ndjson":
        return b"".join(json.dumps(r).encode() + b"\n" for r in ROWS)
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(pa.Table.from_pylist(ROWS), sink)
    return bytes(sink.getvalue())


@pytest.mark.parametrize("format", ["csv", "ndjson", "parquet"])
@pytest.mark.parametrize("with_manifest", [True, False])
def test_cut_at_200_random_bytes(tmp_path: Path, format: str, with_manifest: bool) -> None:
    """With a manifest nothing cut passes; without one nothing wrong does, and short only what ends where a line ends."""
    whole, rng = encoded(format), random.Random(7)
    path = tmp_path / "buses.dat"
    manifest(path, rows=500, sha256=hashlib.sha256(whole).hexdigest())
    if not with_manifest:
        path.with_name("buses.dat.manifest").unlink()
    wrong = short = 0
    for cut in (rng.randrange(1, len(whole)) for _ in range(200)):
        put(path, whole[:cut])
        feed = spec(format=format, table="vehicle", url="file:buses.dat")
        try:
            got = fetch(feed, Memory(), tmp_path)
            assert isinstance(got, Fetched)
            rows = read_feed(got.data, feed, None, ARRIVED).tables["vehicle"].select(["vehicle_id", "label", "route_id"]).to_pylist()
        except (FeedFailed, FeedRefused):
            continue
        wrong += any(row not in ROWS for row in rows)
        short += not whole[:cut].endswith(b"\n") or with_manifest or format == "parquet"
    print(f"{format}, manifest {with_manifest}: {wrong} wrong, {short} short without a sign")
    assert (wrong, short) == (0, 0)
