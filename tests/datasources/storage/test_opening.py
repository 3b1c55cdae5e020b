"""The file opens hardened, alone, and again after damage."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from datasources.storage.opening import Limits, StoreLocked, open_database
from datasources.store import Store
from tests.conftest import NOON, YANTAI
from tests.datasources.rows import asked, count, position, reading

Damage = Callable[[bytearray], None]
DAMAGES: dict[str, Damage] = {
    "header": lambda data: data.__setitem__(slice(8, 12), b"XXXX"),
    "cut short": lambda data: data.__delitem__(slice(5000, None)),
    "empty": lambda data: data.clear(),
    "foreign": lambda data: data.__setitem__(slice(None), b"<html>" * 1000),
}


def landed_store(path: Path) -> None:
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        store.land("buses", reading("vehicle_position", [position()]), NOON)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_the_store_comes_up(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "city.duckdb"
    landed_store(path)
    data = bytearray(path.read_bytes())
    DAMAGES[damage](data)
    path.write_bytes(data)
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert store.aside == tmp_path / "city.duckdb.corrupt-20261123T040000"
        assert store.aside.read_bytes() == bytes(data)
        assert asked(store, "SELECT kind FROM store_fault") == [("damaged",)]
        assert store.land("buses", reading("vehicle_position", [position()]), NOON).outcome == "landed"
    with Store(path, YANTAI) as again:
        assert (again.aside, count(again, "vehicle_position")) == (None, 1)


def test_a_file_in_use_elsewhere_is_not_taken_for_damaged(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    landed_store(path)
    script = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreLocked):
            Store(path, YANTAI)
        other.communicate("\n")
    with Store(path, YANTAI) as store:
        assert count(store, "vehicle_position") == 1


def test_an_older_file_gets_the_columns_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE batch (feed VARCHAR, batch VARCHAR)").fetchall()
    with Store(path, YANTAI, clock=lambda: NOON) as store:
        assert store.land("buses", reading("vehicle_position", [position()]), NOON).outcome == "landed"
        assert asked(store, "SELECT feed, accepted FROM batch") == [("buses", 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "ATTACH '/tmp/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
        "EXPORT DATABASE '/tmp/x'",
        "SELECT * FROM read_csv('{outside}/../../x.csv')",
    ],
)
def test_every_other_door_is_shut(tmp_path: Path, statement: str) -> None:
    con = open_database(tmp_path / "city.duckdb", Limits(), NOON).connection
    with pytest.raises(duckdb.Error) as caught:
        con.execute(statement.format(outside=tmp_path / "history")).fetchall()
    assert isinstance(caught.value, (duckdb.PermissionException, duckdb.InvalidInputException, duckdb.CatalogException)), caught.value
    con.close()


def test_a_frame_in_the_program_is_no_table(tmp_path: Path) -> None:
    import pyarrow as pa

    secret = pa.table({"a": [1]})
    con = open_database(None, Limits(), NOON).connection
    with pytest.raises(duckdb.CatalogException):
        con.execute("SELECT * FROM secret").fetchall()
    assert secret.num_rows == 1


def test_the_file_can_be_opened_by_the_version_before(tmp_path: Path) -> None:
    landed_store(tmp_path / "city.duckdb")
    with duckdb.connect(":memory:") as con:
        con.execute(f"ATTACH '{tmp_path / 'city.duckdb'}' AS city (READ_ONLY)").fetchall()
        found = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'city'").fetchall()
    assert found[0][0]["storage_version"].startswith("v1.5")


def test_opening_again_takes_under_a_second(tmp_path: Path) -> None:
    landed_store(tmp_path / "city.duckdb")
    started = time.perf_counter()
    with Store(tmp_path / "city.duckdb", YANTAI, clock=lambda: NOON) as store:
        took = time.perf_counter() - started
        assert count(store, "hot.vehicle_latest") == 1
    assert took < 1, took
