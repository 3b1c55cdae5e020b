"""Rows land exactly once, bad ones are counted exactly, and what a feed sends can never raise."""

import json
import random
import re
from datetime import timedelta
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from datasources.place import Place
from datasources.reading import Reading, Reject
from datasources.store import Store
from tests.datasources.rows import LATITUDE, LONGITUDE, NOON, asked, count, position, reading

NAN, INF = float("nan"), float("inf")
BAD: dict[str, dict[str, Any]] = {
    "missing": {"vehicle_id": None},
    "not_finite": {"latitude": NAN},
    "future": {"event_time": NOON + timedelta(days=1)},
    "ancient": {"event_time": NOON.replace(year=1970)},
    "stale_report": {"event_time": NOON - timedelta(days=8)},
    "zero_position": {"latitude": 0.0, "longitude": 0.0},
    "swapped_position": {"latitude": LONGITUDE, "longitude": LATITUDE},
    "outside_city": {"latitude": 31.2},
    "speed": {"speed": -1.0},
}


def mixed(good: int, bad: int) -> list[dict[str, Any]]:
    kinds = list(BAD.values())
    rows = [position(f"g{i}", -(i % 60)) for i in range(good)] + [position(f"b{i}", **kinds[i % len(kinds)]) for i in range(bad)]
    random.Random(good + bad).shuffle(rows)
    return rows


@pytest.mark.parametrize("reason", BAD)
def test_each_class_of_bad_row_is_caught_by_name(store: Store, reason: str) -> None:
    rows = [position(f"g{i}") for i in range(10)] + [position("bad", **BAD[reason])]
    landed = store.land("buses", reading("vehicle_position", rows), NOON)
    assert (landed.outcome, landed.accepted, landed.quarantined, landed.reasons) == ("landed", 10, 1, {reason: 1})
    told = asked(store, "SELECT table_name, reason, rows, sample FROM quarantine")
    assert [line[:3] for line in told] == [("vehicle_position", reason, 1)]
    assert json.loads(told[0][3])["feed"] == "buses"


def test_a_refusal_says_what_was_missing_and_shows_a_row(store: Store) -> None:
    landed = store.land("buses", reading("vehicle_position", [position("a", vehicle_id=None), position("b", latitude=31.2)]), NOON)
    assert landed.text.startswith("2 of 2 rows are bad: missing (a required value is missing: event_time or vehicle_id), as in {")
    assert 'outside_city (outside the city and its margin), as in {"feed":"buses"' in landed.text and '"vehicle_id":"b"' in landed.text


PLACES: dict[str, dict[str, Any]] = {name: BAD[name] for name in ("zero_position", "swapped_position", "outside_city", "not_finite")}


def test_five_classes_of_bad_places_are_caught_and_no_good_one(store: Store) -> None:
    """200 of each among 10,000 good rows all over the city and its margin."""
    chance = random.Random(7)
    rows = [
        position(
            f"v{i}",
            -chance.random() * 900,
            latitude=chance.uniform(36.4, 38.5),
            longitude=chance.uniform(119.4, 122.1),
            speed=chance.uniform(0, 30),
            bearing=chance.uniform(0, 360),
        )
        for i in range(10_000)
    ]
    assert store.land("good", reading("vehicle_position", rows), NOON).reasons == {}
    kinds = [*PLACES.items(), ("not_finite", {"longitude": INF})]
    rows += [position(f"{reason}{i}", **wrong) for reason, wrong in kinds for i in range(200)]
    chance.shuffle(rows)
    landed = store.land("buses", reading("vehicle_position", rows), NOON)
    assert (landed.accepted, landed.quarantined) == (10_000, 1000)
    assert landed.reasons == {**dict.fromkeys(PLACES, 200), "not_finite": 400}


@pytest.mark.parametrize("bad", [1, 10, 50, 100, 200, 201, 500])
def test_accepted_and_quarantined_are_the_input_exactly(store: Store, bad: int) -> None:
    landed = store.land("buses", reading("vehicle_position", mixed(1000 - bad, bad)), NOON)
    assert landed.rows_in == landed.accepted + landed.quarantined == 1000
    if bad > 200:
        assert (landed.outcome, landed.reason, landed.accepted) == ("refused", "bad_rows", 0)
        assert count(store, "vehicle_position") == count(store, "batch") == 0
        assert asked(store, "SELECT rows_in, quarantined, reason FROM refused") == [(1000, bad, "bad_rows")]
    else:
        assert (landed.outcome, landed.quarantined) == ("landed", bad), landed.text
        assert count(store, "vehicle_position") == 1000 - bad
        assert asked(store, "SELECT sum(rows) FROM quarantine") == [(bad,)]
        assert asked(store, "SELECT rows_in, accepted, quarantined FROM batch") == [(1000, 1000 - bad, bad)]


@pytest.mark.parametrize("skew_s", [45, 600, 8 * 3600])
def test_a_source_whose_clock_is_ahead_is_told_by_how_much(store: Store, skew_s: int) -> None:
    """Reports are up to a minute old; one of them is of next week."""
    rows = [position(f"v{n}", skew_s - n % 60) for n in range(600)] + [position("odd", 7 * 86400)]
    landed = store.land("buses", reading("vehicle_position", rows), NOON)
    assert landed.reason == "bad_rows"
    said = re.search(r"the source's clock is about (\d+) s ahead", landed.text)
    assert said and abs(int(said[1]) - skew_s) <= 2, landed.text
    few = [position(f"v{n}", 100 if n < 100 else -5) for n in range(600)]
    assert "clock" not in store.land("buses", reading("vehicle_position", few), NOON).text


def test_rejects_of_the_reader_count_too(store: Store) -> None:
    rejects = [
        Reject("vehicle_position", "bad_number", "x", 2),
        Reject("vehicle_position", "bad_number", "y"),
        Reject("trip_update", "no_time", "z"),
    ]
    landed = store.land("buses", reading("vehicle_position", mixed(36, 0), rejects), NOON)
    assert (landed.rows_in, landed.accepted, landed.quarantined) == (40, 36, 4)
    assert sorted(asked(store, "SELECT table_name, reason, rows, sample FROM quarantine")) == [
        ("trip_update", "no_time", 1, "z"),
        ("vehicle_position", "bad_number", 3, "x"),
    ]


def test_the_same_batch_lands_once(store: Store) -> None:
    batch = reading("vehicle_position", mixed(90, 10))
    outcomes = [store.land("buses", batch, NOON + timedelta(seconds=s)).outcome for s in range(3)]
    assert outcomes == ["landed", "unchanged", "unchanged"]
    assert (count(store, "vehicle_position"), count(store, "batch")) == (90, 1)
    assert store.land("other feed", batch, NOON).outcome == "landed"


def test_rows_already_held_are_counted_and_not_stored_twice(store: Store) -> None:
    """Those that are the latest of their vehicle, and one that no longer is."""
    rows = [position(f"v{i}") for i in range(10)]
    store.land("buses", reading("vehicle_position", rows), NOON)
    store.land("buses", reading("vehicle_position", [position("v1", -1)]), NOON)
    again = store.land("buses", reading("vehicle_position", [*rows, rows[0], position("new")]), NOON + timedelta(seconds=10))
    assert (again.accepted, again.repeated) == (12, 11)
    assert count(store, "vehicle_position") == 12
    assert asked(store, "SELECT sum(repeated) FROM batch") == [(11,)]


def test_a_parked_vehicles_old_report_is_not_derived_from_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    parked = position("parked", -5 * 86400)
    store.land("buses", reading("vehicle_position", [parked]), NOON)
    spans: list[Any] = []
    monkeypatch.setattr("datasources.deriving.derived.tell_visits", lambda _, rows: spans.extend(rows["event_time"].to_pylist()))
    landed = store.land("buses", reading("vehicle_position", [parked, position("moving")]), NOON)
    assert (landed.repeated, count(store, "vehicle_position")) == (1, 2)
    assert spans == [NOON - timedelta(seconds=5)]
    looked_from = store._writer.execute("SELECT getvariable('batch_from')").fetchall()[0][0]
    assert looked_from == NOON - timedelta(seconds=5)  # the log was not searched back to the parked one's stamp


def test_equal_rows_of_one_batch_are_one_row(store: Store) -> None:
    landed = store.land("buses", reading("vehicle_position", [position(), position(), position("other")]), NOON)
    assert (landed.rows_in, landed.accepted, landed.repeated, count(store, "vehicle_position")) == (3, 3, 1, 2)


def test_the_same_moment_told_differently_is_kept_beside(store: Store) -> None:
    store.land("buses", reading("vehicle_position", [position(speed=3.0)]), NOON)
    landed = store.land("buses", reading("vehicle_position", [position(speed=4.0)]), NOON)
    assert (landed.repeated, count(store, "vehicle_position")) == (0, 2)


@settings(max_examples=4, deadline=None, phases=[Phase.generate])  # a seed does not get simpler
@given(seed=st.integers(0, 2**32))
def test_a_thousand_shuffles_end_as_if_sorted(seed: int) -> None:
    """Four times 250 fleets, each shuffled and cut into landings in its own way, beside the same reports landed in order."""
    chance = random.Random(seed)
    pieces: list[list[dict[str, Any]]] = [[], [], [], []]
    reports = [[position(f"{fleet}.{i % 3}", -60 + 5 * (i // 3), latitude=LATITUDE + i / 1000) for i in range(12)] for fleet in range(250)]
    for fleet in reports:
        edges = [0, *sorted(chance.choices(range(13), k=3)), 12]
        order = chance.sample(fleet, 12)
        for piece, (first, last) in zip(pieces, pairwise(edges), strict=True):
            piece += order[first:last]
    with Store(None, Place(), clock=lambda: NOON) as store:
        store.land("sorted", reading("vehicle_position", list(chain.from_iterable(reports))), NOON)
        for piece in pieces:
            store.land("shuffled", reading("vehicle_position", piece), NOON)
        for table, rows in (("hot.vehicle_latest", 750), ("vehicle_position", 3000)):
            told = f"SELECT vehicle_id, event_time, latitude FROM {table} WHERE feed = ? ORDER BY ALL"  # noqa: S608 - of two names
            in_order, in_any = (store._writer.execute(told, [feed]).fetchall() for feed in ("sorted", "shuffled"))
            assert len(in_order) == rows
            assert in_any == in_order


def test_a_fix_of_tomorrow_never_becomes_the_latest(store: Store) -> None:
    rows = [position(f"v{i}") for i in range(9)] + [position("v0", 86400, latitude=37.0)]
    store.land("buses", reading("vehicle_position", rows), NOON)
    assert asked(store, "SELECT max(event_time) FROM hot.vehicle_latest") == [(NOON - timedelta(seconds=5),)]


def test_a_dummy_position_is_taken_off_a_request_and_flagged(store: Store) -> None:
    request = {"event_time": NOON, "service_request_id": "1", "status": "open", "latitude": 0.0, "longitude": 0.0}
    landed = store.land(
        "311",
        reading("service_request", [request, {**request, "service_request_id": "2", "latitude": LATITUDE, "longitude": LONGITUDE}]),
        NOON,
    )
    assert (landed.accepted, landed.quarantined, landed.flagged) == (2, 0, 1)
    assert asked(store, "SELECT latitude, longitude FROM service_request ORDER BY 1 NULLS FIRST") == [(None, None), (LATITUDE, LONGITUDE)]
    assert asked(store, "SELECT reason, rows FROM flag") == [("zero_position", 1)]


def test_recorded_rows_land_at_their_own_time(store: Store) -> None:
    rows = [position("v", -86400 + 10 * i) for i in range(12)]
    store.land("buses", reading("vehicle_position", rows), None)
    assert asked(store, "SELECT count(*) FROM vehicle_position WHERE received_at = event_time") == [(12,)]
    lines = asked(store, "SELECT received_at, rows_in FROM batch ORDER BY 1")
    assert [line[1] for line in lines] == [3, 3, 3, 3]
    assert lines[-1][0] == rows[-1]["event_time"]


def test_an_empty_reading_is_a_landing_of_nothing(store: Store) -> None:
    landed = store.land("buses", Reading({}), NOON)
    assert (landed.outcome, landed.rows_in) == ("landed", 0)
    assert asked(store, "SELECT rows_in, received_at FROM batch") == [(0, NOON)]


def test_a_derivation_that_fails_does_not_cost_the_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasources.deriving.derived.statement", lambda name: "SELECT nonsense FROM nowhere")
    landed = store.land("buses", reading("vehicle_position", [position()]), NOON)
    assert (landed.outcome, count(store, "vehicle_position"), count(store, "batch")) == ("landed", 1, 1)
    assert asked(store, "SELECT kind FROM store_fault") == [("derivation",)]
