import numpy as np
import pytest

from simulator import faults
from simulator.arrays import Columns
from simulator.city import City


@pytest.fixture
def said(city: City, now: float) -> Columns:
    return city.positions(now)


def hit(said: Columns, text: str) -> Columns:
    (fault,) = faults.parse(f"positions:{text}", 0.0)
    return faults.applied(said, fault, seed=5)


def pairs(rows: Columns) -> set[tuple[str, float]]:
    return set(zip(rows["vehicle_id"].tolist(), rows["event_time"].tolist(), strict=True))


def test_drop_leaves_a_share_away(said: Columns) -> None:
    left = hit(said, "drop:0.3")
    assert 0.6 < len(left["trip_id"]) / len(said["trip_id"]) < 0.8
    assert pairs(left) < pairs(said)


def test_duplicate_repeats_rows_and_adds_nothing_new(said: Columns) -> None:
    more = hit(said, "duplicate:0.5")
    assert 1.4 < len(more["trip_id"]) / len(said["trip_id"]) < 1.6
    assert pairs(more) == pairs(said)


def test_shuffle_changes_the_order_and_ages_a_share(said: Columns) -> None:
    mixed = hit(said, "shuffle:0.5")
    assert sorted(mixed["vehicle_id"].tolist()) == sorted(said["vehicle_id"].tolist()) != mixed["vehicle_id"].tolist()
    when = dict(zip(said["vehicle_id"].tolist(), said["event_time"].tolist(), strict=True))
    late = [when[key] - at for key, at in pairs(mixed)]
    assert min(late) == 0 and 500 < max(late) <= 600


def test_future_stamps_a_share_a_day_ahead(said: Columns) -> None:
    ahead = hit(said, "future:0.2")["event_time"] - said["event_time"]
    assert set(ahead.tolist()) == {0.0, 86400.0} and 0.15 < np.mean(ahead > 0) < 0.25


def test_another_timetable_renames_the_trips(said: Columns) -> None:
    foreign = hit(said, "foreign_timetable")
    assert not set(foreign["trip_id"]) & set(said["trip_id"]) and foreign["trip_id"][0].endswith(said["trip_id"][0])


def test_an_hour_off_stamps_an_hour_behind(said: Columns) -> None:
    behind = said["event_time"] - hit(said, "hour_off")["event_time"]
    assert set(behind.tolist()) == {3600.0}


def test_jump_moves_a_share_by_kilometres(said: Columns) -> None:
    far = np.abs(hit(said, "jump:0.2")["latitude"] - said["latitude"]) > 0.005
    assert 0.1 < np.mean(far) < 0.25


def test_malformed_breaks_a_share_in_four_ways(said: Columns) -> None:
    broken = hit(said, "malformed:0.4")
    zero, swapped = broken["latitude"] == 0.0, broken["latitude"] > 100
    ancient, nameless = broken["event_time"] == 1.0, broken["vehicle_id"] == ""
    shares = [np.mean(kind) for kind in (zero, swapped, ancient, nameless)]
    assert sum(shares) == pytest.approx(0.4, abs=0.05) and min(shares) > 0.05
    assert np.array_equal(said["latitude"], said["latitude"].clip(36, 39)), "what was said stays as it was"


def test_hostile_puts_markup_into_the_texts_for_people(said: Columns) -> None:
    labels = hit(said, "hostile:1")["label"].tolist()
    assert all("<img" in label for label in labels)


def test_burst_is_ten_times_the_rows_all_different(said: Columns) -> None:
    burst = hit(said, "burst")
    assert len(burst["trip_id"]) == 10 * len(said["trip_id"]) == len(pairs(burst))


def test_a_fault_on_an_empty_table_does_nothing(said: Columns) -> None:
    empty = {name: values[:0] for name, values in said.items()}
    for mode in faults.ROWS:
        assert len(hit(empty, mode)["event_time"]) == 0


def test_tables_without_positions_break_too() -> None:
    speeds: Columns = {
        "segment_id": np.array([f"s{n}" for n in range(1000)]),
        "speed_kmh": np.full(1000, 30.0),
        "event_time": np.full(1000, 9e8),
    }
    broken = hit(speeds, "malformed:0.4")
    assert np.mean(broken["segment_id"] == "") + np.mean(broken["event_time"] == 1) == pytest.approx(0.4, abs=0.05)
    assert hit(speeds, "jump:0.2")["speed_kmh"].max() == 300.0


@pytest.mark.parametrize(
    ("text", "message"),
    [("positions:melt", "unknown fault 'melt'"), ("positions:drop:1.5", "0..1"), ("positions:drop:x", "expected a number, found .x.")],
)
def test_wrong_faults_are_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        faults.parse(text, 0.0)


def test_several_faults_in_one_option() -> None:
    one, two = faults.parse("positions:malformed:0.1, segments:outage::30", 100.0)
    assert (one.feed, one.mode, one.share, one.until) == ("positions", "malformed", 0.1, float("inf"))
    assert (two.feed, two.mode, two.until) == ("segments", "outage", 130.0)
