"""The table of a whole run, in bench/results.md."""

from collections.abc import Mapping
from pathlib import Path

from bench.goal import Goal

PATH = Path(__file__).parent / "results.md"
Answers = Mapping[str, tuple[list[Goal], list[str]]]


def table(answers: Answers, facts: Mapping[str, str]) -> str:
    """Markdown: the goals, the machine, and what each question said."""
    goals = [goal for found, _ in answers.values() for goal in found]
    rows = [f"| {goal.question} | {goal.measured} | {goal.goal} | {'holds' if goal.holds else '**short**'} |" for goal in goals]
    machine = [f"- {name}: {value}" for name, value in facts.items()]
    details = [line for question, (_, said) in answers.items() for line in ("", f"## {question}", "", *(f"- {what}" for what in said))]
    head = ["# Benchmarks", "", "Made by `make bench`. CPU time and ratios travel between machines; wall-clock times do not.", ""]
    return "\n".join([*head, "| question | measured | goal | |", "|---|---|---|---|", *rows, "", "## Machine", "", *machine, *details, ""])


def write(answers: Answers, facts: Mapping[str, str]) -> None:
    PATH.write_text(table(answers, facts), encoding="utf-8")
    print(f"written to {PATH.name}")
