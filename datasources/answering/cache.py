"""Answers kept while they are right, and one computation in flight per question."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

V = TypeVar("V")


class Once(Generic[V]):
    """A bounded least-recently-used cache; who asks what is being computed waits for that. Failures are told to all who wait, not kept."""

    def __init__(self, most: int, weigh: Callable[[V], int], heaviest: int) -> None:
        """Keeps at most `most` values of together at most `heaviest`, as `weigh` says."""
        self._most, self._weigh, self._heaviest = most, weigh, heaviest
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._coming: dict[Hashable, Future[V]] = {}
        self._weight = 0

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of `key`, made by one caller at a time."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            coming = self._coming.get(key)
            mine: Future[V] | None = None
            if coming is None:
                mine = self._coming[key] = Future()
        if mine is None:
            assert coming is not None
            return coming.result()
        return self._made(key, mine, make)

    def _made(self, key: Hashable, future: "Future[V]", make: Callable[[], V]) -> V:
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                del self._coming[key]
            future.set_exception(error)
            raise
        with self._lock:
            self._keep(key, value)
            del self._coming[key]
        future.set_result(value)
        return value

    def _keep(self, key: Hashable, value: V) -> None:
        self._kept[key] = value
        self._weight += self._weigh(value)
        while self._kept and (len(self._kept) > self._most or self._weight > self._heaviest):
            _, old = self._kept.popitem(last=False)
            self._weight -= self._weigh(old)
