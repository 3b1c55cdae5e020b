"""A city is a folder of TOML and SQL, read and checked whole before anything starts."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from dashboard.fault import CityFaults, from_validation
from datasources.alerts import AlertSpec
from datasources.fault import Fault, nearest
from datasources.feed import FeedSpec, Text, Zone
from datasources.select import read_text
from layouts.scene import SceneSpec

M = TypeVar("M", bound=BaseModel)
VARIABLE = re.compile(r"\$\{(\w+)\}")
HOME = "overview"
STRICT = ConfigDict(frozen=True, extra="forbid")


class Retention(BaseModel):
    """How long rows stay in the hot file (hours) and in the Parquet history (days)."""

    model_config = STRICT

    hot_hours: float = 24.0
    days: int = 400


class CitySpec(BaseModel):
    """city.toml."""

    model_config = STRICT

    id: str
    name: Text
    subtitle: Text = Text(zh="一屏观全城", en="One screen to see the whole city")
    timezone: Zone
    bbox: tuple[float, float, float, float]  # west, south, east, north in WGS-84 degrees
    margin_km: float = 20.0
    centre: tuple[float, float]  # latitude, longitude
    zoom: float = 11.0
    refresh_s: float = 5.0
    demo: bool = False
    settings: dict[str, float] = {}
    retention: Retention = Retention()
    variables: dict[str, str] = {}

    @field_validator("bbox")
    @classmethod
    def _box(cls, value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        west, south, east, north = value
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("expected [west, south, east, north] in degrees")
        return value


class City(BaseModel):
    """A whole city: its own spec and everything its folder holds."""

    model_config = STRICT

    spec: CitySpec
    folder: Path
    feeds: dict[str, FeedSpec]
    alerts: dict[str, AlertSpec]
    scenes: dict[str, SceneSpec]
    digest: str  # of every file in the folder: a new one means the city was edited

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


def digest_of(folder: Path) -> str:
    """A digest over names, sizes and change times of a city's files: cheap enough for every tick."""
    facts = sorted((str(p.relative_to(folder)), p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file())
    return hashlib.blake2b(repr(facts).encode(), digest_size=8).hexdigest()


def load_city(folder: Path, overrides: Mapping[str, str] | None = None) -> City:
    """Read a city folder; `overrides` replace [variables]. Raises CityFaults with every fault at once."""
    return _Loading(folder, dict(overrides or {})).city()


class _Loading:
    def __init__(self, folder: Path, overrides: dict[str, str]) -> None:
        self.folder = folder
        self.overrides = overrides
        self.variables = dict(overrides)
        self.knows_variables = True
        self.faults: list[Fault] = []

    def city(self) -> City:
        if not (self.folder / "city.toml").is_file():
            raise CityFaults([Fault(str(self.folder), "", "is not a city: it has no city.toml")])
        spec = self._city_spec()
        feeds = self._tables("feeds.toml", FeedSpec, {"timezone": spec.timezone} if spec else {})
        alerts = self._tables("alerts.toml", AlertSpec, {})
        scenes = self._scenes()
        self._mappings(feeds)
        if self.faults or spec is None:
            raise CityFaults(self.faults)
        return City(spec=spec, folder=self.folder, feeds=feeds, alerts=alerts, scenes=scenes, digest=digest_of(self.folder))

    def _city_spec(self) -> CitySpec | None:
        data = self._toml("city.toml")
        if data is None:
            self.knows_variables = False
            return None
        self.variables = {**data.get("variables", {}), **self.overrides}
        return self._model("city.toml", "", CitySpec, {**data, "variables": self.variables})

    def _toml(self, name: str) -> dict[str, Any] | None:
        """What a file says, nothing where there is none; None where it cannot be read, which is a fault."""
        path = self.folder / name
        if not os.path.lexists(path):
            return {}
        text = read_text(path, self.faults, name)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(Fault(name, "", f"is not TOML: {error}"))
            return None

    def _model(self, file: str, prefix: str, model: type[M], data: dict[str, Any]) -> M | None:
        try:
            return model.model_validate(self._filled(file, prefix, data))
        except ValidationError as error:
            self.faults += from_validation(file, prefix, model, error)
            return None

    def _filled(self, file: str, key: str, value: Any) -> Any:
        """`value` with every ${variable} put in."""
        if isinstance(value, dict):
            return {k: self._filled(file, f"{key}.{k}" if key else k, v) for k, v in value.items()}
        if isinstance(value, list):
            return [self._filled(file, key, v) for v in value]
        if isinstance(value, str):
            return VARIABLE.sub(lambda match: self._variable(file, key, match.group(1)), value)
        return value

    def _variable(self, file: str, key: str, name: str) -> str:
        if name not in self.variables and self.knows_variables:
            known = sorted(self.variables)
            problem = f"variable {name!r} has no value; give it in city.toml [variables] or with --set {name}=…"
            self.faults.append(Fault(file, key, problem, nearest(name, known)))
        return self.variables.get(name, "")

    def _tables(self, file: str, model: type[M], defaults: dict[str, Any]) -> dict[str, M]:
        found = {}
        for name, table in (self._toml(file) or {}).items():
            if not isinstance(table, dict):
                self.faults.append(Fault(file, name, f"expected a table [{name}], found {table!r}"))
                continue
            made = self._model(file, name, model, {"name": name, **defaults, **table})
            if made is not None:
                found[name] = made
        return found

    def _scenes(self) -> dict[str, SceneSpec]:
        """The home scene first, the others by their `order`, then by name: the order of the tabs."""
        found = {}
        for path in sorted((self.folder / "scenes").glob("*.toml")):
            file = f"scenes/{path.name}"
            told = self._toml(file)
            scene = None if told is None else self._model(file, "", SceneSpec, told)
            if scene is not None:
                found[path.stem] = scene.model_copy(update={"name": path.stem})
        if not found and not self.faults:
            self.faults.append(Fault("scenes", "", "expected at least one scene, scenes/<name>.toml: a wall has something to show"))
        return dict(sorted(found.items(), key=lambda item: (item[0] != HOME, item[1].order, item[0])))

    def _mappings(self, feeds: dict[str, FeedSpec]) -> None:
        held = sorted(p.name for p in (self.folder / "mappings").glob("*.sql"))
        for feed in feeds.values():
            if feed.mapping and feed.mapping not in held:
                problem = f"no file mappings/{feed.mapping}"
                self.faults.append(Fault("feeds.toml", f"{feed.name}.mapping", problem, nearest(feed.mapping, held)))
