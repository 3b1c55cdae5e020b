"""Rows as they came, brought to the canonical columns and types; or refused with the exact difference."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyarrow as pa

from datasources.reading import FeedRefused
from datasources.storage.schema import FILLED_AT_LANDING, TableSpec


class Shaped(NamedTuple):
    """A table with every canonical column in order, and the columns that came but are not known."""

    table: pa.Table
    extra: list[str]


def shaped(spec: TableSpec, table: pa.Table, required: list[str]) -> Shaped:
    """Bring `table` to the columns of `spec`; those that did not come are NULL.

    Raises FeedRefused('columns') naming every missing required column and every column whose type cannot be the canonical one.
    """
    problems = [f"{name} is missing" for name in required if name not in table.column_names]
    columns: list[pa.ChunkedArray | pa.Array] = []
    for field in spec.arrow:
        if field.name in FILLED_AT_LANDING or field.name not in table.column_names:
            columns.append(pa.nulls(table.num_rows, field.type))
            continue
        try:
            columns.append(_cast(table.column(field.name), field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError):
            found = table.schema.field(field.name).type
            problems.append(f"{field.name}: expected {spec.types[field.name]}, found {found}")
            columns.append(pa.nulls(table.num_rows, field.type))
    if problems:
        raise FeedRefused("columns", f"{spec.name}: {'; '.join(problems)}; came: {', '.join(table.column_names)}")
    return Shaped(pa.table(columns, schema=spec.arrow), [c for c in table.column_names if c not in spec.types])


def _cast(column: pa.ChunkedArray, target: pa.DataType) -> pa.ChunkedArray:
    found = column.type
    if found == target or pa.types.is_null(found):
        return column.cast(target)
    if pa.types.is_timestamp(target) and pa.types.is_timestamp(found):
        return column.cast(pa.timestamp("us", found.tz), safe=False).cast(target)
    if not any(test(found) for test in _acceptable(target)):
        raise TypeError(f"{found} is not {target}")
    return column.cast(target)


def _acceptable(target: pa.DataType) -> Iterator[Callable[[pa.DataType], bool]]:
    if pa.types.is_floating(target) or pa.types.is_integer(target):
        yield from (pa.types.is_floating, pa.types.is_integer)
    elif pa.types.is_string(target):
        yield from (pa.types.is_string, pa.types.is_large_string, pa.types.is_dictionary)
    elif pa.types.is_boolean(target):
        yield pa.types.is_boolean
