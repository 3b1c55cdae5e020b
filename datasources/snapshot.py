"""What every view said at one moment, in one transaction: immutable."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa


class Snapshot(Mapping[str, pa.Table]):
    """What every view said at one moment, read in one transaction. A view that failed is in `failed` and has an empty table."""

    def __init__(self, as_of: datetime, tables: Mapping[str, pa.Table], failed: Mapping[str, str]) -> None:
        self.as_of, self.failed = as_of, dict(failed)
        self._tables = dict(tables)
        self._rows: dict[tuple[str, int | None], list[dict[str, Any]]] = {}

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
        key = (view, limit)
        if key not in self._rows:
            table = self._tables[view]
            self._rows[key] = (table if limit is None else table.slice(0, limit)).to_pylist()
        return self._rows[key]
