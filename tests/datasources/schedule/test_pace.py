from datasources.fetching.fetched import FeedFailed
from datasources.schedule.pace import Arrivals, backoff, pause
from tests.datasources.feeds import spec

TROUBLE, AWAY = FeedFailed("http_500", gentle=True), FeedFailed("unreachable")


def exactly(low: float, high: float) -> float:
    assert (low, high) == (0.9, 1.1)
    return 1.0


def test_backoff_doubles_to_a_limit() -> None:
    assert [backoff(n, exactly) for n in range(1, 8)] == [5, 10, 20, 40, 80, 80, 80]
    assert backoff(100_000, exactly) == 80


def test_a_hundred_failures_keep_to_the_schedule() -> None:
    spent = sum(pause(spec(every="10s"), n, TROUBLE) for n in range(1, 101))
    planned = sum(backoff(n, exactly) for n in range(1, 101))
    print(f"{spent:.0f} s for 100 tries, {planned:.0f} s planned")
    assert abs(spent / planned - 1) <= 0.1


def test_a_source_that_is_away_is_tried_at_the_feeds_own_pace_and_a_rare_one_sooner() -> None:
    assert pause(spec(every="1s"), 9, AWAY) == 1
    assert pause(spec(every="10s"), 9, AWAY) == 10
    assert 4.5 <= pause(spec(every="1d"), 1, AWAY) <= 5.5
    assert 72 <= pause(spec(every="1d"), 9, AWAY) <= 88


def test_the_source_may_ask_for_more() -> None:
    assert pause(spec(), 1, FeedFailed("http_429", gentle=True, retry_after_s=300)) == 300


def test_frozen_is_longer_than_it_ever_was_silent() -> None:
    feed, arrivals = spec(every="10s"), Arrivals()
    for n in range(3):
        arrivals.add(n * 10.0)
    assert not arrivals.frozen(feed, 10_000)  # too little is known of it
    arrivals.add(30.0)
    assert arrivals.usual_gap() == 10
    assert not arrivals.frozen(feed, 60)
    assert arrivals.frozen(feed, 61)
    rare = Arrivals()
    for n in range(4):
        rare.add(n * 600.0)
    assert not rare.frozen(feed, 3 * 600 + 1700)
    assert rare.frozen(feed, 3 * 600 + 1801)
    assert not arrivals.frozen(spec(format="gtfs"), 10_000)
