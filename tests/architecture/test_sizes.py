"""Files and functions stay small enough to read in one go."""

import ast

from tests.architecture.sources import ours

FILE_LINES = 400
FUNCTION_LINES = 60


def test_no_file_is_too_long_to_read_at_once():
    long = [
        f"{source.name}: {lines} lines"
        for source in ours()
        if (lines := len(source.text.splitlines())) > FILE_LINES
    ]
    assert long == []


def test_no_function_is_too_long_to_see_at_once():
    long = [
        f"{source.at(node)} {node.name}: {lines} lines"
        for source in ours()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and (lines := node.end_lineno - node.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []
