"""A city is a folder of TOML and SQL, read and checked whole before anything starts."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from datasources.alerts import AlertSpec
from datasources.feed import FeedSpec
from datasources.values import Flag, Number, Text, Zone
from layouts.scene import SceneSpec

PARTS = ("*.toml", "scenes/*.toml", "views/**/*.sql", "mappings/*.sql")  # the files that say what a city is
HOME = "overview"
DEGREES = {"bbox": ("west", "south", "east", "north"), "centre": ("latitude", "longitude")}
STRICT = ConfigDict(frozen=True, extra="forbid")


class Retention(BaseModel):
    """How long rows stay in the hot file (hours) and in the Parquet history (days)."""

    model_config = STRICT

    hot_hours: Annotated[Number, Field(gt=0)] = 24.0  # then rows go to Parquet files, one a day
    days: Annotated[int, Field(strict=True, ge=1)] = 400  # then they are forgotten


class CitySpec(BaseModel):
    """The city as a whole."""

    model_config = STRICT

    id: str = Field(min_length=1)  # a short name, for logs
    name: Text  # stands on top of the wall
    subtitle: Text = Text(zh="一屏观全城", en="One screen to see the whole city")
    timezone: Zone  # an IANA name: of the clock on the wall, and of feeds that say no other
    bbox: tuple[Number, Number, Number, Number]  # [west, south, east, north] in WGS-84 degrees
    margin_km: Annotated[Number, Field(ge=0)] = 20.0  # positions farther outside the bbox are quarantined
    centre: tuple[Number, Number]  # [latitude, longitude] of the map at first
    zoom: Annotated[Number, Field(ge=0, le=22)] = 11.0  # of the map at first
    refresh_s: Annotated[Number, Field(ge=0.2, le=3600)] = 5.0  # seconds from one picture to the next
    demo: Flag = False  # everything is marked as simulated
    settings: dict[str, Number] = {}  # numbers by which views judge, see below
    retention: Retention = Retention()
    variables: dict[str, str] = {}  # what ${name} stands for in all files

    @field_validator("bbox", "centre", mode="before")
    @classmethod
    def _whole(cls, value: Any, info: ValidationInfo) -> Any:
        wanted = DEGREES[str(info.field_name)]
        if not isinstance(value, (list, tuple)) or len(value) != len(wanted):
            raise ValueError(f"expected [{', '.join(wanted)}] in degrees, found {value}")
        return value

    @field_validator("bbox")
    @classmethod
    def _box(cls, value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        west, south, east, north = value
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError(f"expected [west, south, east, north] in degrees, found {list(value)}")
        return value

    @model_validator(mode="after")
    def _in_the_middle(self) -> "CitySpec":
        (west, south, east, north), (latitude, longitude) = self.bbox, self.centre
        if not (south <= latitude <= north and west <= longitude <= east):
            raise ValueError(f"expected centre = [latitude, longitude] inside bbox, found {list(self.centre)}")
        return self


class City(BaseModel):
    """A whole city: its own spec and everything its folder holds."""

    model_config = STRICT

    spec: CitySpec
    folder: Path
    feeds: dict[str, FeedSpec]
    alerts: dict[str, AlertSpec]
    scenes: dict[str, SceneSpec]
    digest: str  # of its files: a new one means the city was edited

    @property
    def home(self) -> str:
        """The scene that is always drawn and shown where none is asked for."""
        return HOME if HOME in self.scenes else next(iter(self.scenes))

    @property
    def views_folder(self) -> Path:
        return self.folder / "views"

    def mapping(self, feed: FeedSpec) -> str | None:
        """The feed's mapping SQL, or None where it has none."""
        return (self.folder / "mappings" / feed.mapping).read_text(encoding="utf-8-sig") if feed.mapping else None


def files_of(folder: Path) -> Iterator[Path]:
    """The files that say what a city is. Data that lies beside them is read by its feeds."""
    return (path for part in PARTS for path in folder.glob(part))


def digest_of(folder: Path) -> str:
    """A digest over names, sizes and change times of a city's files: cheap enough for every tick."""
    facts = sorted((str(p.relative_to(folder)), p.stat().st_size, p.stat().st_mtime_ns) for p in files_of(folder) if p.is_file())
    return hashlib.blake2b(repr(facts).encode(), digest_size=8).hexdigest()
