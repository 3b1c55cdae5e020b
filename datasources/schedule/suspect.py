"""Batches that read well and still cannot be believed: all the buses gone at once, or all their speeds, are a fault of the feed
before they are a fact."""

from collections import deque
from collections.abc import Iterable
from statistics import median

import pyarrow as pa

from datasources.reading import Reading

UNSTEADY = ("service_alert",)
CUT_UNSEEN = ("csv", "ndjson")  # formats of lines: what is left of a cut file still reads
REMEMBERED = 10
STEADY, MANY = 5, 20  # batches, rows of each, before a small batch means something
ENOUGH = 3  # batches before a drop can be told from a beginning
DROP = 0.5
FILLED = 0.9  # share of a column's cells, in every batch, before their absence means something


def steady_rows(reading: Reading) -> int:
    """Rows of a batch whose number should not jump. Alerts come and go as they like."""
    unsteady: int = sum(reading.tables[name].num_rows for name in UNSTEADY if name in reading.tables)
    return reading.rows_in() - unsteady


class Sizes:
    """Rows of the last batches, held ones too: what lasts becomes the new normal by itself."""

    def __init__(self, known: Iterable[int] = (), enough: int = ENOUGH) -> None:
        """known: of batches before; enough: so many tell what is usual."""
        self._counts: deque[int] = deque(known, maxlen=REMEMBERED)
        self._enough = enough

    def doubt(self, rows: int) -> tuple[str, str] | None:
        """Reason and text when this batch should be held, None when it may land. Remembers the batch."""
        usual = median(self._counts) if self._counts else 0
        known = len(self._counts)
        self._counts.append(rows)
        if rows == 0 and usual > 0:
            return "suspect_empty", f"empty, where there were {usual:g} rows"
        if known >= self._enough and rows < DROP * usual:
            return "suspect_drop", f"{rows} rows, where there were {usual:g}"
        return None


class Trickle:
    """Rows of batches that each bring what is new since the last: their number varies, but a file cut at the end of a line is shorter
    than the shortest by half. Such a batch lands; that it may be a part is told."""

    def __init__(self) -> None:
        self._counts: deque[int] = deque(maxlen=REMEMBERED)

    def doubt(self, rows: int) -> str:
        """What to say of a batch, "" when nothing. Remembers it."""
        least, known = min(self._counts, default=0), len(self._counts)
        self._counts.append(rows)
        if known >= STEADY and least >= MANY and rows < DROP * least:
            return f"suspect_drop: {rows} rows, where there were never less than {least}: cut short?"
        return ""


class Columns:
    """How full the columns of a mapped table are: a source that changes a column's type or format leaves it empty, silently."""

    def __init__(self) -> None:
        self._shares: dict[str, deque[float]] = {}

    def doubt(self, table: pa.Table) -> tuple[str, str] | None:
        """As Sizes.doubt: a column that was always filled and has nothing now."""
        if not table.num_rows:
            return None
        emptied = []
        for name in table.column_names:
            share = 1 - table[name].null_count / table.num_rows
            held = self._shares.setdefault(name, deque(maxlen=REMEMBERED))
            if share == 0 and len(held) >= ENOUGH and median(held) >= FILLED:
                emptied.append(name)
            held.append(share)
        return ("column_emptied", f"{', '.join(emptied)}: filled before, in no row now") if emptied else None
