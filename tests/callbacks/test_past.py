from typing import Any

import orjson
import pytest

from callbacks.facts import Facts
from callbacks.past import frame_at
from datasources.answering.ticket import BadTicket
from layouts.scene import SceneSpec

ASKED = {"scene": "line", "lang": "en", "scope": "", "at": "2026-11-20T08:00:00Z", "subject": {"line": "51"}}
LINE = SceneSpec.model_validate(
    {"title": {"zh": "线", "en": "Line"}, "parameters": ["line"], "grid": ["a"], "panels": {"a": {"kind": "rail"}}}
)
FACTS = Facts("UTC", False, {"line": LINE})


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
    assert frame_at(ASKED, engine, FACTS) == {"asked": ASKED, "frame": {"version": 3, "panels": {}}}
    assert engine.asked == [("frame", ASKED)]


@pytest.mark.parametrize("told", [{"line": "51", "window_s": "9e9"}, {"line": "51", "direction": 0}])
def test_only_the_parameters_of_the_scene_reach_the_engine(told: dict[str, Any]) -> None:
    engine = Engine()
    frame_at({**ASKED, "subject": told}, engine, FACTS)
    assert engine.asked[0][1]["subject"] == {"line": "51"}


@pytest.mark.parametrize("error", [BadTicket, ConnectionError])
def test_a_moment_that_cannot_be_had_says_so(error: type[Exception]) -> None:
    assert frame_at(ASKED, Engine(error), FACTS) == {"asked": ASKED, "error": "no"}


@pytest.mark.parametrize("asked", [{}, {"at": ""}, {"at": "yesterday"}, {"at": 7}, {"scene": "overview"}])
def test_without_a_moment_nothing_is_asked(asked: dict[str, Any]) -> None:
    engine = Engine()
    assert frame_at(asked, engine, FACTS) is None
    assert engine.asked == []
