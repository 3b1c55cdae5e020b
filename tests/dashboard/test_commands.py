"""The commands of the door on a small city: what they print, and their exit codes."""

import csv
import io
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.__main__ import main
from dashboard.commands.demo import next_port
from dashboard.runfolder import run_folder
from datasources.store import Store
from tests.dashboard.walls import SMALL

BEFORE_LAST = "2026-11-20T08:00:45+08:00"  # in the recorded minute, in the city's own time


class Door:
    """`main` with its output."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.city, self.data = folder / "small", folder / "data"
        shutil.copytree(SMALL, self.city)
        self._capsys = capsys
        self.err = ""

    def __call__(self, command: str, *arguments: str, data: bool = True) -> tuple[int, str]:
        """(exit code, what it printed); `err` keeps what it complained of."""
        try:
            code = main([command, str(self.city), *arguments, *(["--data", str(self.data)] if data else [])])
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, self.err = self._capsys.readouterr()
        return code, out


@pytest.fixture
def door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Door]:
    made = Door(tmp_path, capsys)
    yield made
    shutil.rmtree(run_folder(made.data), ignore_errors=True)


def test_an_option_may_stand_before_the_feed(door: Door) -> None:
    assert main(["import", str(door.city), "--data", str(door.data), "recorded"]) == 0


def test_a_recording_is_imported_and_shown_as_it_was_known_then(door: Door) -> None:
    assert door("import") == (0, "recorded: recorded.csv: landed: 5 rows = 4 accepted (0 held already) + 1 quarantined [zero_position 1]\n")
    code, out = door("show", "reports", "--as-of", BEFORE_LAST, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["vehicle_id"], row["event_time"][11:19], row["latitude"]) for row in rows] == [
        ("鲁F-1", "00:00:00", "37.5"),
        ("鲁F-2", "00:00:00", "37.51"),
        ("鲁F-1", "00:00:30", "37.501"),
    ]
    code, out = door("show", "reports", "--as-of", "2026-11-20T09:00:00+08:00", "--format", "json")
    assert code == 0 and [row["longitude"] for row in json.loads(out)] == [121.4, 121.41, 121.401, 121.402]
    code, out = door("show", "reports", "--as-of", BEFORE_LAST, "--limit", "1")
    assert code == 0 and out.splitlines()[0].split() == ["vehicle_id", "event_time", "latitude", "longitude"]
    assert out.splitlines()[-1] == "(1 rows)" and "37.51" not in out


def test_a_recording_that_cannot_be_believed_is_refused(door: Door) -> None:
    page = door.city / "page.csv"
    page.write_text("<html><body>please log in</body></html>", encoding="utf-8")
    code, out = door("import", "recorded", str(page))
    assert code == 1 and "refused" in out


def test_rows_of_which_nothing_could_be_derived_are_told_and_1(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise duckdb.InvalidInputException("no such luck")

    monkeypatch.setattr("datasources.intake.landing.derive", fails)
    code, out = door("import")
    assert code == 1 and "landed: 5 rows" in out and out.endswith("; nothing could be derived: no such luck\n")


def test_unknown_names_are_told_with_the_nearest_that_there_is(door: Door) -> None:
    assert door("show", "report")[0] == 1 and "'reports'" in door.err
    assert door("import", "recoded")[0] == 1 and "'recorded'" in door.err
    assert main(["show", "smal", "reports"]) == 1


def test_a_wrong_command_line_is_2(door: Door) -> None:
    for arguments in (["show"], ["show", "reports", "--as-of", "yesterday"], ["show", "reports", "--format", "xml"], ["shwo", "reports"]):
        assert door(*arguments)[0] == 2, arguments
    odd = (["serve", "--port", "99999"], ["serve", "--workers", "0"], ["replay", "--speed", "0"], ["replay", "--speed", "nan"])
    for arguments in (*odd, ["show", "reports", "--limit", "-5"]):
        assert door(*arguments)[0] == 2 and "expected a number from" in door.err, arguments


def test_check_lists_every_fault_as_json(door: Door) -> None:
    assert door("check", "--json", data=False) == (0, "[]\n")
    for file, good, bad in (
        ("city.toml", "zoom", "zom"),
        ("feeds.toml", '"1s"', '"1 second"'),
        ("scenes/overview.toml", "rail   rail", "ral   rail"),
    ):
        path = door.city / file
        path.write_text(path.read_text(encoding="utf-8").replace(good, bad), encoding="utf-8")
    code, out = door("check", "--json", data=False)
    faults = json.loads(out)
    assert code == 1 and {fault["file"] for fault in faults} == {"city.toml", "feeds.toml", "scenes/overview.toml"}
    assert [fault["nearest"] for fault in faults if fault["key"] == "zom"] == ["zoom"]
    assert [fault for fault in faults if fault["key"] == "positions.every" and "1 second" in fault["problem"]]


def test_a_demo_on_a_taken_port_ends_with_a_word_and_its_city_takes_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        assert main(["demo", "--port", str(port), "--data", str(tmp_path)]) == 1
        assert f"port {port} is taken" in capsys.readouterr().err
        assert next_port(port) != port


def test_an_import_that_has_more_to_keep_than_time_says_so(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "backfill_kpis", lambda *_, **given: 7)
    assert door("import")[0] == 0
    assert "7 five-minute moments are left" in door.err


def test_a_data_folder_that_cannot_be_made_is_told(door: Door, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert door("show", "vehicles", "--data", str(tmp_path / "file"), data=False) == (1, "")
    assert door.err == f"no place for data at {tmp_path}/file: File exists; give another with --data\n"


def test_what_the_supervisor_says_to_its_children_is_no_command_for_people(door: Door) -> None:
    assert door("_engine", data=False)[0] == 2
    assert door("engine", data=False)[0] == 2
    assert "'docs')" in door.err and "_engine" not in door.err
