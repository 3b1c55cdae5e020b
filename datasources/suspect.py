"""A batch that reads well and still cannot be believed: all the buses gone at once is a fault of the feed before it is a fact."""

from collections import deque
from statistics import median

REMEMBERED = 10
ENOUGH = 3  # batches before a drop can be told from a beginning
DROP = 0.5


class Sizes:
    """Rows of the last batches, held ones too: what lasts becomes the new normal by itself."""

    def __init__(self) -> None:
        self._counts: deque[int] = deque(maxlen=REMEMBERED)

    def doubt(self, rows: int) -> tuple[str, str] | None:
        """Reason and text when this batch should be held, None when it may land. Remembers the batch."""
        usual = median(self._counts) if self._counts else 0
        known = len(self._counts)
        self._counts.append(rows)
        if rows == 0 and usual > 0:
            return "suspect_empty", f"empty, where there were {usual:g} rows"
        if known >= ENOUGH and rows < DROP * usual:
            return "suspect_drop", f"{rows} rows, where there were {usual:g}"
        return None
