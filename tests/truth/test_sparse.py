"""Feeds that report too seldom: what was not seen is not told of, and nobody is blamed."""

from statistics import median

import pytest

from tests.truth.driven import DAY, MIDNIGHT, Row, ask, city, errors, found, land, told
from tests.truth.tracks import Run, runs, timetable

STREET = [run for run in runs(8 * 3600) if run.line == "street"]
RAN = [run for run in STREET if run.number != 1]


def measures(every_s: int, at: float = 9, window_s: int = 7200) -> tuple[dict[str, Row], list[Row], list[Row]]:
    with city() as store:
        store.land("timetable", timetable(STREET, (DAY, DAY)), None)
        land(store, [row for row in told(RAN) if (row["event_time"] - MIDNIGHT).total_seconds() % every_s == 0])
        kpis = {kpi: ask(store, f"bus_{kpi}_measure", at, window_s=window_s)[0] for kpi in ("on_time", "service_delivered")}
        return kpis, ask(store, "trip_outcome", at, window_s=window_s), ask(store, "stop_visit", at, window_s=window_s)


def due(driven: list[Run]) -> int:
    return sum(len(run.stops) for run in driven)


@pytest.mark.parametrize("every_s", [5, 240])
def test_the_coverage_of_the_on_time_share_is_of_visits(every_s: int) -> None:
    kpis, _, visits = measures(every_s)
    seen = {row["trip_id"] for row in visits}
    assert kpis["on_time"]["denominator"] == len(visits)
    assert kpis["on_time"]["coverage"] <= len(visits) / due([run for run in RAN if run.trip in seen]) + 1e-9
    assert (kpis["on_time"]["coverage"] > 0.95) == (every_s == 5)


def test_calls_to_come_are_not_due_yet() -> None:
    kpis, _, visits = measures(5, 8.1)
    assert 0 < len(visits) < due(RAN) / 2
    assert kpis["on_time"]["coverage"] > 0.9


def test_where_hardly_a_call_is_seen_no_trip_is_called_lost() -> None:
    _, outcomes, _ = measures(5)
    assert {row["trip_id"]: row["outcome"] for row in outcomes} == {run.trip: "completed" if run in RAN else "lost" for run in STREET}
    kpis, outcomes, visits = measures(655)
    assert visits
    assert {row["outcome"] for row in outcomes if not row["seen"]} == {"no_data"}
    assert kpis["on_time"]["coverage"] < 0.3


def test_of_reports_a_minute_apart_departures_are_told_neither_early_nor_arrivals_late() -> None:
    """In the mean over every second of the minute at which they may come."""
    wrong: dict[int, list[float]] = {1: [], len(STREET[0].stops): []}
    for shift in (0, 15, 30, 45):
        with city() as store:
            store.land("timetable", timetable(STREET, (DAY, DAY)), None)
            land(store, [row for row in told(STREET) if (row["event_time"] - MIDNIGHT).total_seconds() % 60 == shift])
            for (_, number), error in errors(STREET, found(store)).items():
                if number in wrong:
                    wrong[number].append(error)
    assert all(len(told_there) > 15 and abs(median(told_there)) < 8 for told_there in wrong.values())
