"""Numbers of a city as views read them."""

from datetime import datetime
from pathlib import Path

import pytest

from datasources.answering.ticket import Ticket
from datasources.place import Place
from datasources.store import Store
from tests.datasources.views_of import write


@pytest.mark.parametrize("name", ["window_s", "a=b", "a, b", 'a"b', "it's", "a\\b", "{a}", "名", " a "])
def test_a_setting_is_found_by_whatever_name_it_has(tmp_path: Path, name: str) -> None:
    quoted = name.replace("'", "''")
    write(tmp_path, "here", f"SELECT setting('{quoted}') AS here, setting('other') AS other, setting('none') AS none")
    with Store(None, Place(settings={"first": 1.0, name: 1e-7, "other": -3.5})) as store:
        assert store.load_views([tmp_path]) == []
        assert store.ask(Ticket("here")).to_pylist() == [{"here": 1e-7, "other": -3.5, "none": None}]


def test_a_city_may_have_no_settings(tmp_path: Path) -> None:
    write(tmp_path, "here", "SELECT coalesce(setting('window_s'), 3600) AS here")
    with Store(None, Place()) as store:
        assert store.load_views([tmp_path]) == []
        assert store.ask(Ticket("here")).to_pylist() == [{"here": 3600.0}]


@pytest.mark.parametrize(
    ("zone", "at", "began"),
    [
        ("Asia/Shanghai", "2026-11-23T04:10", "2026-11-23T04:00"),
        ("Asia/Kolkata", "2026-11-23T04:10", "2026-11-23T03:30"),
        ("Asia/Kathmandu", "2026-11-23T04:10", "2026-11-23T03:15"),
        ("America/New_York", "2026-11-01T05:59", "2026-11-01T05:00"),  # the hour that comes twice: the first
        ("America/New_York", "2026-11-01T06:01", "2026-11-01T06:00"),  # and the second
    ],
)
def test_an_hour_is_the_citys_own(tmp_path: Path, zone: str, at: str, began: str) -> None:
    write(tmp_path, "here", "SELECT local_hour(as_of()) AS began")
    with Store(None, Place(zone)) as store:
        assert store.load_views([tmp_path]) == []
        asked = store.ask(Ticket("here", as_of=datetime.fromisoformat(at)))
        assert asked.to_pylist() == [{"began": datetime.fromisoformat(began)}]


@pytest.mark.parametrize(
    ("zone", "at", "began"),
    [
        ("Asia/Kolkata", "2026-11-23T04:10", "2026-11-22T18:30"),
        ("Europe/London", "2026-03-29T00:30", "2026-03-29T00:00"),
        ("Europe/London", "2026-03-29T12:00", "2026-03-29T00:00"),  # a day of 23 hours
        ("Europe/London", "2026-10-25T12:00", "2026-10-24T23:00"),  # and of 25
    ],
)
def test_a_day_is_the_citys_own(tmp_path: Path, zone: str, at: str, began: str) -> None:
    write(tmp_path, "here", "SELECT local_midnight(as_of()) AS began")
    with Store(None, Place(zone)) as store:
        assert store.load_views([tmp_path]) == []
        asked = store.ask(Ticket("here", as_of=datetime.fromisoformat(at)))
        assert asked.to_pylist() == [{"began": datetime.fromisoformat(began)}]
