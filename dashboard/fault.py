"""Faults of a whole city, and those that a spec finds."""

from pydantic import BaseModel, ValidationError

from datasources.fault import Fault, nearest

SHOWN = 80  # characters of a wrong value


class CityFaults(Exception):
    """Every fault of a city folder, all at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def from_validation(file: str, prefix: str, model: type[BaseModel], error: ValidationError) -> list[Fault]:
    """One fault per pydantic error, with the nearest known key for an unknown one. That a default which follows from a wrong key
    could not be worked out says nothing more."""
    return [_one(file, prefix, model, dict(e)) for e in error.errors(include_url=False) if e["type"] != "default_factory_not_called"]


def _one(file: str, prefix: str, model: type[BaseModel], error: dict[str, object]) -> Fault:
    location = [str(part) for part in error["loc"]]  # type: ignore[attr-defined]  # pydantic's loc is a tuple
    key = ".".join(filter(None, [prefix, *location]))
    if error["type"] == "extra_forbidden" and location:
        known = [field.alias or name for name, field in model.model_fields.items()]
        return Fault(file, key, "unknown key; known are " + ", ".join(sorted(known)), nearest(location[-1], known))
    given = error.get("input")
    shown = error["type"] != "missing" and not isinstance(given, (dict, list))  # of a whole table the sentence says enough
    found = f", found {given!r:.{SHOWN}}" if shown else ""
    told = str(error["msg"]).removeprefix("Value error, ")
    return Fault(file, key, told if ", found " in told else told + found)
