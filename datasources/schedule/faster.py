"""Feeds of a city whose time runs faster than this machine's. Durations of feeds.toml are the city's."""

from datasources.feed import FeedSpec

LEAST_S = 1.0  # of this machine, from one try to the next: to land and to look take as long
OFTENEST = 12.0  # times as often as without, whatever the speed
PATIENCE = 1.5  # intervals, than which no limit is shorter
LIMITS = ("late_after", "stale_after", "down_after")


def spaced(spec: FeedSpec, speed: float) -> FeedSpec:
    """The feed as it can be asked, in the city's time: no more often than the machine can, nor late before it can be."""
    if speed == 1.0:
        return spec
    every = max(spec.every, speed * max(LEAST_S, spec.every / OFTENEST))
    longer = {limit: max(getattr(spec, limit), PATIENCE * every) for limit in LIMITS}
    return spec.model_copy(update={"every": every, **longer})


def on_this_clock(spec: FeedSpec, speed: float) -> FeedSpec:
    """The same with its durations in this machine's time. The deadline of a fetch is of this machine anyway."""
    return spec.model_copy(update={name: getattr(spec, name) / speed for name in ("every", *LIMITS)})
