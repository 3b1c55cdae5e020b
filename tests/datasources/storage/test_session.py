"""Numbers of a city as views read them."""

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
