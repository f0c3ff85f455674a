"""The incidents page on a big vault, in a window: page down, and a key pressed until rows are painted."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from bench.casework import KEY, Now, build, desk_over
from bench.result import Result, at_most, noted, percentile
from spoc_desk.services.messages import Messages
from spoc_desk.storage.engine import checkpoint
from spoc_desk.storage.store import Store
from spoc_desk.system.resources import resource_folder
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.incidents.page import IncidentsPage
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.workplace import FormSetting, OfficerCard, Workplace

TYPED = ("burnt", "northmere", "in/2027/0", "high street", "dc farrah", "threat penhal", "nm/00")


class Painted(QObject):
    """Notes when the list was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt names it
        """Lets every event pass."""
        if event.type() is QEvent.Type.Paint:
            self.times.append(time.perf_counter())
        return False

    def first(self, after: float) -> float:
        """The first painting after a moment, or 0."""
        return next((at for at in self.times if at > after), 0.0)


def run(quick: bool = False) -> tuple[Result, ...]:
    """At 100,000 incidents, and at 1,000,000 unless quick."""
    app = QApplication.instance() or QApplication(["bench"])
    if not isinstance(app, QApplication):
        raise TypeError(type(app).__name__)
    found: list[Result] = []
    for count, budget in ((100_000, 100), *(() if quick else ((1_000_000, 150),))):
        with tempfile.TemporaryDirectory(prefix="spoc-bench-") as place:
            found += _measure(app, Path(place), count, budget)
    return tuple(found)


def _measure(app: QApplication, folder: Path, count: int, budget: int) -> list[Result]:
    writer = build(folder / "vault.db", count)
    checkpoint(writer)
    writer.dispose()
    store = Store(folder / "vault.db", KEY, Now())
    jobs = Jobs(desk_over(store, Now(), folder))
    theme = Theme(app, resource_folder())
    theme.complete()
    messages = Messages.read(resource_folder() / "messages" / "en.toml")
    setting = FormSetting(theme, messages, Now().now)
    page = IncidentsPage(Workplace(jobs, setting, Actions(), OfficerCard("R Hale", "SPOC", "RH")))
    page.resize(1200, 760)
    page.show()
    began = time.perf_counter()
    _until(app, lambda: page.list.model.rowCount() > count // 2)
    listed = time.perf_counter() - began
    found = [
        noted(f"list shown, {count:,}", listed * 1000, "ms", "from making the page"),
        _scrolled(app, page, count),
        _typed(app, page, count, budget),
    ]
    page.close()
    jobs.close()
    store.close()
    page.deleteLater()
    app.processEvents()
    return found


def _until(app: QApplication, true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true() and time.monotonic() < until:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def _scrolled(app: QApplication, page: IncidentsPage, count: int) -> Result:
    bar, view = page.list.view.verticalScrollBar(), page.list.view
    steps = []
    for _ in range(200):
        began = time.perf_counter()
        bar.setValue(bar.value() + view.viewport().height())
        view.viewport().repaint()
        steps.append((time.perf_counter() - began) * 1000)
    bar.setValue(0)
    app.processEvents()
    return at_most(f"page down, {count:,}, p95", percentile(steps, 0.95), 16, "ms", "200 steps, painted")


def _typed(app: QApplication, page: IncidentsPage, count: int, budget: int) -> Result:
    painted, reset = Painted(), [0.0]
    page.list.view.viewport().installEventFilter(painted)
    page.list.model.modelReset.connect(lambda: reset.append(time.perf_counter()))
    box, taken = page.list.filter, []
    for text in random.Random(3).sample(TYPED, len(TYPED)):
        box.clear()
        _until(app, lambda: page.list.model.rowCount() > count // 4)
        for letter in text:
            began = time.perf_counter()
            app.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
            _until(app, partial(_answered, began, painted, reset))
            first = next((at for at in reset if at > began), None)
            if first is not None and painted.first(first):
                taken.append((painted.first(first) - began) * 1000)
            _until(app, partial(_quiet, reset))
    told = f"{len(taken)} keys, each waited for; the filter's own pause included"
    return at_most(f"key press to rows painted, {count:,}, p95", percentile(taken, 0.95), budget, "ms", told)


def _answered(began: float, painted: Painted, reset: list[float]) -> bool:
    # A key that changes nothing is never answered, so it is waited for no longer than this.
    first = next((at for at in reset if at > began), None)
    painted_then = first is not None and painted.first(first) > 0
    return painted_then or time.perf_counter() - began > 1


def _quiet(reset: list[float]) -> bool:
    # The rest of a long list follows its first rows; the next key comes after both.
    return time.perf_counter() - reset[-1] > 0.4
