"""Which answers are still right: a count of the changes that a question about a moment could see."""

import bisect
from datetime import datetime
from threading import Lock

KEPT = 20_000


class Revisions:
    """Every landing is a change from the moment of its oldest row's arrival on: a question about an earlier moment keeps its
    answer. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._total = 0
        self._forgotten = 0  # changes whose moments are no longer kept count for every moment
        self._moments: list[datetime] = []

    @property
    def total(self) -> int:
        return self._total

    def changed(self, since: datetime | None = None) -> int:
        """Note a change that is seen from `since` on (None: from any moment); the new total."""
        with self._lock:
            self._total += 1
            if since is None:
                self._forgotten += 1
            else:
                bisect.insort(self._moments, since)
            if len(self._moments) > KEPT:
                del self._moments[: KEPT // 2]
                self._forgotten += KEPT // 2
            return self._total

    def at(self, moment: datetime) -> tuple[int, int]:
        """Equal as long as no change can be seen at `moment`."""
        with self._lock:
            return self._forgotten, self._forgotten + bisect.bisect_right(self._moments, moment)
