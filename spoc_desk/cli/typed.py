"""What the value of an option is read as; a sentence where it is nothing of the kind."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date


def day(typed: str) -> date:
    """A date such as 2026-11-20. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        raise ArgumentTypeError(f"{typed} is not a date; write it as 2026-11-20") from fault


def whole(typed: str) -> int:
    """A whole number such as 6. Raises ArgumentTypeError."""
    try:
        return int(typed)
    except ValueError as fault:
        raise ArgumentTypeError(f"{typed} is not a whole number; write it as 6") from fault
