import json
import struct

import numpy as np
import pyarrow as pa
import pytest

from datasources.layers import Roster, encode_geometry, encode_grades, encode_vehicles

BOX = (121.0, 37.0, 122.0, 38.0)


def vehicles(**columns: list[object]) -> pa.Table:
    row: dict[str, list[object]] = {
        "vehicle_id": ["a", "b"], "route_name": ["17", None], "longitude": [121.0, 122.0], "latitude": [37.5, 38.0],
        "age_s": [3.0, None], "state": ["late", "nonsense"], "bearing": [90.0, None], "delay_s": [301.0, None],
    }  # fmt: skip
    return pa.table({**row, **columns})


def test_vehicles_decode_to_what_was_put_in() -> None:
    roster = Roster()
    data = encode_vehicles(vehicles(), roster, BOX, 1000.5, 7)
    assert data[:4] == b"VEH1"
    assert struct.unpack_from("<III5d", data, 4) == (7, 2, 0, 1000.5, *BOX)
    at = 4 + struct.calcsize("<III5d")
    assert np.frombuffer(data, "<u4", 2, at).tolist() == [0, 1]
    assert np.frombuffer(data, "<u2", 2, at + 8).tolist() == [0, 65535]
    assert np.frombuffer(data, "<u2", 2, at + 12).tolist() == [32768, 65535]
    assert np.frombuffer(data, "<u2", 2, at + 16).tolist() == [3, 65535]
    assert np.frombuffer(data, "u1", 2, at + 20).tolist() == [1, 4]
    assert np.frombuffer(data, "u1", 2, at + 22).tolist() == [64, 255]
    assert np.frombuffer(data, "<i2", 2, at + 24).tolist() == [301, -32768]
    assert len(data) == at + 28


def test_roster_keeps_a_vehicles_number_and_learns_its_new_line() -> None:
    roster = Roster()
    roster.indexes(pa.array(["a", "b"]), pa.array(["17", "5"]))
    assert roster.indexes(pa.array(["b", "c", "a"]), pa.array([None, "9", "18"])).tolist() == [1, 2, 0]
    assert json.loads(roster.encoded()) == [["a", "18"], ["b", "5"], ["c", "9"]]


@pytest.mark.parametrize("longitude", [120.0, 123.0])
def test_a_vehicle_outside_the_box_sits_on_its_edge(longitude: float) -> None:
    data = encode_vehicles(vehicles(longitude=[longitude, 121.5]), Roster(), BOX, 0.0, 1)
    assert np.frombuffer(data, "<u2", 1, 4 + struct.calcsize("<III5d") + 8)[0] in (0, 65535)


def test_geometry_has_an_offset_for_every_segment_also_an_empty_one() -> None:
    data = encode_geometry([[[121.0, 37.0], [121.5, 37.5]], [], [[1, 2], [3, 4], [5, 6]]])
    assert struct.unpack_from("<4sII", data) == (b"ROA1", 3, 5)
    assert np.frombuffer(data, "<u4", 4, 12).tolist() == [0, 2, 2, 5]
    assert np.frombuffer(data, "<f4", 10, 28).tolist()[:4] == [121.0, 37.0, 121.5, 37.5]


def test_grades_stand_in_the_order_of_the_geometry_and_unheard_segments_are_unknown() -> None:
    table = pa.table({"segment_id": ["c", "a", "gone"], "grade": [4, 1, 2], "speed_kmh": [8.4, 60.0, 1.0], "age_s": [10.0, 20.0, 1.0]})
    data = encode_grades(table, {"a": 0, "b": 1, "c": 2}, 5)
    assert struct.unpack_from("<4sII", data) == (b"GRD1", 5, 3)
    assert list(data[12:15]) == [1, 0, 4]
    assert list(data[15:18]) == [60, 255, 8]
    assert np.frombuffer(data, "<u2", 3, 18).tolist() == [20, 65535, 10]
