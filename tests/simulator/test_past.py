import json
import time
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard import ROOT
from dashboard.loading import load_city
from datasources.readers.formats import read_feed
from simulator import past
from simulator.city import City


@pytest.fixture(scope="module")
def folder(city: City, now: float, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("past")
    begun = time.process_time()
    past.write(city, now, 2.0, target, weeks=1)
    assert time.process_time() - begun < 30  # 5 s of a core that has nothing else to do
    return target


def times(folder: Path, table: str) -> np.ndarray:
    files = sorted(folder.glob(f"{table}-*.parquet"))
    return np.concatenate([pq.read_table(f)["event_time"].to_numpy().astype("datetime64[s]").astype(float) for f in files])


def test_today_and_the_days_it_is_compared_with_are_there(folder: Path, now: float) -> None:
    """NOW is a Monday: the Friday and the Monday before."""
    for table in ("vehicle_position", "segment_speed"):
        ago = (now - times(folder, table)) / 3600
        assert ago.min() >= 0
        assert np.all([np.any(np.abs(ago - hours) < 0.1) for hours in (0.2, 1.0, 1.9)])
        assert np.all([np.any(np.abs(ago - 24 * day - hours) < 0.1) for day in (3, 7) for hours in (-1.4, 0, 1.9)])
        assert not np.any((ago > 2.4) & (ago < 70))


def test_what_a_wall_wants_first_comes_first(now: float) -> None:
    order = past.spans(now, 7 * 3600.0, [1, 7])
    ago = [(now - begin) / 3600 for begin, _ in order]
    assert all(0 < hours <= 1.75 for hours in ago[:6]), "what the figures of now rest on"
    first = {day: next(n for n, hours in enumerate(ago) if abs(hours - 24 * day) < 3) for day in (1, 7)}
    assert first[1] < first[7] < ago.index(max(hours for hours in ago if hours < 10)), "then the days compared with, then the rest"
    assert len({begin for begin, _ in order}) == len(order)


def test_no_report_comes_twice(folder: Path) -> None:
    for file in folder.glob("vehicle_position-*.parquet"):
        rows = pq.read_table(file, columns=["vehicle_id", "event_time"]).to_pylist()
        assert len({(r["vehicle_id"], r["event_time"]) for r in rows}) == len(rows)


def test_the_past_is_what_the_feed_said_then(folder: Path, city: City, now: float) -> None:
    then = np.ceil((now - 3600) / 30) * 30
    said = city.positions(float(then))
    wanted = set(zip(said["vehicle_id"].tolist(), said["event_time"].tolist(), said["latitude"].tolist(), strict=True))
    kept = set()
    for file in folder.glob("vehicle_position-*.parquet"):
        rows = pq.read_table(file, columns=["vehicle_id", "event_time", "latitude"])
        stamps = rows["event_time"].to_numpy().astype("datetime64[s]").astype(float).tolist()
        kept |= set(zip(rows["vehicle_id"].to_pylist(), stamps, rows["latitude"].to_pylist(), strict=True))
    assert len(wanted & kept) > 0.97 * len(wanted)


def test_a_closed_request_was_opened_before(folder: Path) -> None:
    (file,) = folder.glob("service_request-*.parquet")
    rows = pq.read_table(file).to_pylist()
    assert {r["status"] for r in rows} == {"open", "closed"}
    assert all(r["event_time"] >= r["requested_datetime"] for r in rows)
    assert all(r["event_time"] == r["requested_datetime"] for r in rows if r["status"] == "open")


def test_incidents_open_then_clear(folder: Path) -> None:
    (file,) = folder.glob("incident-*.parquet")
    rows = pq.read_table(file).to_pylist()
    assert rows and all((r["cleared_at"] is None) == (r["status"] == "open") for r in rows)
    opened = {r["incident_id"] for r in rows if r["status"] == "open"}
    assert {r["incident_id"] for r in rows} == opened


def test_the_demo_city_reads_the_times_as_they_were(folder: Path) -> None:
    """It is eight hours east of UTC."""
    yantai = load_city(ROOT / "cities" / "yantai", {"past": str(folder)})
    read = 0
    for feed in (feed for feed in yantai.feeds.values() if feed.name.startswith("past_")):
        for file in sorted(folder.glob(Path(feed.url).name))[:1]:
            rows = read_feed(file.read_bytes(), feed, yantai.mapping(feed), datetime(2026, 1, 1)).tables[str(feed.table)]
            assert moments(rows["event_time"]) == moments(pq.read_table(file)["event_time"]), feed.name
            read += 1
    assert read >= 6


def moments(column: pa.ChunkedArray) -> list[datetime]:
    return list(column.to_numpy().astype("datetime64[us]").tolist())


def test_files_are_renamed_into_place(folder: Path) -> None:
    assert not list(folder.glob("*.tmp"))


def test_another_start_writes_the_same_files_and_takes_away_what_is_too_old(city: City, now: float, tmp_path: Path) -> None:
    first = segments(past.write(city, now, 0.5, tmp_path, weeks=0))
    second = segments(past.write(city, now + 1000, 0.5, tmp_path, weeks=0))
    assert sum(second.get(name) == data for name, data in first.items()) > 0.6 * len(first)
    assert {p.name.split("-")[-1] for p in tmp_path.glob("segment*.parquet")} == set(second)


def segments(files: list[Path]) -> dict[str, bytes]:
    """By the moment that they begin with; the number before it is the order of landing."""
    return {p.name.split("-")[-1]: p.read_bytes() for p in files if p.name.startswith("segment")}


def test_a_folder_keeps_its_shift_while_that_is_day(tmp_path: Path, now: float) -> None:
    first = past.settled_shift(tmp_path, 8.5, 1, now)
    assert past.settled_shift(tmp_path, 8.5, 1, now + 3 * 3600) == first, "11:30: the city goes on where it was"
    assert past.settled_shift(tmp_path, 8.5, 1, now + 15 * 3600) != first, "23:30: the demo would look dead"
    assert json.loads((tmp_path / "simulator.json").read_text())["hour"] == 8.5


def test_the_real_hour_needs_no_shift(tmp_path: Path, now: float) -> None:
    assert past.settled_shift(tmp_path, None, 1, now) == 0.0


def test_a_past_that_cannot_be_written_is_told(city: City, now: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    past.write_or_tell(city, now, 2.0, tmp_path / "file" / "past")
    assert "the past is not written whole: " in capsys.readouterr().err
