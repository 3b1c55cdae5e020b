"""Minutes of congestion on the days of 23 and of 25 hours, by plain Python's calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import asked, standard

ZONE, FIVE = ZoneInfo("Europe/London"), timedelta(minutes=5)
SPRING, AUTUMN = datetime(2026, 3, 28, 12), datetime(2026, 10, 24, 12)  # the days before
MOMENTS = [noon + n * FIVE for noon in (SPRING, AUTUMN) for n in range(2 * 288)]
JAMMED = {moment for moment in MOMENTS if (7 * moment.hour + moment.minute // 5) % 3}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """The index was recorded every five minutes."""
    with standard(ZONE.key, datetime(2026, 12, 1)) as opened:
        rows = ", ".join(f"(TIMESTAMP '{at}', 'tpi', '', {5.0 if at in JAMMED else 1.0}, 1, 1, 1, 'ok')" for at in MOMENTS)
        asked(opened, f"INSERT INTO city.main.kpi_5min VALUES {rows} RETURNING 1")  # noqa: S608 - numbers of our own
        yield opened


def day(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZONE).date()


@pytest.mark.parametrize("noon", [SPRING, AUTUMN])
@pytest.mark.parametrize("hours", [11.5, 12.6, 13.5, 14.4, 34.9, 35.1, 36.1])
def test_minutes_of_the_local_day(store: Store, noon: datetime, hours: float) -> None:
    """Either side of midnight, of the change of the clock, and of the next midnight."""
    at = noon + timedelta(hours=hours, seconds=10)
    told = store.ask(Ticket("congestion_duration_measure", as_of=at)).to_pylist()[0]
    mine = [moment for moment in MOMENTS if moment <= at and day(moment) == day(at)]
    assert (told["value"], told["denominator"]) == (5 * len(JAMMED.intersection(mine)), 5 * len(mine))
    if day(at) > day(noon):  # of the day before the forenoon was not recorded
        assert told["coverage"] == 1
