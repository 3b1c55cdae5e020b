from datetime import timedelta
from typing import Any

from layouts.panels import time
from layouts.panels.time import TimeSpec
from tests.layouts.rows import AS_OF, context, rows
from tests.layouts.tree import attribute, classed, said


def drawn(lang: Any = "zh", **changes: Any) -> Any:
    return time.draw(TimeSpec(kind="time"), rows(), context(lang, **changes))


def test_the_track_is_the_local_day() -> None:
    assert attribute(drawn(), "data-from") == ["2026-11-22T16:00:00Z"]
    assert attribute(drawn(), "data-to") == ["2026-11-23T16:00:00Z"]
    assert attribute(drawn(), "data-until") == ["2026-11-23T00:14:32Z"]
    assert said(drawn(), "hour") == ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "24:00"]
    assert classed(drawn(), "handle")[0].style == {"left": "34.34%"}


def test_live_and_replay_say_so() -> None:
    assert (drawn().className, said(drawn("en"), "live")[-1]) == ("time-box live", "Live")
    past = drawn("en", mode="replay", now=AS_OF + timedelta(days=2))
    assert (past.className, said(past, "live")) == ("time-box replay", ["Back to live"])
    assert attribute(past, "data-go")[0] == "at="


def test_a_step_is_a_day_and_never_leads_past_the_present() -> None:
    assert attribute(drawn(), "data-go") == ["at=", "at=2026-11-22T00%3A14%3A32Z", "at="]
    assert attribute(drawn(mode="replay", now=AS_OF + timedelta(days=2)), "data-go")[-1] == "at=2026-11-24T00%3A14%3A32Z"
    assert [step.disabled for step in classed(drawn(), "step")] == [False, True]


def test_what_happened_is_marked_where_it_happened() -> None:
    marks = classed(drawn(), "event")
    assert [mark.title for mark in marks] == ["08:02 延时指数高", "07:08 延时指数高", "05:50 延时指数高"]
    assert marks[0].className == "event priority-2"
    assert classed(drawn(as_of=AS_OF - timedelta(days=1), mode="replay"), "event") == []


def test_a_flood_is_one_mark_every_five_minutes_and_the_gravest_speaks() -> None:
    at, texts = AS_OF - timedelta(hours=1), {"what_zh": "串车", "what_en": "Bunched"}
    flood = [{"event_time": at + timedelta(seconds=second), "priority": 2 if second == 7 else 3, **texts} for second in range(900)]
    marks = classed(time.draw(TimeSpec(kind="time"), {"timeline": flood}, context("zh")), "event")
    assert 3 <= len(marks) <= 4
    assert (marks[0].className, marks[1].className) == ("event priority-2", "event priority-3")
    assert "串车（另有 " in marks[0].title


def test_the_bar_can_be_reached_by_keys_and_says_which_moment_it_shows() -> None:
    (track,) = classed(drawn("en"), "track")
    told = {name: getattr(track, name) for name in ("role", "tabIndex", "aria-valuenow", "aria-valuemax", "aria-valuetext", "aria-label")}
    assert told == {
        "role": "slider", "tabIndex": "0", "aria-valuenow": "494", "aria-valuemax": "1440",
        "aria-valuetext": "Mon 23 Nov 08:14", "aria-label": "Time bar",
    }  # fmt: skip
