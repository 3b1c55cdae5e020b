"""The contour: a day of a corridor as paths, one a grade; gaps stay ground, spans are outlined, what is ahead is empty."""

import re
from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import Any

import pytest

from layouts.panels.contour import HEIGHT, WIDTH, ContourSpec, draw
from layouts.words import LANGS
from tests.layouts.rows import Row, context
from tests.layouts.tree import attribute, classed, said, texts, walk

MIDNIGHT = datetime(2026, 11, 22, 16)  # of the local day of AS_OF, Monday 23 November in Yantai
SPEC = ContourSpec(kind="contour", id="contour")
NOW: Row = {
    "corridor_id": "C1N", "name_zh": "迎春大街", "name_en": "Yingchun Street", "direction": "northbound", "length_km": 3.0,
    "coverage": 0.97, "ratio": 1.5,
    "travel_s": 540.0, "free_s": 360.0, "day_before": 480.0,
    "day_before_on": datetime(2026, 11, 20), "week_before": None, "p10": None, "p90": None,
}  # fmt: skip
STRIP: list[Row] = [
    {"sequence": n + 1, "segment_id": f"s{n}", "name": f"甲{n}→乙{n}", "start_m": start, "length_m": length}
    for n, (start, length) in enumerate([(0.0, 1000.0), (1000.0, 500.0), (1500.0, 1500.0)])
]


LATE = MIDNIGHT + timedelta(hours=23, minutes=30)
EVENING = context(as_of=LATE, now=LATE)  # the whole day stands in the picture, a minute in a unit


def at(minute: float) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


def run(sequence: int, grade: int, first: float, last: float) -> Row:
    return {"sequence": sequence, "grade": grade, "from_time": at(first), "until_time": at(last)}


def span(kind: str, first: float, last: float | None, place: tuple[float, float] = (1000.0, 1500.0), **more: Any) -> Row:
    told = {"key": f"{kind}:1", "priority": 2, "title": "两车追尾 | Rear-end collision"}
    times = {"from_time": at(first), "until_time": None if last is None else at(last)}
    return {"kind": kind, **told, **times, "from_m": place[0], "to_m": place[1]} | more


def rows(runs: list[Row], spans: list[Row] | None = None, now: Row = NOW) -> dict[str, list[Row]]:
    return {"corridor_now": [now], "corridor_strip": STRIP, "corridor_day": runs, "corridor_spans": spans or []}


def path(drawn: Any, name: str) -> str:
    return next(str(node.d) for node in classed(drawn, name) if hasattr(node, "d"))


def boxes(path: str) -> list[Any]:
    """(left, top, right, bottom) of every box."""
    found = re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H\1z", path)
    assert path == "" or "".join(f"M{a} {b}H{c}V{d}H{a}z" for a, b, c, d in found) == path
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


def test_a_run_stands_at_its_minutes_and_its_place_with_the_way_driven_going_up() -> None:
    drawn = draw(SPEC, rows([run(1, 3, 60, 90), run(3, 2, 0, 5)]), EVENING)
    assert boxes(path(drawn, "grade_3")) == [(60, pytest.approx(HEIGHT * 2 / 3, abs=1), 90, HEIGHT)]
    assert boxes(path(drawn, "grade_2")) == [(0, 0, 5, HEIGHT / 2)]
    assert path(drawn, "grade_1") == path(drawn, "grade_4") == ""


def test_segments_share_edges_and_fill_the_height() -> None:
    drawn = draw(SPEC, rows([run(n, 1, 0, 480) for n in (1, 2, 3)]), EVENING)
    low, middle, high = boxes(path(drawn, "grade_1"))
    assert (low[3], low[1], middle[1], high[1]) == (HEIGHT, middle[3], high[3], 0)


def test_what_was_not_measured_is_not_painted_and_what_is_ahead_is_empty() -> None:
    drawn = draw(SPEC, rows([run(1, 1, 0, 100), run(1, 1, 130, 200), run(1, 0, 200, 230)]), EVENING)
    assert [(left, right) for left, _, right, _ in boxes(path(drawn, "grade_1"))] == [(0, 100), (130, 200)]
    present = (LATE - MIDNIGHT) / timedelta(minutes=1)
    assert boxes(path(drawn, "ahead")) == [(pytest.approx(present, abs=0.1), 0, WIDTH, HEIGHT)]


def test_runs_of_yesterday_are_left_out_and_one_across_midnight_is_cut() -> None:
    drawn = draw(SPEC, rows([run(1, 4, -30, -5), run(2, 4, -30, 10)]), EVENING)
    assert [(left, right) for left, _, right, _ in boxes(path(drawn, "grade_4"))] == [(0, 10)]


def test_a_day_that_has_begun_is_shown_as_far_as_it_has_come() -> None:
    drawn = draw(SPEC, rows([run(1, 2, 0, 60)]), context())
    assert attribute(drawn, "data-from") + attribute(drawn, "data-to") == ["2026-11-22T16:00:00Z", "2026-11-23T01:00:00Z"]
    assert boxes(path(drawn, "grade_2"))[0][::2] == (0, WIDTH / 9)
    assert said(drawn, "hour") == [f"0{hour}:00" for hour in range(10)] and said(drawn, "minor")[-1] == "09:00"


def test_soon_after_midnight_the_evening_before_stands_in_front() -> None:
    drawn = draw(SPEC, rows([run(1, 2, -60, 20)]), context(as_of=at(20), now=at(20)))
    assert attribute(drawn, "data-from") + attribute(drawn, "data-to") == ["2026-11-22T09:00:00Z", "2026-11-22T17:00:00Z"]
    assert boxes(path(drawn, "grade_2"))[0][::2] == (WIDTH * 6 / 8, pytest.approx(WIDTH * 7.333 / 8, abs=0.1))


@pytest.mark.parametrize(("first", "hour"), [(14 * 60 + 20, 14), (20 * 60, 16), (-30, 0)])
def test_hours_before_anything_is_known_are_left_out_as_far_as_eight_remain(first: float, hour: int) -> None:
    drawn = draw(SPEC, rows([run(1, 0, 0, 60), run(1, 2, first, first + 60)]), EVENING)
    assert attribute(drawn, "data-from") == [f"{(MIDNIGHT + timedelta(hours=hour)).isoformat()}Z"]


def test_severe_reads_without_colour() -> None:
    """A line through the middle of what is severe, and nowhere else."""
    drawn = draw(SPEC, rows([run(1, 4, 60, 90), run(3, 3, 60, 90)]), EVENING)
    (left, top, right, bottom), *_ = boxes(path(drawn, "grade_4"))
    assert path(drawn, "core") == f"M{left:g} {(top + bottom) / 2:g}H{right:g}"


def test_incidents_are_outlined_and_marked_where_they_began() -> None:
    drawn = draw(SPEC, rows([], [span("incident", 60, 120), span("work", 30, None, (0.0, 1500.0)), span("bottleneck", 400, 430)]), EVENING)
    assert [box[::2] for box in boxes(path(drawn, "incident"))] == [(60, 120)]
    assert boxes(path(drawn, "work"))[0][2] == pytest.approx((LATE - MIDNIGHT) / timedelta(minutes=1), abs=0.1)
    assert len(boxes(path(drawn, "bottleneck"))) == 1
    (mark,) = [node for node in classed(drawn, "incident") if getattr(node, "style", None)]
    assert mark.style == {"left": "4.17%", "top": "58.30%"}
    assert vars(mark)["data-go"] == "row=incident%3A1" and mark.title == "01:00 两车追尾"


@pytest.mark.parametrize("lang", LANGS)
def test_the_head_says_which_corridor_and_what_is_known_of_it(lang: Any) -> None:
    drawn = draw(SPEC, rows([]), context(lang))
    name, minutes = {"zh": ("迎春大街 · 北行", "分"), "en": ("Yingchun Street · Northbound", "min")}[lang]
    assert said(drawn, "name")[0] == name
    told = " ".join(said(drawn, "figure"))
    assert f"9 {minutes}" in told and f"6 {minutes}" in told and f"8 {minutes}" in told and "1.50" in told and "97%" in told
    assert ("上周一" if lang == "zh" else "Last Mon") not in told


def test_a_corridor_too_little_heard_of_has_no_travel_time() -> None:
    drawn = draw(SPEC, rows([], now=NOW | {"travel_s": None, "ratio": None, "coverage": 0.3}), context())
    assert "全程现在 —" in said(drawn, "figure")[0]


def test_without_a_corridor_it_says_so() -> None:
    drawn = draw(SPEC, {}, context())
    assert said(drawn, "name") == ["速度时空图"] and said(drawn, "none") == ["没有走廊，或所选走廊不存在"]


def test_a_day_of_sixty_segments_is_a_light_page() -> None:
    """17,280 cells of the worst kind, every other one of another grade: the page holds a few dozen elements."""
    strip = [
        {"sequence": n, "segment_id": f"s{n}", "name": f"路口{n}→路口{n + 1}", "start_m": 400.0 * n, "length_m": 400.0} for n in range(60)
    ]
    runs = [run(n, 1 + (n + step) % 4, 5 * step, 5 * step + 5) for n, step in product(range(60), range(288))]
    drawn = draw(SPEC, rows(runs) | {"corridor_strip": strip}, context())
    assert len(list(walk(drawn))) < 120
    assert sum(len(boxes(path(drawn, f"grade_{grade}"))) for grade in (1, 2, 3, 4)) == 17_280


def test_the_picture_says_where_each_segment_begins_and_which_day_it_is() -> None:
    drawn = draw(SPEC, rows([]), EVENING)
    assert attribute(drawn, "data-edges") == ["1.0000 s0;0.6670 s1;0.5000 s2"]
    assert attribute(drawn, "data-from") + attribute(drawn, "data-to") == ["2026-11-22T16:00:00Z", "2026-11-23T16:00:00Z"]


def test_names_stand_apart_and_open_their_segment() -> None:
    strip = [{"sequence": n, "segment_id": f"s{n}", "name": f"路口{n}", "start_m": 100.0 * n, "length_m": 100.0} for n in range(60)]
    drawn = draw(SPEC, rows([]) | {"corridor_strip": strip}, context())
    tops = {room: sorted(float(node.style["top"][:-1]) for node in classed(drawn, room)) for room in ("near", "mid")}
    assert all(b - a >= 9.9 for a, b in pairwise(tops["near"])) and len(tops["near"]) >= 8
    assert all(b - a >= 4.4 for a, b in pairwise(sorted([*tops["near"], *tops["mid"]]))) and len(tops["mid"]) >= 4
    assert vars(classed(drawn, "near")[0])["data-go"] == "segment=s0"


def test_a_hostile_name_is_a_text() -> None:
    strip = [STRIP[0] | {"name": "<script>→x"}]
    drawn = draw(SPEC, rows([]) | {"corridor_strip": strip}, context())
    assert "<script>" in " ".join(texts(drawn))
