"""`python -m bench [QUESTION...]`: without a question, all but those that last (soak, readers), and the table goes to bench/results.md."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from bench import results
from bench.goal import Goal
from bench.machine import facts
from dashboard.process import environment

QUESTIONS = ("fanout", "tick", "day", "visits", "line", "contour", "browser", "soak", "readers")
USUAL = QUESTIONS[:-2]


def ask(question: str) -> tuple[list[Goal], list[str]]:
    """Run one question: its goals, and what it said on the way."""
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        print(f"  {line}", flush=True)

    module = import_module(f"bench.{question}")
    print(f"{question}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
    measure: Callable[[Callable[[str], None]], list[Goal]] = module.measure
    goals = measure(say)
    for goal in goals:
        print(goal.line(), flush=True)
    return goals, said


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help=f"one or more of {', '.join(QUESTIONS)}")
    asked = parser.parse_args().questions
    unknown = [question for question in asked if question not in QUESTIONS]
    if unknown:
        parser.error(f"no question {', '.join(unknown)}: choose from {', '.join(QUESTIONS)}")
    if os.environ != environment():  # the engine that some questions have in this very process allocates as a wall's does
        os.execve(sys.executable, [sys.executable, "-m", "bench", *sys.argv[1:]], environment())
    before = facts()
    answers = {question: ask(question) for question in asked or USUAL}
    if not asked:
        results.write(answers, before)


if __name__ == "__main__":
    main()
