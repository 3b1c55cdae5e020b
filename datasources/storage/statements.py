"""SQL kept in files: every statement of the store is a file under datasources/model/."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template

MODEL = Path(__file__).parent.parent / "model"


@cache
def _text(name: str) -> Template:
    return Template((MODEL / f"{name}.sql").read_text("utf-8"))


def statement(name: str, /, **fills: object) -> str:
    """The SQL of model/<name>.sql with its $names filled in. Only identifiers, lists of them and quoted literals go in."""
    return _text(name).substitute(fills) if fills else _text(name).template


def literal(value: str | float | bool | None) -> str:
    """A SQL literal."""
    if value is None or isinstance(value, bool):
        return "NULL" if value is None else str(value).upper()
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(float(value))


def listed(names: Iterable[str], prefix: str = "") -> str:
    """Identifiers joined for a SELECT list."""
    return ", ".join(f'{prefix}"{name}"' for name in names)
