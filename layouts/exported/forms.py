"""Rows as CSV, JSON and GeoJSON.

A CSV begins with lines that start with `#` (what the file is; spreadsheets show them above the table, programs skip them as comments),
then the names of the columns in words, then the rows. It carries a byte order mark, without which Excel reads Chinese as noise. Texts
from feeds that a spreadsheet would take for a formula are led by an apostrophe.
"""

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from layouts import columns
from layouts.context import Context
from layouts.exported.about import About, stamp
from layouts.words import VALUES, pick, say

Row = Mapping[str, Any]
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
UNITS = {"duration": "s", "metres": "km"}


class NoPlaces(Exception):
    """These rows have no place to be put on a map."""


class Form(NamedTuple):
    media: str
    encode: Callable[[About, Sequence[Row]], bytes]


def as_csv(about: About, rows: Sequence[Row]) -> bytes:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerows([f"# {title}", _one_line(value)] for _, title, value in about.facts)
    names = _names(rows)
    writer.writerow([_safe(_title(name, about)) for name in names])
    writer.writerows([_cell(name, row, about) for name in names] for row in rows)
    return sink.getvalue().encode("utf-8-sig")


def as_json(about: About, rows: Sequence[Row]) -> bytes:
    names = _names(rows)
    return _dumped(
        {
            "about": {key: value for key, _, value in about.facts},
            "language": about.context.lang,
            "columns": {name: columns.title(name, about.context, about.view) for name in names},
            "rows": [_plain(row, about.context) for row in rows],
        }
    )


def as_geojson(about: About, rows: Sequence[Row]) -> bytes:
    """Raises NoPlaces where no row has a geometry, or a latitude and longitude."""
    features = [
        {"type": "Feature", "geometry": place, "properties": {k: v for k, v in _plain(row, about.context).items() if k != "geometry"}}
        for row, place in ((row, _place(row)) for row in rows)
    ]
    if rows and not any(feature["geometry"] for feature in features):
        raise NoPlaces
    return _dumped({"type": "FeatureCollection", "about": {key: value for key, _, value in about.facts}, "features": features})


FORMS = {
    "csv": Form("text/csv; charset=utf-8", as_csv),
    "json": Form("application/json", as_json),
    "geojson": Form("application/geo+json", as_geojson),
}


def _names(rows: Sequence[Row]) -> list[str]:
    """Every column; `name` for a pair name_zh, name_en."""
    first = rows[0] if rows else {}
    return list(dict.fromkeys(name[:-3] if name[-3:] in ("_zh", "_en") and f"{name[:-3]}_zh" in first else name for name in first))


def _title(name: str, about: About) -> str:
    known = columns.known_column(name, about.context, about.view)
    unit = UNITS.get(known.unit, "") if known else ""
    title = columns.title(name, about.context, about.view)
    return f"{title} ({unit})" if unit == "s" else title


def _cell(name: str, row: Row, about: About) -> str | float:
    """Figures stay figures, to be reckoned with; metres become km as the column's title says."""
    context, value = about.context, row.get(name, None)
    if f"{name}_zh" in row:
        return _safe(context.text(row, name))
    if isinstance(value, datetime):
        return stamp(value, context.zone)
    if isinstance(value, bool):
        return say(context.lang, "yes" if value else "no")
    if name == "direction_id" and value in columns.WAYS:
        return say(context.lang, columns.WAYS[value])
    if isinstance(value, int | float):
        known = columns.known_column(name, context, about.view)
        return "" if not math.isfinite(value) else value / 1000 if known and known.unit == "metres" else value
    if value is None:
        return ""
    if name == "feed":
        return _safe(context.feed(str(value)))
    return say(context.lang, value) if value in VALUES else _safe(pick(str(value), context.lang))


def _safe(text: str) -> str:
    """A text that no spreadsheet runs: what looks like a formula is led by an apostrophe; no NUL."""
    text = text.replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _one_line(text: str) -> str:
    return _safe(" ".join(text.split()))


def _plain(row: Row, context: Context) -> dict[str, Any]:
    return dict(_plain_items(row, context))


def _plain_items(row: Row, context: Context) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, datetime):
            yield name, stamp(value, context.zone)
        elif isinstance(value, float) and not math.isfinite(value):
            yield name, None
        else:
            yield name, value


def _place(row: Row) -> Any:
    if row.get("geometry"):
        return json.loads(row["geometry"])
    if row.get("latitude") is None or row.get("longitude") is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def _dumped(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, default=str).encode()
