"""The table of guards is true of the tree: each guard stands where the table says, and its tests are there."""

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT
from tools.guards import Guard, guards

ROWS = ("T1", "T2", "T4", "T5", "C1", "C2", "C3", "C4", "C5", "C7", "C9", "D1", "D4", "P1", "P2", "P3", "P4", "P6")
IN_THE_BROWSER = ("W1", "W5", "W8", "W10", "W11")
MOST_SENTENCE = 72


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse(ROOT.joinpath(file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("guard", guards(), ids=lambda guard: f"{guard.row} {guard.title}")
def test_a_guard_stands_once_and_its_tests_are_there(guard: Guard) -> None:
    assert guard.fault(ROOT) == ""
    assert len(guard.title) <= MOST_SENTENCE
    named = [re.fullmatch(r"(tests/[\w/]+\.py)::(\w+)(\[.+\])?", test) for test in guard.tests]
    assert named and all(found and found[2] in functions_of(found[1]) for found in named), guard.tests


def test_every_row_of_the_fault_matrix_has_a_guard() -> None:
    assert {*ROWS, *IN_THE_BROWSER} <= {guard.row for guard in guards()}
    assert len(guards()) >= 50
