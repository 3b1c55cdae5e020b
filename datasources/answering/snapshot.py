"""What every view said at one moment, in one transaction: immutable."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

MOMENT = pa.timestamp("us")
FIRST, LAST = np.datetime64(datetime.min, "us"), np.datetime64(datetime.max, "us")


class Snapshot(Mapping[str, pa.Table]):
    """What every view said at one moment, read in one transaction. A view that failed is in `failed` and has an empty
    table, a KPI a row that is unknown."""

    def __init__(self, as_of: datetime, tables: Mapping[str, pa.Table], failed: Mapping[str, str], given: "Snapshot | None" = None) -> None:
        """given: some of the tables are from there, and so are their rows."""
        self.as_of, self.failed = as_of, dict(failed)
        self._tables = dict(tables)
        self._rows: dict[str, dict[int | None, list[dict[str, Any]]]] = {
            view: given._rows[view] if given is not None and given.get(view) is table else {} for view, table in self._tables.items()
        }

    def __getitem__(self, view: str) -> pa.Table:
        return self._tables[view]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def whole(self, views: Iterable[str]) -> dict[str, pa.Table]:
        """The tables of those of these views that are in here and did not fail."""
        return {view: self._tables[view] for view in views if view in self._tables and view not in self.failed}

    def rows(self, view: str, limit: int | None = None) -> list[dict[str, Any]]:
        """The rows as Python has them, the first `limit` or all; made once, so not to be changed."""
        known = self._rows[view]
        if limit not in known:
            table = self._tables[view]
            known[limit] = python_rows(table if limit is None else table.slice(0, limit))
        return known[limit]


def python_rows(table: pa.Table) -> list[dict[str, Any]]:
    """Rows with Python's values; a moment that Python does not know (infinity, the year 290000) is None."""
    names, columns = table.column_names, [_values(column) for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pa.ChunkedArray) -> list[Any]:
    """As `to_pylist`, which takes twenty times as long for moments as numpy does."""
    if column.type != MOMENT:
        return list(column.to_pylist())
    moments = column.to_numpy()  # NULL is no moment there, which becomes None
    strange = (moments < FIRST) | (moments > LAST)
    return list((np.where(strange, np.datetime64("NaT"), moments) if strange.any() else moments).tolist())
