"""The last good city, kept beside its data: a process that starts anew while the city's files are broken goes on with that."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from dashboard.city import City, digest_of, files_of
from dashboard.fault import CityFaults

log = structlog.get_logger()
Load = Callable[[Path, Mapping[str, str]], City]


def kept_city(data: Path) -> Path:
    return data / "city"


def keep(city: City, folder: Path, data: Path) -> None:
    """Keep what `folder` says, unless it was edited again since `city` was read from it. A full disk does not stop a wall."""
    fresh = data / f"city.{os.getpid()}.part"
    try:
        _copy(folder, fresh)
        if digest_of(folder) == city.digest:
            shutil.rmtree(kept_city(data), ignore_errors=True)
            fresh.rename(kept_city(data))
    except OSError as error:
        log.warning("the last good city was not kept", error=str(error))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _copy(folder: Path, to: Path) -> None:
    for path in files_of(folder):
        (to / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, to / path.relative_to(folder))


def good_city(load: Load, folder: Path, data: Path, variables: Mapping[str, str]) -> tuple[City, tuple[str, ...]]:
    """The city, or the last good one with what is wrong with the files now. Raises CityFaults where none was ever good."""
    try:
        return load(folder, variables), ()
    except CityFaults as faults:
        if not (kept_city(data) / "city.toml").is_file():
            raise
        return load(kept_city(data), variables), tuple(str(faults).splitlines())
