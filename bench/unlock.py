"""The unlock window's first paint, beside a window with nothing but a label, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.result import Result, at_most, noted

ROOT = Path(__file__).resolve().parent.parent
# Each process prints the moment of its first paint; the time before its first line counts as well.
BARE = """
import time
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
label = Label("Passphrase")
label.resize(980, 680)
label.show()
app.exec()
"""
OURS = """
import time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from spoc_desk.system.resources import resource_folder
from spoc_desk.ui.shell import Outfit, Shell
app = QApplication([])
shell = Shell(app, Outfit(resource_folder(), (), None, None))
shell.unlock.painted.disconnect()
def painted():
    print(time.time(), flush=True)
    app.exit(0)
shell.unlock.painted.connect(painted)
shell.start()
app.exec()
"""


def run(quick: bool = False) -> tuple[Result, ...]:
    """Interleaved runs, medians compared."""
    rounds = 7 if quick else 25
    _once(BARE)
    _once(OURS)
    bare: list[float] = []
    ours: list[float] = []
    for turn in range(rounds):
        for script, times in ((BARE, bare), (OURS, ours)) if turn % 2 else ((OURS, ours), (BARE, bare)):
            times.append(_once(script))
    told = f"a bare label, {rounds} interleaved runs"
    return (
        at_most("unlock window, first paint", median(ours) / median(bare), 1.2, "×", told),
        noted(
            "unlock window, first paint",
            median(ours) * 1000,
            "ms",
            f"bare label {median(bare) * 1000:.0f} ms",
        ),
    )


def _once(script: str) -> float:
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=_environment(),
    )
    return float(done.stdout.split()[0]) - began


def _environment() -> dict[str, str]:
    """As an installed program runs: its bytecode was written the first time."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **kept}
