"""One feed and what comes of its bytes: landed, refused, held, frozen."""

import time
from pathlib import Path

import pytest

from datasources.feed import FeedSpec
from datasources.fetching.fetched import Fetched
from datasources.intake.landing import Landed
from datasources.reading import Reading
from tests.datasources.fault_server import FaultServer, serving
from tests.datasources.feeds import message, until
from tests.datasources.refreshing import Landings, broken, growing, live, refreshing, well


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("html200", "html"),
        ("empty", "empty"),
        ("truncate", "incomplete"),
        ("gzip-bomb", "too_large"),
        ("redirect", "redirect"),
        ("404", "http_404"),
    ],
)
def test_nothing_unsound_lands_and_the_reason_is_told(server: FaultServer, tmp_path: Path, impatient: None, mode: str, error: str) -> None:
    with refreshing(tmp_path, live(server, stale_after="60s", down_after="60s")) as (_, landings):
        until(growing(landings, by=2))
        server.mode = mode
        until(broken(landings, error))
        had = len(landings.rows["buses"])
        until(lambda: len(server.requests) > had + 1)
        assert set(landings.rows["buses"]) == {20}
        server.mode = "ok"
        until(well(landings))
    assert landings.outcomes("buses")[-1][0] == "landed"
    assert [e for _, e in landings.outcomes("buses")].count(error) == 1


@pytest.mark.parametrize(("rows", "error"), [(0, "suspect_empty"), (9, "suspect_drop")])
def test_a_feed_that_lost_its_buses_is_held_until_it_lasts(server: FaultServer, tmp_path: Path, rows: int, error: str) -> None:
    with refreshing(tmp_path, live(server, stale_after="60s", down_after="60s")) as (_, landings):
        until(growing(landings, by=4))
        server.body = message(rows)
        until(broken(landings, error))
        assert rows not in landings.rows["buses"]
        until(lambda: landings.rows["buses"][-1] == rows)
        until(well(landings))


def test_a_feed_that_was_always_empty_is_well(tmp_path: Path) -> None:
    with serving(message(0)) as server, refreshing(tmp_path, live(server)) as (_, landings):
        until(growing(landings, by=3))
        assert well(landings)()


def test_a_source_that_repeats_itself_is_frozen(server: FaultServer, tmp_path: Path) -> None:
    server.mode = "etag"
    with refreshing(tmp_path, live(server)) as (_, landings):
        for n in range(6):
            server.body = message(20 + n)
            until(growing(landings))
        until(broken(landings, "frozen"))
        server.body = message(40)
        until(well(landings))


def test_a_crash_in_landing_is_a_failure_and_the_bytes_are_asked_again(server: FaultServer, tmp_path: Path, impatient: None) -> None:
    class Broken(Landings):
        def land(self, feed: FeedSpec, reading: Reading, got: Fetched) -> Landed:
            self.times.setdefault("tried", []).append(time.monotonic())
            if len(self.times["tried"]) < 3:
                raise OSError("disk full")
            return super().land(feed, reading, got)

    server.mode = "etag"
    with refreshing(tmp_path, live(server), landings=Broken()) as (_, landings):
        until(growing(landings), 20)
        assert [o.outcome for o in landings.told].count("landed") == 1
        assert "disk full" in str(landings.told[0].error)
