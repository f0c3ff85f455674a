"""The bar at the foot: whether all is saved, work under way, when the desk locks, and the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from spoc_desk.ui.job import Job
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import IconText, Text

WARN_SECONDS = 120
# Work that ends sooner than this is not worth a tray.
TRAY_AFTER_MS = 1_000


class JobTray(QWidget):
    """The oldest piece of long work: what, how far, how long still, and Cancel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._jobs: list[Job] = []
        self._words = Text(theme, "", "small", "text2", tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._cancel = Button(theme, self.tr("Cancel"), kind="link")
        self._cancel.clicked.connect(self._stop)
        self.setLayout(Row(theme, self._words, self._bar, self._cancel, gap=8))
        self.hide()
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the sizes in use."""
        self._bar.setFixedSize(self._theme.px(140), self._theme.px(6))
        self._cancel.setFixedHeight(self._theme.px(24))

    def watch(self, job: Job) -> None:
        """Shows a piece of work once it has lasted a second."""
        self._jobs.append(job)
        job.moved.connect(self._moved)
        job.ended.connect(self._ended)
        QTimer.singleShot(TRAY_AFTER_MS, self, self._show_if_running)

    def _show_if_running(self) -> None:
        if self._jobs:
            if not self.isVisible():
                announce(self, self.tr("{0} has begun.").format(self._jobs[0].title))
            self._say(0.0, 0.0)
            self.show()

    def _moved(self, done: float, total: float) -> None:
        if self._jobs and self.sender() is self._jobs[0]:
            self._say(done, total)

    def _say(self, done: float, total: float) -> None:
        job = self._jobs[0]
        more = self.tr(" and {0} more").format(len(self._jobs) - 1) if len(self._jobs) > 1 else ""
        share = min(1.0, done / total) if total else 0.0
        left = _left(time.monotonic() - job.started_at, share)
        words = f"{job.title}{more}" + (f"  ·  {left}" if left else "")
        self._words.setText(words)
        self._bar.setValue(round(share * 1000))
        self._bar.setAccessibleName(self.tr("{0}: {1} per cent").format(job.title, round(share * 100)))
        self._cancel.setAccessibleName(self.tr("Cancel: {0}").format(job.title))

    def _ended(self) -> None:
        self._jobs = [job for job in self._jobs if not job.over]
        self.setVisible(bool(self._jobs) and self.isVisible())
        if self._jobs:
            self._say(0.0, 0.0)

    def _stop(self) -> None:
        if self._jobs:
            self._jobs[0].cancel()
            self._words.setText(self.tr("Stopping {0}…").format(self._jobs[0].title))


class StatusBar(QFrame):
    """Quiet unless something is going on."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], zone: str) -> None:
        super().__init__()
        self._theme, self._now, self._zone = theme, now, ZoneInfo(zone)
        self.setProperty("area", "foot")
        self._saved = _quiet(theme, "circle-check")
        self._note = _quiet(theme, "hard-drive")
        self._note.hide()
        self.tray = JobTray(theme)
        self._lock = _quiet(theme, "lock")
        self._lock.hide()
        self._lock_waits = False
        self._clock = _quiet(theme, "clock")
        self.setLayout(
            Row(
                theme,
                self._saved,
                self._note,
                14,
                self.tray,
                None,
                self._lock,
                self._clock,
                margins=(16, 0, 16, 0),
                gap=14,
            )
        )
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self._tick.start(1_000)
        self._show_time()
        self.show_saving(False)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes the height in use."""
        self.setFixedHeight(self._theme.px(28))

    def show_saving(self, saving: bool) -> None:
        """Whether verbs wait for the writer."""
        if saving:
            self._saved.mark.show_icon("refresh-cw", "hint")
            self._saved.setText(self.tr("Saving…"))
        else:
            self._saved.mark.show_icon("circle-check", "success")
            self._saved.setText(self.tr("All changes saved {0}").format(f"{self._here():%H:%M}"))

    def show_note(self, text: str) -> None:
        """A quiet fact, such as when the last backup was; empty hides it."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def show_lock_in(self, seconds: int) -> None:
        """Counts down the last two minutes before the desk locks itself."""
        warn = seconds <= WARN_SECONDS
        if warn:
            if not self._lock.isVisible():
                announce(self, self.tr("The desk locks in two minutes unless you go on working."))
            self._lock.setText(self.tr("Locks in {0}").format(f"{seconds // 60}:{seconds % 60:02d}"))
        self._lock.setVisible(warn)
        self._lock_waits = False

    def show_lock_waits(self) -> None:
        """Nobody has been there for long enough, but the work under way is not to be thrown away."""
        words = self.tr("Locks when the work is done")
        if not self._lock_waits:
            announce(self, words)
        self._lock_waits = True
        self._lock.setText(words)
        self._lock.show()

    def _show_time(self) -> None:
        here = self._here()
        self._clock.setText(f"{here:%H:%M} {here.tzname()}")

    def _here(self) -> datetime:
        return self._now().astimezone(self._zone)


def _quiet(theme: Theme, icon: str) -> IconText:
    return IconText(theme, icon, "", style="small", tone="text2", size=13)


def _left(spent: float, share: float) -> str:
    if share < 0.02 or spent < 3:
        return ""
    seconds = round(spent / share - spent)
    return f"{seconds // 60}:{seconds % 60:02d}"
