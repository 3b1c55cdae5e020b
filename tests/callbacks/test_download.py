"""A file carries what its rows mean; whatever a feed calls things, no spreadsheet runs it and no header carries it."""

import csv
import io
import json
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from callbacks.download import MOST, answer
from callbacks.facts import Facts
from datasources.answering.ticket import Ticket, TooLong, UnknownView
from layouts.words import Text
from tests.layouts.rows import AS_OF, HEADERS, kpi_row
from tests.layouts.scene_files import overview

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "a\0b", 'a,"b"\nc', "<b>x</b>"]
ROWS = [
    {
        "route_name": name, "value": -1.5, "length_m": 1500.0, "delay_s": float("nan"), "state": "late", "event_time": AS_OF,
        "name_zh": "芝罘", "name_en": "Zhifu", "latitude": 37.5, "longitude": 121.4,
    }
    for name in HOSTILE
]  # fmt: skip
AT = AS_OF.isoformat() + "Z"
TOLD = {"trip_rows": {"title": "班次 | Trips", "formula": "甲, 乙 | a, b", "columns": "delay_s = 偏差 | Deviation : duration"}}


class Store:
    def __init__(self, rows: list[dict[str, Any]] | None = None, fails: type[Exception] | None = None, of: str = "") -> None:
        """fails: what is raised, of: for which view alone."""
        self.rows, self.fails, self.of, self.asked = ROWS if rows is None else rows, fails, of, list[Ticket]()

    def ask(self, ticket: Ticket) -> pa.Table:
        self.asked.append(ticket)
        if self.fails and ticket.view in (self.of or ticket.view):
            raise self.fails("no")
        if ticket.view == "bus_on_time":
            return pa.Table.from_pylist([kpi_row()])
        return pa.Table.from_pylist(self.rows)


@pytest.fixture
def facts() -> Facts:
    return Facts("Asia/Shanghai", True, {"overview": overview()}, city=Text(zh="烟台", en="Yantai"), headers=lambda: HEADERS | TOLD)


def ask(facts: Facts, store: Store | None = None, **asked: str) -> Any:
    return answer({"card": "on_time", "at": AT, "steps": "trip_rows?route=51#51", "lang": "en", **asked}, store or Store(), facts)


def table(body: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What a CSV says of itself, and its rows by title."""
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    told = {line[0][2:]: line[1] for line in lines if line[0].startswith("# ")}
    head, *rows = lines[len(told) :]
    return told, [dict(zip(head, row, strict=True)) for row in rows]


def test_a_csv_says_what_its_rows_are(facts: Facts) -> None:
    sent = ask(facts)
    assert sent.data.startswith(b"\xef\xbb\xbf#"), "without a mark Excel reads Chinese as noise"
    told, rows = table(sent.data)
    wanted = {
        "Content": "Trips", "City": "Yantai", "Scope": "Whole city", "Parameters": "route=51", "Opened from": "Bus on-time share = 81.40 %",
        "Coverage (floor)": "96% (50%)", "Its formula": "on time / all", "Formula": "a, b", "As of": "2026-11-23T08:14:32+08:00",
        "Newest content": "2026-11-23T08:14:32+08:00", "Rows": str(len(ROWS)), "Mark": "Demo data",
    }  # fmt: skip
    assert {key: told[key] for key in wanted} == wanted
    assert datetime.fromisoformat(told["Made at"]).utcoffset() is not None
    first = rows[0]
    assert (first["Name"], first["Value"], first["Length, km"], first["Deviation (s)"]) == ("Zhifu", "-1.5", "1.5", "")
    assert (first["State"], first["Content"]) == ("Late", "2026-11-23T08:14:32+08:00")


def test_a_csv_calls_a_feed_and_a_place_as_people_do() -> None:
    named = Facts(
        "Asia/Shanghai", True, {"overview": overview()}, feeds={"buses": Text(zh="公交", en="Buses")}, headers=lambda: HEADERS | TOLD
    )
    row = {"feed": "buses", "direction_id": 1, "latitude": 37.5, "longitude": 121.4}
    _, rows = table(ask(named, Store([row]), lang="zh").data)
    assert rows == [{"数据源": "公交", "方向": "回程", "纬度": "37.5", "经度": "121.4"}]


def test_no_text_of_a_feed_is_a_formula(facts: Facts) -> None:
    told, rows = table(ask(facts).data)
    names = [row["Line"] for row in rows]
    assert len(rows) == len(HOSTILE), "a line end in a text is no line of the table"
    assert [name for name in names if name.lstrip()[:1] in "=+-@＝"] == []
    assert names[-3:] == ["ab", 'a,"b"\nc', "<b>x</b>"]
    assert not any(value.startswith(("=", "+", "-", "@")) for value in told.values())


def test_json_and_geojson_hold_the_rows_as_they_are(facts: Facts) -> None:
    said = json.loads(ask(facts, form="json").data)
    assert [row["route_name"] for row in said["rows"]] == HOSTILE
    assert said["about"]["as_of"] == "2026-11-23T08:14:32+08:00" and said["columns"]["delay_s"] == "Deviation"
    assert said["rows"][0]["delay_s"] is None
    drawn = json.loads(ask(facts, form="geojson").data)
    assert drawn["features"][0]["geometry"] == {"type": "Point", "coordinates": [121.4, 37.5]}
    assert drawn["about"]["opened"] == "Bus on-time share = 81.40 %"


def test_a_card_without_steps_gives_the_rows_behind_it(facts: Facts) -> None:
    store = Store()
    sent = ask(facts, store, steps="", scope="370602", lang="zh")
    first = store.asked[0]
    assert (first.view, first.scope, first.as_of, first.limit) == ("bus_on_time_rows", "370602", AS_OF, MOST)
    assert sent.headers["Content-Disposition"] == 'attachment; filename="bus_on_time_rows_370602_20261123T081432.csv"'
    assert "公交准点率" in sent.data.decode()


def test_nothing_asked_gets_into_a_header(facts: Facts) -> None:
    sent = ask(facts, steps="视图?a=1", scope='x"\r\nSet-Cookie: a=b')
    assert sent.headers["Content-Disposition"] == 'attachment; filename="rows_xSet-Cookieab_20261123T081432.csv"'


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"form": "xml"}, 400), ({"at": ""}, 400), ({"at": "yesterday"}, 400), ({"steps": "a;b"}, 400), ({"steps": "", "card": "map"}, 400),
        ({"steps": "", "card": ""}, 400),
    ],
)  # fmt: skip
def test_what_asks_for_no_file_is_told_so(asked: dict[str, str], status: int, facts: Facts) -> None:
    sent = ask(facts, Store(), **asked)
    assert (sent.status_code, sent.mimetype) == (status, "text/plain")


@pytest.mark.parametrize(("error", "status"), [(UnknownView, 404), (TooLong, 503), (ConnectionError, 503)])
def test_why_there_is_no_file(error: type[Exception], status: int, facts: Facts) -> None:
    assert ask(facts, Store(fails=error)).status_code == status


@pytest.mark.parametrize(("lang", "named"), [("en", ["Opened from", "Coverage (floor)"]), ("zh", ["所展开的指标", "覆盖（下限）"])])
def test_rows_are_had_though_the_figure_they_lie_behind_takes_too_long(lang: str, named: list[str], facts: Facts) -> None:
    """On a busy machine, where a past moment is computed anew; the file says what it does not know."""
    sent = ask(facts, Store(fails=TooLong, of="bus_on_time"), lang=lang)
    told, rows = table(sent.data)
    wanted = {"en": ["Bus on-time share = not computed", "Unknown"], "zh": ["公交准点率 = 不计算", "无法判断"]}
    assert (sent.status_code, len(rows), [told[name] for name in named]) == (200, len(ROWS), wanted[lang])


def test_rows_without_places_are_no_map(facts: Facts) -> None:
    assert ask(facts, Store([{"route_name": "51"}]), form="geojson").status_code == 406
    assert json.loads(ask(facts, Store([]), form="geojson").data)["features"] == []
