"""What a bus that only its block tells has driven, where it stands for long at the end of a ring."""

from collections.abc import Iterator

import pytest

from datasources.store import Store
from tests.truth.driven import SLACK_S, ask, city, land
from tests.truth.rounds import MISSED, one_block, rounds, told
from tests.truth.tracks import Run


@pytest.fixture(scope="module")
def driven() -> list[Run]:
    return [run for run in rounds() if run.number != MISSED]


@pytest.fixture(scope="module")
def store(driven: list[Run]) -> Iterator[Store]:
    with city("block") as opened:
        opened.land("timetable", one_block(), None)
        land(opened, list(told(driven)))
        yield opened


def test_who_stands_through_a_round_has_not_driven_it(store: Store, driven: list[Run]) -> None:
    visits = ask(store, "stop_visit")
    assert {(v["trip_id"], v["stop_sequence"]) for v in visits} == {(run.trip, n) for run in driven for n in range(1, len(run.stops) + 1)}
    outcomes = {row["trip_id"]: row["outcome"] for row in ask(store, "trip_outcome", 11)}
    assert outcomes == {run.trip: "lost" if run.number == MISSED else "completed" for run in rounds()}


def test_standing_at_the_end_is_neither_an_early_arrival_nor_a_late_departure(store: Store, driven: list[Run]) -> None:
    run_times = {row["trip_id"]: row["run_s"] for row in ask(store, "trip_run", 11)}
    assert run_times == {run.trip: pytest.approx(run.calls[-1][0] - run.calls[0][1], abs=2 * SLACK_S) for run in driven}


def test_one_that_is_late_to_begin_is_under_way_until_it_should_have_ended(store: Store) -> None:
    missed = next(run for run in rounds() if run.number == MISSED)
    moments = [missed.planned[0] + 660, missed.planned[-1] + 30]
    outcomes = [{row["trip_id"]: row["outcome"] for row in ask(store, "trip_outcome", second / 3600)} for second in moments]
    assert [at[missed.trip] for at in outcomes] == ["running", "lost"]
