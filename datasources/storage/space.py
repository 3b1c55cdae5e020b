"""Room on the disk: looked at before anything is written, for a write that fails halfway can cost DuckDB the file until it is opened anew.

There is room while what a checkpoint may need and a reserve are free. A write that failed all the same counts as none for a while.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
RESERVE_BYTES, RESERVE_SHARE = 256_000_000, 0.05  # the smaller of the two; beside it twice the log
AGAIN_AFTER_S = 5.0
FULL = ("No space left", "Could not write", "Failed to commit", "File too large", "Disk quota")
LOST = "has been invalidated"


def is_full(error: Exception) -> bool:
    """Whether a statement failed because its rows could not be written."""
    return any(word in str(error) for word in (*FULL, LOST))


class Space:
    """`path`: the database file; None: memory, where there is always room. Thread-safe: its state is single values."""

    def __init__(self, path: Path | None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path, self._monotonic = path, monotonic
        self._again_at = 0.0
        self._full = False
        self.lost = False  # the file answers no question any more before it is opened anew

    def enough(self) -> bool:
        """Whether something may be written now. Says so once when there is none, and once when there is some again."""
        enough = self._path is None or (self._monotonic() >= self._again_at and self._free(self._path))
        if enough == self._full:
            self._full = not enough
            (log.info if enough else log.error)("disk_has_room" if enough else "disk_full", path=str(self._path))
        return enough

    def failed(self, error: Exception) -> None:
        """A write failed for want of room."""
        self.lost = self.lost or LOST in str(error)
        self._again_at = self._monotonic() + AGAIN_AFTER_S
        self.enough()

    @property
    def full(self) -> bool:
        """As it was when something was last to be written."""
        return self._full

    @staticmethod
    def _free(path: Path) -> bool:
        disk = shutil.disk_usage(next(folder for folder in path.parents if folder.exists()))  # at the first start there is none yet
        wal = path.with_name(path.name + ".wal")
        needed = min(RESERVE_BYTES, RESERVE_SHARE * disk.total) + 2 * (wal.stat().st_size if wal.exists() else 0)
        return disk.free > needed
