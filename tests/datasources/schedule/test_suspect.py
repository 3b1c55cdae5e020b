import pyarrow as pa

from datasources.reading import Reading, Reject
from datasources.schedule.suspect import Columns, Sizes, Trickle, steady_rows


def reason(doubt: tuple[str, str] | None) -> str | None:
    return doubt and doubt[0]


def test_empty_after_something_is_suspect_and_a_beginning_is_not() -> None:
    sizes = Sizes()
    assert sizes.doubt(0) is None
    assert Sizes().doubt(5) is None
    sizes = Sizes()
    sizes.doubt(5)
    assert reason(sizes.doubt(0)) == "suspect_empty"


def test_half_gone_is_suspect_and_a_slow_evening_is_not() -> None:
    sizes = Sizes()
    assert [reason(sizes.doubt(n)) for n in (100, 100, 100, 49)] == [None, None, None, "suspect_drop"]
    sizes = Sizes()
    assert not any(sizes.doubt(int(1000 * 0.9**n)) for n in range(40))


def test_alerts_come_and_go_without_doubt() -> None:
    alerts, buses = pa.table({"alert_id": ["a"] * 5}), pa.table({"vehicle_id": ["b"] * 3})
    assert steady_rows(Reading({"service_alert": alerts})) == 0
    assert steady_rows(Reading({"service_alert": alerts, "vehicle_position": buses}, [Reject("vehicle_position", "x", "", 2)])) == 5


def test_what_lasts_becomes_normal() -> None:
    sizes = Sizes()
    for _ in range(10):
        sizes.doubt(100)
    held = sum(sizes.doubt(10) is not None for _ in range(20))
    print(f"held {held} batches before the drop was believed")
    assert held == 5 or held == 6


def test_a_column_that_went_empty_at_once() -> None:
    def table(speed: float | None, note: str | None = None) -> pa.Table:
        return pa.table({"id": ["a"] * 4, "speed": pa.array([speed] * 4, pa.float64()), "note": pa.array([note] * 4, pa.string())})

    columns = Columns()
    for _ in range(3):
        assert columns.doubt(table(5.0)) is None
    doubt = columns.doubt(table(None))
    assert doubt == ("column_emptied", "speed: filled before, in no row now")
    assert columns.doubt(table(None).slice(0, 0)) is None
    assert columns.doubt(table(5.0, "x")) is None


def test_one_batch_tells_what_is_usual_where_it_takes_the_place_of_the_one_before() -> None:
    assert reason(Sizes([2000], enough=1).doubt(700)) == "suspect_drop", "as an earlier run knew it"
    assert Sizes([2000], enough=1).doubt(1500) is None
    assert Sizes([], enough=1).doubt(5) is None


def test_a_batch_cut_at_the_end_of_a_line_is_told_and_a_quiet_hour_is_not() -> None:
    trickle = Trickle()
    assert [trickle.doubt(n) for n in (100, 80, 300, 120, 90)] == [""] * 5
    assert trickle.doubt(31).startswith("suspect_drop: 31 rows, where there were never less than 80")
    assert trickle.doubt(85) == ""
    few = Trickle()
    assert {few.doubt(n) for n in (3, 8, 1, 5, 9, 2, 1, 7, 0, 4)} == {""}, "requests of a small city"
