"""Runs the window until it is closed."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from spoc_desk.ui.faults import FaultWatch
from spoc_desk.ui.shell import Outfit, Shell


def run_window(outfit: Outfit) -> int:
    """Shows the unlock window and answers the exit status once the program is left."""
    QApplication.setStyle("Fusion")  # before the program object is made it costs nothing
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SPOC Desk")
    shell = Shell(app, outfit)
    with FaultWatch(shell.apologise):
        shell.start()
        return app.exec()
