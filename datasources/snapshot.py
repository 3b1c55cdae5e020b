"""What every view said at one moment, in one transaction: immutable."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa


class Snapshot(Mapping[str, pa.Table]):
    """What every view said at one moment, read in one transaction. A view that failed is in `failed` and has an empty table."""

    def __init__(self, as_of: datetime, tables: Mapping[str, pa.Table], failed: Mapping[str, str]) -> None:
        self.as_of, self.failed = as_of, dict(failed)
        self._tables = dict(tables)

    def __getitem__(self, view: str) -> pa.Table:
        return self._tables[view]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def rows(self, view: str) -> list[dict[str, Any]]:
        return list(self._tables[view].to_pylist())
