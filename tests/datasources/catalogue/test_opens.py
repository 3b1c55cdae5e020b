"""Where rows lead and what columns are called: both are checked against the views before anything starts."""

from pathlib import Path

import pytest

from datasources.catalogue.trial import read_library
from datasources.place import Place
from tests.datasources.views_of import HEADER, write

ROWS = "SELECT 'a' AS line, 1 AS direction, 'A' AS line_name_zh, 'A' AS line_name_en"


def faults(folder: Path, header: str) -> list[str]:
    write(folder, "rows", ROWS, HEADER + header)
    write(folder, "trips", "SELECT * FROM trips_below WHERE 1 = CAST(parameter('direction') AS INT)")
    write(folder, "trips_below", "SELECT 'a' AS trip WHERE parameter('line') = 'a'")
    return [str(fault).replace(f"{folder}/", "") for fault in read_library([folder], Place())[1]]


@pytest.mark.parametrize(
    "header",
    [
        "-- opens: trips(line = line, direction = direction) as line_name_zh\n",
        "-- opens: trips(line = line) as line_name\n",
        "-- opens: trips()\n",
        "-- columns: line = 线路 | Line; line_name = 名称 | Name; direction = 方向 | Direction : 0\n",
    ],
)
def test_a_way_that_can_be_gone_is_no_fault(tmp_path: Path, header: str) -> None:
    assert faults(tmp_path, header) == []


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("-- opens: trisp(line = line)\n", ["no view 'trisp'", "trips"]),
        ("-- opens: trips(line = lines)\n", ["this view gives no column 'lines'", "line"]),
        ("-- opens: trips(route = line)\n", ["reads no parameter 'route'; it reads direction, line"]),
        ("-- opens: trips(line = line) as names\n", ["this view gives no column 'names'"]),
        ("-- opens: trips(line)\n", ["expected view(parameter = column, ...)"]),
        ("-- opens: trips line\n", ["expected view(parameter = column, ...)"]),
        ("-- columns: lime = 线路 | Line\n", ["this view gives no column 'lime'", "line"]),
        ("-- columns: line = Line\n", ["expected column = 中文 | English", "line = Line"]),
        ("-- columns: line = 线路 | Line : seconds\n", ["expected column = 中文 | English"]),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest(tmp_path: Path, header: str, told: list[str]) -> None:
    (fault,) = faults(tmp_path, header)
    assert fault.startswith("rows.sql") and all(part in fault for part in told)
