"""What tells the window that the officer has left: the computer goes to sleep, or its session is locked."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol


class Sign(StrEnum):
    """A sign that nobody sits at the desk any more; its value is why the vault was closed."""

    SLEEP = "sleep"  # the computer is about to sleep or to be switched off
    SESSION = "session"  # the screen was locked, or somebody else's session is shown


class AwaySigns(Protocol):
    """Watches the operating system on a thread of its own."""

    @property
    def watched(self) -> frozenset[Sign]:
        """Which signs this computer gives. Known a moment after start(); empty where it gives none."""

    def start(self, told: Callable[[Sign], None]) -> None:
        """Begins to watch. told is called on the watching thread and must return at once."""

    def hold(self) -> None:
        """Asks the computer to put sleep off, once it comes, until let_go(). Returns at once."""

    def let_go(self) -> None:
        """The computer may sleep: there is nothing left to lock. From any thread; twice does no harm."""

    def stop(self) -> None:
        """Ends the watching; nothing is told after it."""
