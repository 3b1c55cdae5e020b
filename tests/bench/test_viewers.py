"""The load of the fan-out question, against a door of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import viewers
from bench.payload import NAMES, SCENE, Twin, frames
from bench.room import room
from bench.served import RUN, wsgi

PATHS = [f"/frames/{name}" for name in NAMES]


@pytest.fixture
def door() -> Iterator[tuple[Twin, int]]:
    with room() as folder:
        twin = Twin(folder / "run", folder / "files")
        twin.publish()
        with wsgi("bench.served:door", **{RUN: str(folder / "run")}) as (_, port):
            yield twin, port


def test_every_refresh_that_was_due_is_counted(door: tuple[Twin, int]) -> None:
    told = viewers.run(door[1], viewers=5, seconds=2.0, paths=PATHS)
    assert (told["refreshes"], told["errors"]) == (10, 0)
    assert (told["answers_200"], told["answers_304"]) == (15, 15)
    assert told["bytes"] > 5 * sum(len(data) for name, data in frames(1).items() if name != SCENE)
    assert 0 < told["p50_ms"] <= told["p99_ms"]


def test_what_is_not_there_is_an_error(door: tuple[Twin, int]) -> None:
    assert viewers.run(door[1], viewers=2, seconds=1.0, paths=["/frames/nothing"])["errors"] >= 2


def test_both_get_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    twin = Twin(tmp_path / "run", tmp_path / "files")
    twin.publish()
    shelved = {path.name.partition("@")[0]: path.read_bytes() for path in (tmp_path / "run" / "frames").glob("*@*")}
    plain = {path.name.removesuffix(".gz"): path.read_bytes() for path in (tmp_path / "files").iterdir()}
    assert shelved == plain


def test_a_header_is_found_whatever_its_case() -> None:
    head = b'HTTP/1.1 200 OK\r\nETag: "AbC"\r\nContent-Length: 12'
    assert viewers.value(head, head.lower(), b"\r\netag: ") == b'"AbC"'
    assert viewers.value(head, head.lower(), b"\r\ncontent-length: ") == b"12"
    assert viewers.value(head, head.lower(), b"\r\ndate: ") == b""
