"""check: every fault of a city at once, before anything starts."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from dashboard.city import City, load_city
from dashboard.drawing import needs_of
from dashboard.fault import CityFaults
from datasources.alerts import COLUMNS
from datasources.fault import Fault, nearest
from datasources.library import STANDARD
from datasources.mapping import mapping_faults
from datasources.place import Place
from datasources.select import read_text
from datasources.trial import MISSING, read_library, view_files

Schemas = Mapping[str, pa.Schema]


def place_of(city: City) -> Place:
    """The facts of a city that its store needs."""
    spec = city.spec
    return Place(
        timezone=spec.timezone,
        bbox=spec.bbox,
        margin_km=spec.margin_km,
        settings=spec.settings,
        hot_hours=spec.retention.hot_hours,
        days=spec.retention.days,
    )


def view_folders(city: City) -> list[Path]:
    return [STANDARD, *([city.views_folder] if city.views_folder.is_dir() else [])]


def checked(folder: Path, overrides: Mapping[str, str] | None = None, held: Path | None = None) -> City:
    """The city of a folder, wholly checked. Raises CityFaults with every fault. held: as of read_library."""
    try:
        city = load_city(folder, overrides)
    except CityFaults as found:
        more = _views(folder, Place()) if (folder / "city.toml").is_file() else []
        raise CityFaults([*found.faults, *more]) from found
    faults = faults_of(city, held)
    if faults:
        raise CityFaults(faults)
    return city


def faults_of(city: City, held: Path | None = None) -> list[Fault]:
    """What is wrong between a city's files: views, the columns panels and alerts ask, the tables feeds fill."""
    faults = _views(city.folder, place_of(city), held)
    broken = bool(faults)
    faults += _mappings(city)
    if not broken:
        schemas = read_library(view_folders(city), place_of(city))[0].schemas or {}
        faults += [*_scenes(city, schemas), *_alerts(city, schemas)]
    return faults


def _views(folder: Path, place: Place, held: Path | None = None) -> list[Fault]:
    folders = [STANDARD, *([folder / "views"] if (folder / "views").is_dir() else [])]
    broken = read_library(folders, place, held)[1]
    return [fault._replace(file=_relative(fault.file, folder)) for fault in causes(broken, view_files(folders))]


def causes(broken: list[Fault], known: Collection[str]) -> list[Fault]:
    """Without the views that only fail because another of the library does."""
    roots = [fault for fault in broken if not ((missing := MISSING.search(fault.problem)) and missing[1].removesuffix("_measure") in known)]
    return roots or broken


def _mappings(city: City) -> Iterator[Fault]:
    for feed in city.feeds.values():
        if feed.mapping and feed.table:
            unreadable: list[Fault] = []
            sql = read_text(city.folder / "mappings" / feed.mapping, unreadable, f"mappings/{feed.mapping}")
            yield from unreadable
            for problem in mapping_faults(sql, feed.table) if sql is not None else ():
                yield Fault(f"mappings/{feed.mapping}", "", problem)


def _relative(file: str, folder: Path) -> str:
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file


def _scenes(city: City, schemas: Schemas) -> Iterator[Fault]:
    for name, scene in city.scenes.items():
        for view, columns in needs_of(scene).items():
            yield from _asked(f"scenes/{name}.toml", "view", view, columns, schemas)


def _alerts(city: City, schemas: Schemas) -> Iterator[Fault]:
    for alert in city.alerts.values():
        yield from _asked("alerts.toml", f"{alert.name}.view", alert.view, COLUMNS, schemas)


def _asked(file: str, key: str, view: str, columns: Collection[str], schemas: Schemas) -> Iterator[Fault]:
    if view not in schemas:
        yield Fault(file, key, f"no view {view!r}", nearest(view, list(schemas)))
        return
    held = schemas[view].names
    for column in columns:
        if column not in held:
            yield Fault(file, key, f"view {view!r} gives no column {column!r}; it gives {', '.join(held)}", nearest(column, held))
