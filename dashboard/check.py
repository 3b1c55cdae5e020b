"""check: every fault of a city at once, before anything starts."""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from dashboard.city import City
from dashboard.drawing import FRAME_VIEWS
from dashboard.fault import CityFaults
from dashboard.loading import load_city
from datasources.alerts import COLUMNS
from datasources.catalogue.kpi import is_number
from datasources.catalogue.library import STANDARD
from datasources.catalogue.select import read_text
from datasources.catalogue.trial import MISSING, WORD, read_library, settings_read, view_files
from datasources.fault import Fault, nearest
from datasources.fetching.address import local_path, scheme_of
from datasources.place import Place
from datasources.readers.mapping import mapping_faults
from layouts.scene import askers

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


def checked(folder: Path, overrides: Mapping[str, str] | None = None, held: Path | None = None, start: bool = False) -> City:
    """The city of a folder, wholly checked. Raises CityFaults with every fault. held: as of read_library. start: the data files of the
    city must be there too; a wall that runs does not end with one of them."""
    try:
        city = load_city(folder, overrides)
    except CityFaults as found:
        more = _views(folder, Place()) if (folder / "city.toml").is_file() else []
        raise CityFaults([*found.faults, *more]) from found
    faults = [*faults_of(city, held), *(_own_files(city) if start else ())]
    if faults:
        raise CityFaults(faults)
    return city


def faults_of(city: City, held: Path | None = None) -> list[Fault]:
    """What is wrong between a city's files: views, the columns panels and alerts ask, the tables feeds fill."""
    faults = _views(city.folder, place_of(city), held)
    broken = bool(faults)
    faults += [*_feeds(city), *_mappings(city), *_settings(city)]
    if not broken:
        schemas = read_library(view_folders(city), place_of(city))[0].schemas
        faults += [*_scenes(city, schemas), *_alerts(city, schemas)]
    return faults


def _views(folder: Path, place: Place, held: Path | None = None) -> list[Fault]:
    own = folder / "views"
    folders = [STANDARD, *([own] if own.is_dir() else [])]
    broken = causes(read_library(folders, place, held)[1], view_files(folders))
    return [fault._replace(file=_relative(fault.file, folder)) for fault in _to_mend(broken, own)]


def _to_mend(broken: list[Fault], own: Path) -> Iterator[Fault]:
    """A standard view fails for what the city put in the place of another: that is the file to mend."""
    taken = {path.stem: path for path in own.rglob("*.sql")}
    for fault in broken:
        path = Path(fault.file)
        read = (
            [] if path.is_relative_to(own) else [name for name in WORD.findall(f"{read_text(path, [])} {fault.problem}") if name in taken]
        )
        if not read:
            yield fault
        elif not any(Path(other.file) == taken[read[0]] for other in broken):
            problem = f"takes the place of a standard view, and {path.stem} cannot be made with it: {fault.problem}"
            yield Fault(str(taken[read[0]]), "", problem, fault.nearest)


def causes(broken: list[Fault], known: Collection[str]) -> list[Fault]:
    """Without the views that only fail because another of the library does."""
    roots = [fault for fault in broken if not ((missing := MISSING.search(fault.problem)) and missing[1].removesuffix("_measure") in known)]
    return roots or broken


def _feeds(city: City) -> Iterator[Fault]:
    for feed in city.feeds.values():
        if feed.deadline > feed.every:
            expected = f"expected at most every ({feed.every:g} s), found {feed.deadline:g} s: it would be asked again while it is asked"
            yield Fault("feeds.toml", f"{feed.name}.deadline", expected)


def _mappings(city: City) -> Iterator[Fault]:
    named = {feed.mapping for feed in city.feeds.values()}
    for path in sorted((city.folder / "mappings").glob("*.sql")):
        if path.name not in named:
            yield Fault(f"mappings/{path.name}", "", "no feed names it, so nothing reads it")
    for feed in city.feeds.values():
        if feed.mapping and feed.table:
            unreadable: list[Fault] = []
            sql = read_text(city.folder / "mappings" / feed.mapping, unreadable, f"mappings/{feed.mapping}")
            yield from unreadable
            for problem in mapping_faults(sql, feed) if sql is not None else ():
                yield Fault(f"mappings/{feed.mapping}", "", problem)


def _settings(city: City) -> Iterator[Fault]:
    """A setting that nothing reads is a misspelt one: the default would go on in silence. Those of the standard views are times, lengths,
    shares and counts."""
    known, standard = settings_read(view_folders(city)), settings_read([STANDARD])
    for name, value in city.spec.settings.items():
        if name not in known:
            yield Fault("city.toml", f"settings.{name}", "no view reads it", nearest(name, known))
        elif name in standard and value < 0:
            yield Fault("city.toml", f"settings.{name}", f"expected 0 or more, found {value:g}")


def _own_files(city: City) -> Iterator[Fault]:
    """What a feed reads from the city's own folder belongs to the city; elsewhere a file may still come."""
    home = city.folder.absolute()
    for feed in city.feeds.values():
        path = Path(os.path.normpath(home / local_path(feed.url)))
        if scheme_of(feed.url) == "file" and path.is_relative_to(home) and not path.is_file():
            beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
            yield Fault("feeds.toml", f"{feed.name}.url", f"no file {path.relative_to(home)}", nearest(path.name, beside))


def _relative(file: str, folder: Path) -> str:
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file


def _scenes(city: City, schemas: Schemas) -> Iterator[Fault]:
    for name, scene in city.scenes.items():
        told: set[Fault] = set()
        for key, view, columns in (*askers(scene), *(("", view, columns) for view, columns in FRAME_VIEWS.items())):
            found = set(_asked(f"scenes/{name}.toml", key, view, columns, schemas))
            yield from (fault for fault in found if fault._replace(key="") not in told)
            told |= {fault._replace(key="") for fault in found}


def _alerts(city: City, schemas: Schemas) -> Iterator[Fault]:
    for alert in city.alerts.values():
        key = f"{alert.name}.view"
        yield from _asked("alerts.toml", key, alert.view, COLUMNS, schemas)
        given = schemas.get(alert.view, pa.schema([]))
        for column in ("latitude", "longitude"):
            if column in given.names and not is_number(given.field(column).type):
                yield Fault("alerts.toml", key, f"view {alert.view!r}: expected {column} in degrees, found {given.field(column).type}")


def _asked(file: str, key: str, view: str, columns: Collection[str], schemas: Schemas) -> Iterator[Fault]:
    if view not in schemas:
        yield Fault(file, key, f"no view {view!r}", nearest(view, list(schemas)))
        return
    held = schemas[view].names
    lacking = [column for column in columns if column not in held]
    if lacking:
        what = f"column {lacking[0]!r}" if len(lacking) == 1 else f"columns {', '.join(map(repr, lacking))}"
        yield Fault(file, key, f"view {view!r} gives no {what}; it gives {', '.join(held)}", nearest(lacking[0], held))
