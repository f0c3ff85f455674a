"""Brings the signs that the officer has left from the watching thread to the window's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from spoc_desk.services.away_ports import AwaySigns, Sign


class AwayWatch(QObject):
    """Tells at most what this computer tells; starts with it, and is stopped before the program ends."""

    left = Signal(str)  # why: sleep or session

    def __init__(self, signs: AwaySigns) -> None:
        super().__init__()
        self._signs = signs
        signs.start(self._tell)

    def watched(self) -> frozenset[Sign]:
        """Which signs this computer gives, as far as known by now."""
        return self._signs.watched

    def hold(self) -> None:
        """A vault is open: sleep must wait until it is locked."""
        self._signs.hold()

    def let_go(self) -> None:
        """No vault is open any more. From any thread."""
        self._signs.let_go()

    def stop(self) -> None:
        """Ends the watching."""
        self._signs.stop()

    def _tell(self, sign: Sign) -> None:
        self.left.emit(sign.value)
