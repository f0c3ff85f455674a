"""Counts what the fault tests saw and puts the sums at the end of the run, whichever worker counted."""

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

PREFIX = "counted "
Count = Callable[..., None]


class Tally:
    """The counts of one test, kept with its report."""

    def __init__(self, record_property: Callable[[str, object], None]) -> None:
        self._record = record_property

    def __call__(self, what: str, **counts: int) -> None:
        """Adds counts under a heading: tally("kill -9: save", killed=1, acknowledged=12)."""
        for name, number in counts.items():
            self._record(f"{PREFIX}{what}", f"{name} {number}")


def sums(reports: Iterable[pytest.TestReport]) -> dict[str, Counter[str]]:
    """Heading → what was counted → how often."""
    found: dict[str, Counter[str]] = {}
    for report in reports:
        for key, value in report.user_properties:
            if key.startswith(PREFIX):
                name, _, number = str(value).rpartition(" ")
                found.setdefault(key.removeprefix(PREFIX), Counter())[name] += int(number)
    return found


def lines(found: dict[str, Counter[str]]) -> list[str]:
    """One line for each heading."""
    return [
        f"{what}: " + ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items())
        for what, counts in sorted(found.items())
    ]
