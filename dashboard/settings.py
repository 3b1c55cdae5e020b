"""What a process of a wall is told: which city, which folders. Travels from the supervisor to its children as one JSON argument."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dashboard.runfolder import run_folder

CITIES = Path("cities")


@dataclass(frozen=True)
class Settings:
    city: str
    data: str
    run: str
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 1
    variables: dict[str, str] = field(default_factory=dict)
    speed: float = 1.0  # seconds of the city in one of this machine
    replay_from: str = ""  # ISO UTC; empty: live
    replay_to: str = ""
    origin: float = 0.0  # the monotonic clock as a replay starts
    fetch: bool = True

    def as_argument(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @staticmethod
    def from_argument(text: str) -> "Settings":
        return Settings(**json.loads(text))

    @property
    def city_path(self) -> Path:
        return Path(self.city)

    @property
    def data_path(self) -> Path:
        return Path(self.data)

    @property
    def trial_path(self) -> Path:
        """What the trial of the city's views found, for the next start."""
        return self.data_path / "views.json"

    @property
    def clock_path(self) -> Path:
        """Where the time of a city is kept that runs faster."""
        return self.data_path / "city.clock"

    @property
    def run_path(self) -> Path:
        return Path(self.run)


def city_folder(name: str) -> Path:
    """A city by name (a folder under cities/) or by path. Raises FileNotFoundError with the names there are."""
    for folder in (Path(name), CITIES / name):
        if (folder / "city.toml").is_file():
            return folder
    known = ", ".join(sorted(p.name for p in CITIES.glob("*") if (p / "city.toml").is_file())) or "none here"
    raise FileNotFoundError(f"no city {name!r}: expected a folder with a city.toml, or one of: {known}")


def settle(name: str, data: str | None, variables: dict[str, str]) -> Settings:
    """Settings of a city by name; the data folder is var/<city> unless given. Raises FileNotFoundError where it cannot be made."""
    folder = city_folder(name)
    held = Path(data) if data else Path("var") / folder.resolve().name
    try:
        held.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotFoundError(f"no place for data at {held}: {error.strerror}; give another with --data") from error
    return Settings(city=str(folder), data=str(held), run=str(run_folder(held)), variables=variables)
