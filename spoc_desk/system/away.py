"""Chooses how this system tells that the officer has left; some systems tell nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable

from spoc_desk.services.away_ports import AwaySigns, Sign


class NoSigns:
    """A system that tells nothing: the desk locks by idle time and by hand only."""

    watched: frozenset[Sign] = frozenset()

    def start(self, told: Callable[[Sign], None]) -> None:
        """Nothing will be told."""

    def hold(self) -> None:
        """Nothing to put off."""

    def let_go(self) -> None:
        """Nothing was put off."""

    def stop(self) -> None:
        """Nothing to end."""


def away_signs() -> AwaySigns:
    """The watch for the system this runs on."""
    signs: AwaySigns = NoSigns()
    if sys.platform == "linux":
        from spoc_desk.system.away_linux import LinuxSigns

        signs = LinuxSigns()
    elif sys.platform == "win32":
        from spoc_desk.system.away_windows import WindowsSigns

        signs = WindowsSigns()
    return signs
