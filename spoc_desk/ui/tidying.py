"""Collects Python's garbage on the GUI thread only.

A collection on a worker thread would destroy whatever widgets it finds unused right there, and Qt does not
survive that.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2_000
# Younger objects are collected each time there are this many; all of them after so many of those.
MANY_YOUNG = 5_000
FULL_AFTER = 15


class Tidying(QObject):
    """From start() to stop() Python does not collect by itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.tidy)

    def start(self) -> None:
        """Takes over; what is loaded by now is left out of later collections, which makes them short."""
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Gives collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def tidy(self) -> None:
        """Collects if enough has piled up."""
        if gc.get_count()[0] < MANY_YOUNG:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % FULL_AFTER == 0 else 1)
