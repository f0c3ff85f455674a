"""The benchmarks' harness: which there are, how figures read, and that one run leaves the others alone."""

from importlib import import_module

import pytest

from bench import __main__ as harness
from bench.result import at_least, at_most, noted, paired, percentile


@pytest.fixture
def written(tmp_path, monkeypatch):
    path = tmp_path / "RESULTS.md"
    monkeypatch.setattr(harness, "WRITTEN", path)
    return path


def test_every_benchmark_named_can_be_run():
    assert {"lists", "audit_cost", "verify", "daily_return"} <= set(harness.benchmarks())
    for name in harness.benchmarks():
        assert callable(import_module(f"bench.{name}").run)


def test_a_name_that_is_none_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as left:
        harness.main(["elephants"])
    assert left.value.code == 2
    assert "elephants" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (at_most("a list", 1.234, 1.3, "×", "raw"), ("a list", "1.23 ×", "1.3 ×", "met", "raw")),
        (at_most("a list", 1.31, 1.3, "×", "raw"), ("a list", "1.31 ×", "1.3 ×", "MISSED", "raw")),
        (at_least("sealing", 0.49, 0.5, "×", "copy"), ("sealing", "0.49 ×", "0.5 ×", "MISSED", "copy")),
        (noted("every id", 1234.5, "ms", "once"), ("every id", "1,234 ms", "", "", "once")),
    ],
)
def test_a_figure_stands_beside_its_budget(result, shown):
    assert harness._row(result) == shown


def test_one_run_replaces_its_own_table_and_no_other(written):
    harness._write("lists", [harness._row(noted("every id", 5, "ms", "first"))], quick=False)
    harness._write("verify", [harness._row(noted("a check", 7, "s", "once"))], quick=True)
    harness._write("lists", [harness._row(noted("every id", 6, "ms", "second"))], quick=False)
    text = written.read_text("utf-8")
    assert text.index("## lists") < text.index("## verify")
    assert "| every id | 6 ms |  |  | second |" in text
    assert "first" not in text
    assert "| a check | 7 s |  |  | once |" in text
    assert text.count("# Benchmarks") == 1


def test_two_things_are_called_in_turn_and_as_often():
    calls = []
    ours, theirs = paired(lambda: calls.append("o"), lambda: calls.append("t"), rounds=6, warm=2)
    assert calls.count("o") == calls.count("t") == 8
    assert "".join(calls[4:]) == "toottoottoot"
    assert min(ours, theirs) >= 0


def test_a_percentile_is_one_of_the_values():
    assert percentile([5, 1, 3, 2, 4], 0.5) == 3
    assert percentile([5, 1, 3, 2, 4], 0.95) == 5
    assert percentile([7], 0.95) == 7
