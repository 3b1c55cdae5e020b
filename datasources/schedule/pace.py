"""When a feed is asked next, and how long it usually takes to say something new. Seconds on the monotonic clock."""

import random
from collections import deque
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from datasources.feed import FeedSpec
from datasources.fetching.fetched import FeedFailed

FIRST_S, LONGEST_S = 5.0, 80.0
JITTER = 0.1
ARRIVALS = 11
KNOWN_GAPS = 3  # before the usual gap is one


def backoff(failures: int, jitter: Callable[[float, float], float] = random.uniform) -> float:
    """5, 10, 20, 40, 80, 80 … s, a tenth more or less, so that many walls do not ask at once."""
    return min(FIRST_S * 2.0 ** min(failures - 1, 10), LONGEST_S) * jitter(1 - JITTER, 1 + JITTER)


def pause(spec: FeedSpec, failures: int, failed: FeedFailed) -> float:
    """Seconds from one failed try to the next, after `failures` in a row.

    A source in trouble is asked ever more rarely and as late as it says; one that does not answer at all is no worse off for
    being tried at the feed's own pace, and a rare feed sooner.
    """
    if failed.gentle:
        return max(backoff(failures), failed.retry_after_s or 0.0)
    return min(backoff(failures), spec.every)


class Arrivals:
    """When something new came. `known_gap`: the usual gap of an earlier run, until this one knows better."""

    def __init__(self, known_gap: float | None = None) -> None:
        self._known_gap = known_gap
        self._times: deque[float] = deque(maxlen=ARRIVALS)

    def add(self, moment: float) -> None:
        self._times.append(moment)

    def usual_gap(self) -> float | None:
        """Median gap; None while too few are known."""
        gaps = [later - earlier for earlier, later in pairwise(self._times)]
        return median(gaps) if len(gaps) >= KNOWN_GAPS else self._known_gap

    def frozen(self, spec: FeedSpec, now: float) -> bool:
        """Whether a source that answers has been silent for longer than it ever is: then its answers are no sign of life."""
        gap = self.usual_gap()
        return spec.kind == "event" and gap is not None and bool(self._times) and now - self._times[-1] > max(spec.stale_after, 3 * gap)
