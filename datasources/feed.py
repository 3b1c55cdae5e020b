"""A feed: a source of rows, how often it is asked, and when its silence counts. Its state is told by views/feed/feed_status.sql."""

import re
from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from datasources.fetching.address import url_fault
from datasources.readers.highway import CLASSES, MAIN
from datasources.readers.trip_name import TripName
from datasources.storage.schema import tables
from datasources.values import Duration, Flag, Number, Text, Zone

Format = Literal["gtfs", "gtfs-rt", "osm", "wzdx", "csv", "json", "ndjson", "geojson", "parquet", "sqlite"]
TABULAR = ("csv", "json", "ndjson", "geojson", "parquet", "sqlite")
Way = Literal["trip_id", "block", "start", "frequency", "line", "stops"]  # model/match/<way>.sql
DEADLINE_S = 10.0
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, token


def _intervals(count: float) -> Callable[[dict[str, Any]], float]:
    """A default of so many intervals of the feed."""
    return lambda given: count * float(given.get("every", 1.0))


class FeedSpec(BaseModel):
    """A table of feeds.toml. Durations are seconds once read. `url`: http://… or https://…, file:PATH, or folder:PATTERN for each file
    as it comes (folder:positions/*.json); paths are relative to the city's folder. `timezone`: of times that name no offset."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    url: str  # http(s)://…, file:path, folder:glob; paths are relative to the city's folder
    format: Format
    table: str | None = None  # the canonical table, for tabular formats
    mapping: str | None = Field(default=None, min_length=1)  # mappings/<file>.sql: SELECT … FROM source
    every: Duration  # from one try to the next
    deadline: Duration = Field(default_factory=lambda given: min(DEADLINE_S, float(given.get("every", DEADLINE_S))))
    late_after: Duration = Field(default_factory=_intervals(2))  # of silence: its lamp says LATE; default 2 intervals
    stale_after: Duration = Field(default_factory=_intervals(3))  # STALE: figures that rest on it are no longer shown; 3 intervals
    down_after: Duration = Field(default_factory=_intervals(10))  # DOWN; 10 intervals
    datum: Literal["WGS-84", "GCJ-02", "BD-09"] = "WGS-84"  # of its positions; turned to WGS-84 once
    timezone: Zone = "UTC"  # of times without an offset; else the city's; of an hour that comes twice the last to have come
    encoding: Literal["utf-8", "utf-8-sig", "gb18030"] = "utf-8-sig"  # of a CSV
    delimiter: str = Field(default=",", min_length=1, max_length=1)  # of a CSV
    skip_rows: int = Field(default=0, ge=0)  # lines above the header of a CSV
    newlines_in_values: Flag = False  # quoted cells of a CSV may hold line ends
    open_end: Flag = False  # the source never ends its last line, so a file cut short cannot be told from a whole one
    items: str | None = None  # where the list is in a JSON document, e.g. "data.list"; the table of an SQLite database
    highways: tuple[str, ...] = MAIN  # classes of OpenStreetMap roads that are kept, for format osm
    optional: tuple[str, ...] = ()  # source columns that may be absent
    manifest: Flag = False  # a file counts only with <name>.manifest beside it: {"rows": n, "sha256": "…"}
    snapshot: Flag = Field(default_factory=lambda given: given.get("format") == "gtfs-rt")  # each batch holds all there is
    bad_rows_degraded: Number = Field(default=0.05, ge=0, le=1)  # share of bad rows above which the feed is DEGRADED
    bad_rows_refused: Number = Field(default=0.2, ge=0, le=1)  # and above which the whole batch is refused
    max_bytes: int = Field(default=64 * 2**20, gt=0)  # of one batch
    max_ratio: Number = Field(default=100.0, gt=0)  # unpacked bytes to packed ones
    allow_private: Flag = False  # the host's name may lead to an address of a private network
    headers: dict[str, str] = Field(default={}, repr=False)  # sent along; may hold keys, so never shown
    recorded: Flag = False  # an archive: each row counts as come at its own event_time
    match: tuple[Way, ...] = ("trip_id",)  # how its vehicles find their trips: the first way that finds one counts
    trip_name: TripName | None = None  # what the names of its trips say, for feeds that say it nowhere else
    id_prefix: str = (
        ""  # set before its ids of trips, lines, stops …: for a second timetable that shares ids with the first, and its vehicles
    )
    rows_of: str | None = None  # the feed that an archive is of: the rows land under that name, so that both are one history
    demo: Flag = False  # what it brings is simulated, and is marked so
    licence: str = ""  # told, not used
    parameters: dict[str, str] = {}  # parameter('name') in the mapping

    @field_validator("url")
    @classmethod
    def _fetchable(cls, value: str) -> str:
        if fault := url_fault(value):
            raise ValueError(fault)
        return value

    @field_validator("every", "deadline")
    @classmethod
    def _positive(cls, value: float) -> float:
        if value <= 0:
            raise ValueError("expected a duration above 0")
        return value

    @field_validator("table")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        landable = sorted(name for name, spec in tables().items() if spec.landable)
        if value is not None and value not in landable:
            raise ValueError("expected a canonical table: " + ", ".join(landable))
        return value

    @field_validator("delimiter")
    @classmethod
    def _between(cls, value: str) -> str:
        if value in '"\r\n':
            raise ValueError("expected a character that can stand between cells")
        return value

    @field_validator("headers")
    @classmethod
    def _sendable(cls, value: dict[str, str]) -> dict[str, str]:
        """The value itself may be a key, so it is not shown."""
        for name, said in value.items():
            if not (HEADER.fullmatch(name) and said.isascii() and said.isprintable()):
                raise ValueError(f"{name!r}: expected the name of an HTTP header, and a value on one line")
        return value

    @field_validator("highways")
    @classmethod
    def _roads(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not set(value) <= CLASSES.keys():
            raise ValueError("expected some of " + ", ".join(CLASSES))
        return value

    @model_validator(mode="after")
    def _fits(self) -> "FeedSpec":
        tabular = self.format in TABULAR
        if tabular and self.table is None:
            raise ValueError(f"format {self.format!r} needs table = the canonical table that it fills")
        if not tabular and (self.table or self.mapping):
            raise ValueError(f"format {self.format!r} says itself which tables it fills: leave out table and mapping")
        if "highways" in self.model_fields_set and self.format != "osm":
            raise ValueError("highways goes with format 'osm' only")
        if "match" in self.model_fields_set and self.format != "gtfs-rt" and self.table != "vehicle_position":
            raise ValueError("match is for feeds that bring vehicle_position")
        if not self.match or len(set(self.match)) < len(self.match):
            raise ValueError('expected match = a list of ways without repetition, such as ["trip_id", "start"]')
        if not self.late_after <= self.stale_after <= self.down_after:
            raise ValueError("expected late_after <= stale_after <= down_after")
        return self

    @property
    def kind(self) -> Literal["event", "reference"]:
        """Reference feeds replace their tables whole and hold until replaced."""
        reference = self.format in ("gtfs", "osm") or (self.table is not None and tables()[self.table].kind == "reference")
        return "reference" if reference else "event"
