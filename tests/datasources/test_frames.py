import gzip
import json
import os
import threading
import time
from pathlib import Path

import pytest

from datasources.frames import KEPT_S, MANIFEST, Reader, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_what_is_put_is_read_after_publishing_only(shelf: Shelf, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    shelf.put("overview.city.zh", b"{}", "application/json", compress=True)
    assert reader.get("overview.city.zh") is None
    assert shelf.publish({"as_of": "t"}) == 1
    frame = reader.get("overview.city.zh")
    assert frame is not None
    assert gzip.decompress(frame.data) == b"{}"
    assert reader.manifest()["as_of"] == "t"


def test_same_bytes_keep_their_etag_and_other_bytes_get_another(shelf: Shelf, tmp_path: Path) -> None:
    first = shelf.put("roads", b"one", "x", compress=False)
    assert shelf.put("roads", b"one", "x", compress=False) == first
    assert shelf.put("roads", b"two", "x", compress=False) != first
    shelf.publish({})
    frame = Reader(tmp_path).get("roads")
    assert frame is not None
    assert frame.data == b"two"


def test_version_goes_on_after_a_restart_of_the_engine(shelf: Shelf, tmp_path: Path) -> None:
    shelf.publish({})
    shelf.publish({})
    assert Shelf(tmp_path).publish({}) == 3


def test_dropped_frame_is_gone_and_old_files_are_swept(shelf: Shelf, tmp_path: Path) -> None:
    etag = shelf.put("a", b"1", "x", compress=False)
    shelf.publish({})
    shelf.drop("a")
    old = time.time() - KEPT_S - 1
    os.utime(tmp_path / f"a@{etag}", (old, old))
    shelf.publish({})
    assert Reader(tmp_path).get("a") is None
    assert [p.name for p in tmp_path.iterdir()] == [MANIFEST]


def test_a_reader_never_sees_half_a_version(shelf: Shelf, tmp_path: Path) -> None:
    """Two names are always published with the same content; a reader beside the writer must never see two contents of one manifest."""
    stop, mixed = threading.Event(), []

    def read() -> None:
        reader = Reader(tmp_path)
        while not stop.is_set():
            names = reader.manifest()["names"]
            found = {(tmp_path / f"{n}@{names[n][0]}").read_bytes() for n in ("a", "b") if n in names}
            mixed.extend([found] if len(found) > 1 else [])

    thread = threading.Thread(target=read)
    thread.start()
    for n in range(300):
        for name in ("a", "b"):
            shelf.put(name, json.dumps(n).encode() * 1000, "x", compress=False)
        shelf.publish({})
    stop.set()
    thread.join()
    assert mixed == []
