import pytest

from bench.browser import TRACED_S, longest
from bench.soak import Sample, growth


def task(pid: int, tid: int, cpu_us: float, clock_us: float) -> dict[str, object]:
    return {"name": "RunTask", "ph": "X", "pid": pid, "tid": tid, "tdur": cpu_us, "dur": clock_us}


def named(pid: int, tid: int, name: str) -> dict[str, object]:
    return {"name": "thread_name", "pid": pid, "tid": tid, "args": {"name": name}}


def test_the_longest_task_is_of_the_busiest_pages_main_thread() -> None:
    events = [
        named(1, 1, "CrRendererMain"),
        named(2, 1, "CrRendererMain"),
        named(2, 9, "DedicatedWorker thread"),
        task(1, 1, 900, 900),
        task(2, 1, 4000, 30_000),
        task(2, 1, 12_000, 12_500),
        task(2, 9, 500_000, 500_000),
        task(3, 1, 700_000, 700_000),
    ]
    assert longest(events) == pytest.approx((12.0, 30.0, 0.016 / TRACED_S))


def test_growth_is_the_slope_a_minute() -> None:
    samples = [Sample(m / 2, 20 + m / 4, 100, 5, m, 300, 900, 80) for m in range(10)]
    assert growth(samples, lambda s: s.heap_mb) == pytest.approx(0.5)
    assert growth(samples, lambda s: s.nodes) == pytest.approx(0)
