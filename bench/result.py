"""What a benchmark says, and how its figures are taken: in pairs, by medians, in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Result:
    """One figure. against: what it is a ratio to, or how it was taken. Without a budget: for the record."""

    name: str
    measured: float
    budget: float | None
    unit: str
    against: str
    ok: bool


def at_most(name: str, measured: float, budget: float, unit: str, against: str) -> Result:
    """A figure that may not be higher."""
    return Result(name, measured, budget, unit, against, measured <= budget)


def at_least(name: str, measured: float, budget: float, unit: str, against: str) -> Result:
    """A figure that may not be lower."""
    return Result(name, measured, budget, unit, against, measured >= budget)


def noted(name: str, measured: float, unit: str, against: str) -> Result:
    """A figure without a budget."""
    return Result(name, measured, None, unit, against, ok=True)


def seconds(step: Step) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def paired(ours: Step, theirs: Step, rounds: int, warm: int = 5) -> tuple[float, float]:
    """Median seconds of each, called in turn, each as often first, so that a busy machine slows both."""
    for _ in range(warm):
        ours()
        theirs()
    mine, other = [], []
    for turn in range(rounds):
        if turn % 2:
            mine.append(seconds(ours))
            other.append(seconds(theirs))
        else:
            other.append(seconds(theirs))
            mine.append(seconds(ours))
    return median(mine), median(other)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all stays below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
