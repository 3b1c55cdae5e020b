from typing import Any

import orjson
import pytest

from callbacks.past import frame_at
from datasources.ticket import BadTicket

ASKED = {"scene": "overview", "lang": "en", "scope": "", "at": "2026-11-20T08:00:00Z"}


class Engine:
    def __init__(self, fails: type[Exception] | None = None) -> None:
        self.fails = fails
        self.asked: list[Any] = []

    def action(self, name: str, body: bytes) -> bytes:
        self.asked.append((name, orjson.loads(body)))
        if self.fails:
            raise self.fails("no")
        return b'{"version": 3, "panels": {}}'


def test_the_engine_draws_the_moment_and_the_answer_says_which_it_is() -> None:
    engine = Engine()
    assert frame_at(ASKED, engine) == {"asked": ASKED, "frame": {"version": 3, "panels": {}}}
    assert engine.asked == [("frame", ASKED)]


@pytest.mark.parametrize("error", [BadTicket, ConnectionError])
def test_a_moment_that_cannot_be_had_says_so(error: type[Exception]) -> None:
    assert frame_at(ASKED, Engine(error)) == {"asked": ASKED, "error": "no"}


@pytest.mark.parametrize("asked", [{}, {"at": ""}, {"at": "yesterday"}, {"at": 7}, {"scene": "overview"}])
def test_without_a_moment_nothing_is_asked(asked: dict[str, Any]) -> None:
    engine = Engine()
    assert frame_at(asked, engine) is None
    assert engine.asked == []
