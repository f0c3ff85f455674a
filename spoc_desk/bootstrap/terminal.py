"""Runs one command of the command line on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from spoc_desk.bootstrap.demo import demonstrate
from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.cli import main


def run(arguments: Sequence[str]) -> int:
    """Runs a command and answers its exit status: 0 done, 1 refused, 2 wrong usage."""
    machine = ThisMachine()
    try:
        return main.run(arguments, machine, demonstrate)
    finally:
        machine.close()
