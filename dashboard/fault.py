"""Faults of a whole city, and those that a spec finds."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from datasources.fault import Fault, nearest

SHOWN = 80  # characters of a wrong value
FOLLOWS = "default_factory_not_called"  # a default that follows from a wrong key could not be worked out: nothing more
NO_TABLE = ("model_type", "model_attributes_type", "dict_type")


class CityFaults(Exception):
    """Every fault of a city folder, all at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def from_validation(file: str, prefix: str, model: type[BaseModel], error: ValidationError, own: Collection[str] = ()) -> list[Fault]:
    """One fault per pydantic error, with the nearest known key for an unknown one. own: fields that the program fills, no keys."""
    return [_one(file, prefix, model, dict(e), own) for e in error.errors(include_url=False) if e["type"] != FOLLOWS]


def _one(file: str, prefix: str, model: type[BaseModel], error: dict[str, Any], own: Collection[str]) -> Fault:
    location = _written(error["loc"])
    key = ".".join(filter(None, [prefix, *location]))
    if error["type"] == "extra_forbidden" and location:
        known = [name for name in _keys(_at(model, location[:-1])) if name not in own]
        said = "unknown key" + (f"; known are {', '.join(sorted(known))}" if known else "")
        return Fault(file, key, said, nearest(location[-1], known))
    given = error.get("input")
    shown = error["type"] != "missing" and not isinstance(given, (dict, list))  # of a whole table the sentence says enough
    found = f", found {given!r:.{SHOWN}}" if shown else ""
    told = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] in NO_TABLE:
        told = f"expected a table {', '.join(_keys(_at(model, location)))}".rstrip()
    return Fault(file, key, told if ", found " in told else told + found)


def _written(location: Sequence[int | str]) -> list[str]:
    """The keys as the file has them: of a panel the kind is no key on the way, nor is pydantic's mark of a key that is wrong itself."""
    parts = [str(part) for part in location]
    return parts[:2] + parts[3:] if parts[:1] == ["panels"] else parts


def _at(model: type[BaseModel] | None, location: Sequence[str]) -> type[BaseModel] | None:
    """The table in which a key lies; None where it is no spec's."""
    for part in location:
        fields = {field.alias or name: field for name, field in model.model_fields.items()} if model else {}
        model = next(_models(fields[part].annotation), None) if part in fields else None
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif type(None) in get_args(annotation):
        for part in get_args(annotation):
            yield from _models(part)


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] if model else []
