"""GTFS static: a zip of CSV files, read in memory. Every table of the model comes, empty where the file is absent, so that a
new timetable replaces the old one whole."""

import io
import zipfile
import zlib
from datetime import datetime

import pyarrow as pa

from datasources.feed import FeedSpec
from datasources.intake.checks import required
from datasources.readers.cells import typed
from datasources.readers.csv import decoded, read_text
from datasources.readers.heavy import UNPACKED_TIMES
from datasources.readers.translations import language, told_twice
from datasources.reading import FeedRefused, Reading, Reject
from datasources.storage.schema import FILLED_AT_LANDING, tables

FILES = {
    "agency.txt": "gtfs_agency",
    "routes.txt": "gtfs_route",
    "trips.txt": "gtfs_trip",
    "stops.txt": "gtfs_stop",
    "stop_times.txt": "gtfs_stop_time",
    "calendar.txt": "gtfs_calendar",
    "calendar_dates.txt": "gtfs_calendar_date",
    "shapes.txt": "gtfs_shape",
    "frequencies.txt": "gtfs_frequency",
}
WORDS = ("feed_info.txt", "translations.txt")  # what names are in, and in other languages; no tables of their own
NEEDED = ("agency.txt", "routes.txt", "trips.txt", "stops.txt", "stop_times.txt")
RENAMED = {
    "stop_lat": "latitude", "stop_lon": "longitude", "shape_pt_lat": "latitude", "shape_pt_lon": "longitude",
    "arrival_time": "arrival_s", "departure_time": "departure_s", "start_time": "start_s", "end_time": "end_s",
}  # fmt: skip
MOST_ENTRIES = 1000


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: zip, too_large, files, columns, encoding, quotes."""
    rows: dict[str, pa.Table] = {}
    rejects: list[Reject] = []
    texts = _unpacked(data, spec)
    words = {name: _plain(texts[name], spec, name) for name in WORDS}
    own = language(words["feed_info.txt"], _plain(texts["agency.txt"], spec, "agency.txt"))
    for file, table in FILES.items():
        found, bad = _table(texts[file], table, spec)
        rows[table] = told_twice(found, table, words["translations.txt"], own)
        rejects += bad
    return Reading(rows, rejects)


def _unpacked(data: bytes, spec: FeedSpec) -> dict[str, bytes]:
    """The text of each file that is read, empty where it is absent."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive, spec)
            return {file: archive.read(members[file]) if file in members else b"" for file in (*FILES, *WORDS)}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FeedRefused("zip", f"is no sound zip: {error}") from error


def _members(archive: zipfile.ZipFile, spec: FeedSpec) -> dict[str, zipfile.ZipInfo]:
    """The files that count, wherever a single folder holds them. Sizes are judged by the directory, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FeedRefused("too_large", f"{len(entries)} files in the zip, more than {MOST_ENTRIES}")
    unpacked = sum(e.file_size for e in entries)
    packed = sum(e.compress_size for e in entries)
    if unpacked > UNPACKED_TIMES * spec.max_bytes or unpacked > max(spec.max_ratio * packed, 2**20):
        raise FeedRefused("too_large", f"{unpacked} bytes unpacked from {packed}")
    found = {e.filename.rpartition("/")[2]: e for e in entries if e.filename.count("/") <= 1}
    lacking = [name for name in NEEDED if name not in found]
    if "calendar.txt" not in found and "calendar_dates.txt" not in found:
        lacking.append("calendar.txt or calendar_dates.txt")
    if lacking:
        raise FeedRefused("files", f"missing {', '.join(lacking)}; found {', '.join(sorted(found))[:300]}")
    return found


def _table(text: bytes, table: str, spec: FeedSpec) -> tuple[pa.Table, list[Reject]]:
    target = tables()[table]
    wanted = {c: kind for c, kind in target.types.items() if c not in FILLED_AT_LANDING and c != "district_id"}
    if not text.strip():
        return typed(pa.table({c: pa.array([], pa.string()) for c in wanted}), wanted, table)
    rows, rejects = _cells(text, spec, table)
    rows = rows.rename_columns([RENAMED.get(c, c) for c in rows.column_names])
    if lacking := [c for c in required(table) if c not in rows.column_names]:
        raise FeedRefused("columns", f"{table}: missing {', '.join(lacking)}; found {', '.join(rows.column_names)}")
    good, unreadable = typed(rows, wanted, table)
    return good, [*rejects, *unreadable]


def _cells(text: bytes, spec: FeedSpec, table: str) -> tuple[pa.Table, list[Reject]]:
    plain_csv = spec.model_copy(
        update={"skip_rows": 0, "delimiter": ",", "newlines_in_values": b'"' in text, "max_bytes": UNPACKED_TIMES * spec.max_bytes}
    )
    return read_text(decoded(text, "utf-8-sig"), plain_csv, table)


def _plain(text: bytes, spec: FeedSpec, file: str) -> pa.Table:
    """The cells of a file that is no table: what of it does not read is left out, a timetable is not refused for it."""
    try:
        return _cells(text, spec, file)[0] if text.strip() else pa.table({})
    except FeedRefused:
        return pa.table({})
