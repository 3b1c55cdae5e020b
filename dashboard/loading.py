"""A city folder as it is written, turned into specs: whatever is wrong with any file is told at once."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.city import HOME, City, CitySpec, digest_of
from dashboard.fault import CityFaults, from_validation
from dashboard.stray import stray_files
from datasources.alerts import AlertSpec
from datasources.catalogue.select import read_text
from datasources.fault import Fault, nearest
from datasources.feed import FeedSpec
from datasources.values import NAME, NAMED
from layouts.scene import SceneSpec

M = TypeVar("M", bound=BaseModel)
VARIABLE = re.compile(r"\$\{(\w+)\}")
OWN = "name"  # what a table or file is called is said by its heading or file, never by a key


def load_city(folder: Path, overrides: Mapping[str, str] | None = None) -> City:
    """Read a city folder; `overrides` replace [variables]. Raises CityFaults with every fault at once."""
    return _Loading(folder, dict(overrides or {})).city()


class _Loading:
    def __init__(self, folder: Path, overrides: dict[str, str]) -> None:
        self.folder = folder
        self.overrides = overrides
        self.variables: dict[str, str] | None = overrides  # None: nobody knows them, city.toml does not say
        self.unfilled: set[tuple[str, str]] = set()  # file, key: what follows from a missing variable is no fault of its own
        self.headings: dict[str, list[str]] = {}  # file, names of its tables, with faults or without
        self.faults: list[Fault] = []

    def city(self) -> City:
        if not (self.folder / "city.toml").is_file():
            raise CityFaults([Fault(str(self.folder), "", "is not a city: it has no city.toml")])
        spec = self._city_spec()
        feeds = self._tables("feeds.toml", FeedSpec, {"timezone": spec.timezone} if spec else {})
        alerts = self._tables("alerts.toml", AlertSpec, {})
        if not feeds and not self.faults:
            self.faults.append(Fault("feeds.toml", "", "expected at least one feed, a table [<name>]: a wall has something to show"))
        scenes = self._scenes()
        self._among(feeds)
        self.faults += stray_files(self.folder)
        if self.faults or spec is None:
            raise CityFaults(self.faults)
        return City(spec=spec, folder=self.folder, feeds=feeds, alerts=alerts, scenes=scenes, digest=digest_of(self.folder))

    def _city_spec(self) -> CitySpec | None:
        data = self._toml("city.toml")
        if data is None:
            self.variables = None
            return None
        given = data.get("variables", {})
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            self.variables = None  # the model says what is wrong with them
            return self._model("city.toml", "", CitySpec, data)
        self.variables = {**given, **self.overrides}
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
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists a thousand deep
            self.faults.append(Fault(name, "", f"is not TOML: {error}"))
            return None

    def _model(self, file: str, prefix: str, model: type[M], data: dict[str, Any]) -> M | None:
        try:
            return model.model_validate(self._filled(file, prefix, data))
        except ValidationError as error:
            own = () if model is CitySpec else (OWN,)
            self.faults += [f for f in from_validation(file, prefix, model, error, own) if (file, f.key) not in self.unfilled]
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
        """A variable that has no value is told once a file."""
        if self.variables is not None and name in self.variables:
            return self.variables[name]
        self.unfilled.add((file, key))
        if self.variables is not None:
            problem = f"variable {name!r} has no value; give it in city.toml [variables] or with --set {name}=…"
            if not any(fault.file == file and fault.problem == problem for fault in self.faults):
                self.faults.append(Fault(file, key, problem, nearest(name, sorted(self.variables))))
        return ""

    def _tables(self, file: str, model: type[M], defaults: dict[str, Any]) -> dict[str, M]:
        found, tables = {}, self._toml(file) or {}
        self.headings[file] = list(tables)
        for name, table in tables.items():
            if not isinstance(table, dict):
                self.faults.append(Fault(file, name, f"expected a table [{name}], found {table!r:.80}"))
            elif not NAME.fullmatch(name):
                self.faults.append(Fault(file, f"{name!r:.80}", NAMED))
            elif not self._renamed(file, f"{name}.", table):
                made = self._model(file, name, model, {OWN: name, **defaults, **table})
                if made is not None:
                    found[name] = made
        return found

    def _renamed(self, file: str, prefix: str, table: dict[str, Any]) -> bool:
        if OWN in table:
            self.faults.append(Fault(file, f"{prefix}{OWN}", "it is called as its table or file is; take the key out"))
        return OWN in table

    def _scenes(self) -> dict[str, SceneSpec]:
        """The home scene first, the others by their `order`, then by name: the order of the tabs."""
        found = {}
        for path in sorted((self.folder / "scenes").glob("*.toml")):
            file = f"scenes/{path.name}"
            told = self._toml(file)
            scene = None if told is None or self._renamed(file, "", told) else self._model(file, "", SceneSpec, told)
            if scene is not None:
                found[path.stem] = scene.model_copy(update={"name": path.stem})
        if not found and not self.faults:
            self.faults.append(Fault("scenes", "", "expected at least one scene, scenes/<name>.toml: a wall has something to show"))
        return dict(sorted(found.items(), key=lambda item: (item[0] != HOME, item[1].order, item[0])))

    def _among(self, feeds: dict[str, FeedSpec]) -> None:
        """What feeds name: files of mappings, other feeds."""
        held = sorted(p.name for p in (self.folder / "mappings").glob("*.sql"))
        for feed in feeds.values():
            if feed.mapping and feed.mapping not in held:
                problem = f"no file mappings/{feed.mapping}"
                self.faults.append(Fault("feeds.toml", f"{feed.name}.mapping", problem, nearest(feed.mapping, held)))
            others = [name for name in self.headings["feeds.toml"] if name != feed.name]
            if feed.rows_of is not None and feed.rows_of not in others:
                problem = f"expected another feed, found {feed.rows_of!r}"
                self.faults.append(Fault("feeds.toml", f"{feed.name}.rows_of", problem, nearest(feed.rows_of, others)))
