"""The calendar of the feeds: APScheduler rings, the coordinators decide. It is never trusted alone: see watchdog.py."""

import contextlib
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from datasources.schedule.coordinator import Coordinator

SOONEST_S = 0.01
LATEST_S = 30 * 86400.0


class Rings(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Rings when the coordinator's monotonic time is due, counted from now: after a jump of the clock there is nothing to catch
    up with (APScheduler would list every missed run, 53 s and 1.9 GB for a jump of 400 days)."""

    def __init__(self, coordinator: Coordinator) -> None:
        self._coordinator = coordinator

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        delay = self._coordinator.delay()
        if delay < SOONEST_S:  # ringing already: the kick that moves it is on its way
            delay = self._coordinator.spec.every if previous_fire_time else SOONEST_S
        return now + timedelta(seconds=min(delay, LATEST_S))


class Agenda:
    """A scheduler with one job a feed, that can be thrown away and made anew."""

    def __init__(self, coordinators: Mapping[str, Coordinator]) -> None:
        self._coordinators = coordinators
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, coordinator in self._coordinators.items():
            scheduler.add_job(coordinator.kick, Rings(coordinator), id=name)
        scheduler.start()
        self._scheduler = scheduler

    def plan(self, name: str) -> None:
        """The feed's next try moved."""
        scheduler = self._scheduler
        if scheduler is not None and scheduler.running:
            with contextlib.suppress(JobLookupError):
                scheduler.reschedule_job(name, trigger=Rings(self._coordinators[name]))

    def alive(self) -> bool:
        """`running` stays true when the thread died, so the thread itself is looked at."""
        thread = getattr(self._scheduler, "_thread", None)
        return thread is not None and thread.is_alive()

    def stop(self) -> None:
        """Does not wait: a scheduler that hangs would hold whoever stops it."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            threading.Thread(target=_shut, args=(scheduler,), name="agenda-stop", daemon=True).start()

    def renew(self) -> None:
        self.stop()
        self.start()


def _shut(scheduler: BackgroundScheduler) -> None:
    with contextlib.suppress(Exception):
        scheduler.shutdown(wait=False)
