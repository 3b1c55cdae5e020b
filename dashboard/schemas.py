"""JSON Schemas of a city's files, for editors that complete and check TOML."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from dashboard.city import CitySpec
from datasources.alerts import AlertSpec
from datasources.feed import FeedSpec
from layouts.scene import SceneSpec

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def table_of(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a file whose top-level tables are each one `model`; a table's own name is not a key of it."""
    schema = model.model_json_schema()
    schema.get("properties", {}).pop("name", None)
    schema["required"] = [key for key in schema.get("required", []) if key != "name"]
    definitions = schema.pop("$defs", {})
    return {"type": "object", "additionalProperties": schema, "$defs": definitions}


def schemas() -> dict[str, dict[str, Any]]:
    """By the name of the file they are for."""
    return {
        "city": CitySpec.model_json_schema(),
        "feeds": table_of(FeedSpec),
        "alerts": table_of(AlertSpec),
        "scene": SceneSpec.model_json_schema(),
    }


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write them to <folder>/.schemas/; yields the paths."""
    target = folder / ".schemas"
    target.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        path = target / f"{name}.schema.json"
        text = json.dumps({"$schema": DRAFT, **schema}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
        yield path
