"""A goal and what was measured against it."""

from typing import NamedTuple


class Goal(NamedTuple):
    """One line of the result, `QUESTION measured goal holds|short`; no spaces inside a word."""

    question: str
    measured: str
    goal: str
    holds: bool

    def line(self) -> str:
        return f"{self.question} {self.measured} {self.goal} {'holds' if self.holds else 'short'}"


def figure(value: float) -> str:
    """Three significant digits, never an exponent; less than a thousandth is nothing."""
    if abs(value) < 1e-3:
        return "0"
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"


def at_most(question: str, value: float, limit: float, unit: str) -> Goal:
    return Goal(question, f"{figure(value)}{unit}", f"<={figure(limit)}{unit}", value <= limit)


def at_least(question: str, value: float, limit: float, unit: str) -> Goal:
    return Goal(question, f"{figure(value)}{unit}", f">={figure(limit)}{unit}", value >= limit)


def unmeasured(question: str, goal: str) -> Goal:
    """What could not be measured does not hold."""
    return Goal(question, "unmeasured", goal, False)


def percentile(values: list[float], share: float) -> float:
    """The nearest-rank percentile, `share` in 0..1. Raises ValueError for no values."""
    if not values:
        raise ValueError("no values to take a percentile of")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
