"""The last good city, kept beside its data: a process that starts anew while the city's files are broken goes on with that."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from dashboard.city import City, digest_of
from dashboard.fault import CityFaults

PARTS = ("*.toml", "scenes/*.toml", "views/**/*.sql", "mappings/*.sql")
Load = Callable[[Path, Mapping[str, str]], City]


def kept_city(data: Path) -> Path:
    return data / "city"


def keep(city: City, folder: Path, data: Path) -> None:
    """Keep what `folder` says, unless it was edited again since `city` was read from it."""
    fresh = data / f"city.{os.getpid()}.part"
    shutil.rmtree(fresh, ignore_errors=True)
    for path in (path for part in PARTS for path in folder.glob(part)):
        (fresh / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, fresh / path.relative_to(folder))
    if digest_of(folder) != city.digest:
        shutil.rmtree(fresh)
        return
    shutil.rmtree(kept_city(data), ignore_errors=True)
    fresh.rename(kept_city(data))


def good_city(load: Load, folder: Path, data: Path, variables: Mapping[str, str]) -> tuple[City, tuple[str, ...]]:
    """The city, or the last good one with what is wrong with the files now. Raises CityFaults where none was ever good."""
    try:
        return load(folder, variables), ()
    except CityFaults as faults:
        if not (kept_city(data) / "city.toml").is_file():
            raise
        return load(kept_city(data), variables), tuple(str(faults).splitlines())
