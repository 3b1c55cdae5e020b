"""Watches the calendar on the monotonic clock: a wall clock that steps back stops APScheduler for as long, a fault in its loop
for ever, both without a word. Whatever did not begin in time is begun here, and the calendar is made anew."""

import threading
import time
from collections.abc import Callable, Collection

import structlog

from datasources.schedule.agenda import Agenda
from datasources.schedule.coordinator import Coordinator

log = structlog.get_logger(__name__)
STEP_S = 2.0  # of the wall clock, worth a line
LONGEST_GRACE_S = 5.0
LOOKS = 4  # an interval


class Watchdog:
    def __init__(
        self,
        agenda: Agenda,
        coordinators: Collection[Coordinator],
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._agenda, self._coordinators, self._monotonic, self._wall = agenda, coordinators, monotonic, wall
        self._period = min([1.0, *(c.spec.every / LOOKS for c in coordinators)])
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feeds-watchdog", daemon=True)
        self._offset = wall() - monotonic()
        self.looked_at = monotonic()
        self.renewals = 0
        self.clock_steps = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _run(self) -> None:
        while not self._stopping.wait(self._period):
            try:
                self.look()
            except Exception:  # the last one awake must not die
                log.exception("watchdog_failed")

    def look(self) -> None:
        """Leave hung tries behind, begin what was missed, renew a calendar that missed it."""
        self.looked_at = self._monotonic()
        self._clock()
        for coordinator in self._coordinators:
            coordinator.leave_behind()
        missed = [c for c in self._coordinators if c.overdue(min(c.spec.every / 2, LONGEST_GRACE_S))]
        for coordinator in missed:
            coordinator.kick()
        if missed or not self._agenda.alive():
            log.warning("calendar_renewed", missed=[c.spec.name for c in missed], alive=self._agenda.alive())
            self.renewals += 1
            self._agenda.renew()

    def _clock(self) -> None:
        offset = self._wall() - self._monotonic()
        step, self._offset = offset - self._offset, offset
        if abs(step) > STEP_S:
            self.clock_steps += 1
            log.warning("clock_step", seconds=round(step, 1))
