"""The tests themselves: each checks something, and none waits for time to pass."""

import ast
import re

from tests.architecture.sources import Source, python_sources

CHECKS = re.compile(
    r"^_?(assert|check|expect|raises|refuse[sd]?|warns|fail|wait_?until|waitSignals?|wait_?for)",
    re.IGNORECASE,
)
SLEEPS = {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait"}


def all_tests() -> list[tuple[Source, ast.FunctionDef]]:
    return [
        (source, node)
        for source in python_sources("tests")
        if source.path.name.startswith("test_")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def test_each_test_checks_something():
    empty = [f"{source.at(test)} {test.name}" for source, test in all_tests() if not checks(test)]
    assert empty == []


def checks(test: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and CHECKS.match(ast.unparse(node.func).rpartition(".")[2]))
        for node in ast.walk(test)
    )


def test_each_test_is_named_by_a_sentence():
    terse = [f"{source.at(test)} {test.name}" for source, test in all_tests() if test.name.count("_") < 3]
    assert terse == []


def test_no_test_sleeps():
    sleeping = [
        source.at(node)
        for source, test in all_tests()
        for node in ast.walk(test)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SLEEPS
    ]
    assert sleeping == []
