"""One computation in flight per question; answers kept within bounds."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from datasources.answering.cache import Once


def answers(most: int = 3, heaviest: int = 100) -> Once[str]:
    return Once(most, len, heaviest)


def test_a_kept_answer_is_not_made_again() -> None:
    kept, made = answers(), []
    for _ in range(3):
        assert kept.get("a", lambda: made.append(1) or "answer") == "answer"  # type: ignore[func-returns-value]
    assert made == [1]


def test_many_who_ask_at_once_wait_for_one() -> None:
    kept, made, gate = answers(), [], threading.Event()

    def make() -> str:
        made.append(1)
        assert gate.wait(10)
        return "answer"

    with ThreadPoolExecutor(8) as pool:
        said = [pool.submit(kept.get, "a", make) for _ in range(8)]
        while not made:
            pass
        gate.set()
        assert [one.result() for one in said] == ["answer"] * 8
    assert made == [1]


def test_a_failure_is_told_and_not_kept() -> None:
    kept = answers()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", fail)
    assert kept.get("a", lambda: "yes") == "yes"


def test_the_least_used_goes_first_and_weight_counts() -> None:
    kept, made = answers(), []

    def get(key: str, value: str = "v") -> None:
        kept.get(key, lambda: made.append(key) or value)  # type: ignore[func-returns-value]

    for key in "abcad":
        get(key)
    get("a")
    get("b")
    assert made == ["a", "b", "c", "d", "b"]
    get("heavy", "x" * 101)
    get("heavy", "x" * 101)
    assert made[-2:] == ["heavy", "heavy"]
