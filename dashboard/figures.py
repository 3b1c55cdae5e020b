"""The engine's own figures for /metrics, written beside the frames for the web workers to send."""

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from datasources.frames import write_whole

TICK_BUCKETS = (0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0)


class Figures:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._registry = CollectorRegistry()
        self._seconds = Histogram("city_brain_tick_seconds", "A tick by part", ["part"], buckets=TICK_BUCKETS, registry=self._registry)
        self._version = Gauge("city_brain_version", "Newest version published", registry=self._registry)
        self._failures = Counter("city_brain_tick_failures", "Ticks that failed", registry=self._registry)
        self._rows = Counter("city_brain_feed_rows", "Rows that came, by what became of them", ["feed", "fate"], registry=self._registry)
        self._up = Gauge("city_brain_feed_up", "1 while the last try of a feed went well", ["feed"], registry=self._registry)

    def ticked(self, parts: dict[str, float], version: int) -> None:
        for part, seconds in parts.items():
            self._seconds.labels(part).observe(seconds)
        self._version.set(version)
        write_whole(self._path, generate_latest(self._registry))

    def failed(self) -> None:
        self._failures.inc()

    def landed(self, feed: str, accepted: int, quarantined: int) -> None:
        self._rows.labels(feed, "accepted").inc(accepted)
        self._rows.labels(feed, "quarantined").inc(quarantined)

    def tried(self, feed: str, ok: bool) -> None:
        self._up.labels(feed).set(ok)
