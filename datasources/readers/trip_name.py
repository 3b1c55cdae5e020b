"""What a trip's name says: some sources name a trip by line, direction and time of departure and leave those columns empty."""

import re

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field, field_validator

PARTS = ("start", "direction", "route")
COLUMNS = {"start": "start_time", "direction": "direction_id", "route": "route_id"}


class TripName(BaseModel):
    """How to read a trip's name, a table of a feed. A part fills its column (start_time, direction_id, route_id) where that is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str  # a regular expression with one or more of the groups (?P<start>…) (?P<direction>…) (?P<route>…)
    start_unit_s: float = Field(default=1.0, gt=0)  # what one of `start` stands for; 0.6 for hundredths of a minute
    directions: dict[str, int] = {}  # what each word for a direction is in the timetable, e.g. { N = 0, S = 1 }

    @field_validator("pattern")
    @classmethod
    def _readable(cls, value: str) -> str:
        try:
            groups = set(re.compile(value).groupindex)
            pc.extract_regex(pa.array([""]), value)
        except (re.error, pa.ArrowInvalid) as error:
            raise ValueError(f"is no regular expression: {error}") from error
        if not groups or not groups <= set(PARTS):
            raise ValueError("expected named groups of " + ", ".join(PARTS))
        return value


def read_names(rows: pa.Table, name: TripName) -> pa.Table:
    """`rows` of vehicle_position or trip_update with what their trip_id says put where nothing was said."""
    parts = pc.extract_regex(rows["trip_id"], name.pattern)
    for part in set(re.compile(name.pattern).groupindex):
        column = COLUMNS[part]
        told = _told(part, pc.struct_field(parts, part), name)
        at = rows.schema.get_field_index(column)
        rows = rows.set_column(at, column, pc.coalesce(rows[column], told.cast(rows[column].type)))
    return rows


def _told(part: str, words: pa.ChunkedArray, name: TripName) -> pa.ChunkedArray:
    if part == "start":
        return pa.chunked_array([[_clock(word, name.start_unit_s) for word in words.to_pylist()]], pa.string())
    if part == "direction" and name.directions:
        return pa.chunked_array([[name.directions.get(word) for word in words.to_pylist()]], pa.int32())
    return words


def _clock(word: str | None, unit_s: float) -> str | None:
    """'077450' in hundredths of a minute -> '12:54:30'; hours may pass 24. None for what is no number."""
    if word is None or not word.isdecimal():
        return None
    minutes, second = divmod(round(int(word) * unit_s), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
