"""No row of the list of faults is forgotten: each has tests, and they exist."""

import ast
import tomllib

import pytest

from tests.architecture.sources import ROOT

ROWS = tomllib.loads((ROOT / "tests" / "faults" / "hostile_rows.toml").read_text("utf-8"))


def test_every_row_from_36_to_56_is_held_by_a_test():
    assert [int(row) for row in ROWS] == list(range(36, 57))
    assert all(row["tests"] for row in ROWS.values())


@pytest.mark.parametrize("row", ROWS)
def test_the_tests_that_hold_a_row_exist(row):
    missing = []
    for named in ROWS[row]["tests"]:
        path, _, name = named.partition("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        if name not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            missing.append(named)
    assert missing == []
